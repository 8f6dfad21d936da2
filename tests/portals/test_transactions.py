"""One transaction a request: kept when it went well, and only then."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from models.enums import Role
from models.opportunity import Organisation
from wasl.access import public
from wasl.config import Settings
from wasl.database import make_engine, write_session
from wasl.extensions import csrf, db
from wasl.transactions import after_commit

PASSWORD = "a long enough password"
told: list[str] = []


def _add_organisation(status: int = 200, *, broken: bool = False) -> tuple[str, int]:
    db.session.add(Organisation(name="Zagros", name_key="zagros"))
    db.session.flush()
    after_commit(lambda: told.append("kept"))
    if broken:
        raise RuntimeError("after the change")
    return "", status


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    told.clear()
    views: dict[str, Callable[[], object]] = {
        "good": lambda: _add_organisation(200),
        "refused": lambda: _add_organisation(422),
        "broken": lambda: _add_organisation(broken=True),
    }
    for name, view in views.items():
        csrf.exempt(view)
        view.__module__, view.__name__ = "tests", name
        app.add_url_rule(f"/{name}", name, public(view), methods=["GET", "POST"])
    app.config["WTF_CSRF_ENABLED"] = False
    return app.test_client()


@pytest.mark.parametrize(
    ("method", "path", "kept"),
    [
        ("POST", "/good", True),
        ("GET", "/good", False),
        ("POST", "/refused", False),
        ("POST", "/broken", False),
    ],
)
def test_only_a_change_that_went_well_is_kept(
    client: FlaskClient, web_session: Session, method: str, path: str, kept: bool
) -> None:
    client.open(path, method=method)
    assert (web_session.query(Organisation).count() == 1) is kept
    assert (told == ["kept"]) is kept


def test_who_is_signed_in_goes_on_while_a_long_list_goes_in(
    web_settings: Settings,
    sign_in: Callable[[Role | None], FlaskClient],
    token: Callable[[str], str],
) -> None:
    """Pages that record nothing, and sign-out, need no write lock."""
    client = sign_in(Role.CASEWORKER)
    engine = make_engine(web_settings)
    with write_session(engine):
        page = client.get("/gallery")
        assert page.status_code == 200
        given = {"csrf_token": token(page.get_data(as_text=True))}
        assert client.post("/sign-out", data=given).status_code == 302
        assert client.get("/people").status_code == 302
    engine.dispose()


def test_sign_in_says_that_it_has_to_wait_for_a_long_list(
    web_settings: Settings,
    app: Flask,
    accounts: dict[Role, str],
    token: Callable[[str], str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A sign-in that leaves no trace must not happen, and the trace cannot be written now."""
    monkeypatch.setattr("wasl.access.limits.LONGEST_WAIT", 0.1)
    client = app.test_client()
    client.set_cookie("language", "en")
    text = client.get("/sign-in").get_data(as_text=True)
    given = {"login": accounts[Role.CASEWORKER], "password": PASSWORD, "csrf_token": token(text)}
    engine = make_engine(web_settings)
    with write_session(engine):
        answer = client.post("/sign-in", data=given)
    engine.dispose()
    assert answer.status_code == 503
    assert "A long list is being taken in" in answer.get_data(as_text=True)
    assert client.post("/sign-in", data=given).status_code == 302
