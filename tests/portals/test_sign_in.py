"""Signing in and out, and where that leads."""

from collections.abc import Callable

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.audit import AuditEvent
from models.base import utc_now
from models.enums import Role
from wasl.access.guard import is_own_path
from wasl.access.limits import SIGN_IN
from wasl.access.viewer import COMMAND_LINE
from wasl.config import Settings
from wasl.extensions import db
from wasl.operations import authenticate_account
from wasl.operations.close_account import close_account
from wasl.operations.logins import find_by_login, login_index
from wasl.operations.passwords import set_password

PASSWORD = "a long enough password"
Token = Callable[[str], str]
SignIn = Callable[[Role | None], FlaskClient]


def _try(client: FlaskClient, token: Token, email: str, password: str, target: str = "") -> int:
    client.set_cookie("language", "en")
    data = {"login": email, "password": password, "next": target}
    data["csrf_token"] = token(client.get("/sign-in").get_data(as_text=True))
    response = client.post("/sign-in", data=data)
    client.last = response  # type: ignore[attr-defined]
    return response.status_code


def test_unknown_account_and_wrong_password_get_the_same_answer(
    app: Flask, accounts: dict[Role, str], token: Token
) -> None:
    answers = []
    for email in (accounts[Role.CASEWORKER], "nobody@office.example"):
        client = app.test_client()
        assert _try(client, token, email, "wrong password") == 422
        text = client.last.get_data(as_text=True)  # type: ignore[attr-defined]
        assert "This e-mail or phone and this password do not belong together" in text
        answers.append(text.count("field--wrong"))
    assert answers[0] == answers[1]


def test_sign_in_goes_where_the_visitor_wanted_to(
    app: Flask, accounts: dict[Role, str], token: Token
) -> None:
    client = app.test_client()
    email = accounts[Role.CASEWORKER].upper()
    assert _try(client, token, f" {email} ", PASSWORD, "/gallery?page=2") == 302
    assert client.last.location == "/gallery?page=2"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "target",
    ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:x", "/a\nb", "\t//x"],
)
def test_sign_in_never_leads_to_another_site(
    app: Flask, accounts: dict[Role, str], token: Token, target: str
) -> None:
    assert not is_own_path(target)
    client = app.test_client()
    assert _try(client, token, accounts[Role.CASEWORKER], PASSWORD, target) == 302
    assert client.last.location == "/"  # type: ignore[attr-defined]


def test_guessing_is_slowed_down_and_says_until_when(
    app: Flask, accounts: dict[Role, str], token: Token
) -> None:
    client = app.test_client()
    for _ in range(SIGN_IN.most):
        assert _try(client, token, accounts[Role.CASEWORKER], "wrong password") == 422
    assert _try(client, token, accounts[Role.CASEWORKER], PASSWORD) == 429
    refused = client.last  # type: ignore[attr-defined]
    assert "Try again after" in refused.get_data(as_text=True)
    assert "Retry-After" in refused.headers
    assert _try(client, token, accounts[Role.EMPLOYER_OWNER], PASSWORD) == 302


def test_who_guesses_elsewhere_does_not_keep_the_owner_out(
    app: Flask, accounts: dict[Role, str], token: Token
) -> None:
    login = accounts[Role.CASEWORKER]
    thief, owner = app.test_client(), app.test_client()
    thief.environ_base["REMOTE_ADDR"] = "203.0.113.7"
    for _ in range(SIGN_IN.most):
        assert _try(thief, token, login, "wrong password") == 422
    assert _try(thief, token, login, PASSWORD) == 429
    assert _try(owner, token, login, PASSWORD) == 302


def test_signing_in_well_begins_the_count_anew(
    app: Flask, accounts: dict[Role, str], token: Token
) -> None:
    login = accounts[Role.CASEWORKER]
    for _ in range(2):
        client = app.test_client()
        for _ in range(SIGN_IN.most - 1):
            assert _try(client, token, login, "wrong password") == 422
        assert _try(client, token, login, PASSWORD) == 302


def test_an_unknown_login_is_slowed_down_alike(app: Flask, token: Token) -> None:
    client = app.test_client()
    answers = [_try(client, token, "nobody@office.example", "x") for _ in range(SIGN_IN.most + 1)]
    assert answers == [422] * SIGN_IN.most + [429]


@pytest.mark.parametrize("who", ["known", "unknown", "closed", "outside", "no login at all"])
def test_every_try_costs_one_verification(
    app: Flask,
    accounts: dict[Role, str],
    token: Token,
    monkeypatch: pytest.MonkeyPatch,
    who: str,
) -> None:
    """Time tells an account from none when only one of them is hashed; counted, not timed."""
    _prepare(app, accounts, who)
    verified: list[str] = []
    real = PasswordHasher.verify

    def count(self: PasswordHasher, known: str, password: str) -> bool:
        verified.append(known.split("p=", maxsplit=1)[0])
        return bool(real(self, known, password))

    monkeypatch.setattr(PasswordHasher, "verify", count)
    login = {"unknown": "nobody@office.example", "no login at all": "nobody"}.get(
        who, accounts[Role.CASEWORKER]
    )
    client = app.test_client()
    assert _try(client, token, login, "wrong password") == 422
    assert len(verified) == 1
    cost = authenticate_account.hasher
    assert verified[0] == f"$argon2id$v=19$m={cost.memory_cost},t={cost.time_cost},"


def _prepare(app: Flask, accounts: dict[Role, str], who: str) -> None:
    with app.app_context():
        account = find_by_login(db.session, accounts[Role.CASEWORKER])
        assert account is not None
        if who == "closed":
            account.closed_at = utc_now()
        elif who == "outside":
            account.password_hash = None
        db.session.commit()


@pytest.mark.parametrize("way", ["close", "membership"])
def test_who_may_not_sign_in_gets_the_answer_of_a_wrong_password(
    app: Flask, accounts: dict[Role, str], token: Token, web_session: Session, way: str
) -> None:
    account = find_by_login(web_session, accounts[Role.CASEWORKER])
    assert account is not None
    assert account.membership is not None
    if way == "close":
        close_account(web_session, COMMAND_LINE, account)
    else:
        account.membership.revoked_at = utc_now()
    web_session.commit()
    client = app.test_client()
    assert _try(client, token, accounts[Role.CASEWORKER], PASSWORD) == 422
    text = client.last.get_data(as_text=True)  # type: ignore[attr-defined]
    assert "do not belong together" in text


def test_signing_in_and_failing_to_is_in_the_log(
    app: Flask, accounts: dict[Role, str], token: Token, web_session: Session
) -> None:
    client = app.test_client()
    _try(client, token, accounts[Role.CASEWORKER], "wrong password")
    _try(client, token, "nobody@office.example", "wrong password")
    _try(client, token, accounts[Role.CASEWORKER], PASSWORD)
    events = web_session.query(AuditEvent).order_by(AuditEvent.id.desc()).limit(3).all()
    told = [(event.action, event.details) for event in reversed(events)]
    assert told == [
        (AuditAction.SIGN_IN_FAILED, {"why": "password"}),
        (AuditAction.SIGN_IN_FAILED, {"why": "unknown"}),
        (AuditAction.SIGNED_IN, {"way": "password"}),
    ]
    assert events[1].object_id is None


def test_a_phone_number_signs_in_however_it_is_written(
    app: Flask, accounts: dict[Role, str], token: Token, web_session: Session
) -> None:
    account = find_by_login(web_session, accounts[Role.RETURNEE])
    assert account is not None
    account.login, account.login_index = (
        "+9647701234567",
        login_index(web_session, "+9647701234567"),
    )
    web_session.commit()
    for written in ("0770 123 4567", "+964 770 123 4567", "٠٧٧٠١٢٣٤٥٦٧"):
        assert _try(app.test_client(), token, written, PASSWORD) == 302


def test_a_session_from_before_is_not_carried_over(
    app: Flask, accounts: dict[Role, str], token: Token
) -> None:
    client = app.test_client()
    with client.session_transaction() as session:
        session["planted"] = "yes"
    assert _try(client, token, accounts[Role.CASEWORKER], PASSWORD) == 302
    with client.session_transaction() as session:
        assert "planted" not in session


def test_sign_out_ends_the_session(sign_in: SignIn, token: Token) -> None:
    client = sign_in(Role.CASEWORKER)
    page = client.get("/gallery")
    assert page.headers["Cache-Control"] == "no-store"
    data = {"csrf_token": token(page.get_data(as_text=True))}
    assert client.post("/sign-out", data=data).status_code == 302
    with client.session_transaction() as session:
        assert "_user_id" not in session


@pytest.mark.parametrize("change", ["close", "password"])
def test_a_session_ends_with_the_account_or_its_password(
    sign_in: SignIn, web_session: Session, accounts: dict[Role, str], change: str
) -> None:
    client = sign_in(Role.CASEWORKER)
    email = accounts[Role.CASEWORKER]
    account = find_by_login(web_session, email)
    assert account is not None
    if change == "close":
        close_account(web_session, COMMAND_LINE, account)
    else:
        set_password(web_session, COMMAND_LINE, account, "quite another sentence", way="change")
    web_session.commit()
    assert client.get("/gallery").headers["Cache-Control"] == "no-cache, private"


def test_cookies_are_kept_from_scripts_and_other_sites(web_settings: Settings, app: Flask) -> None:
    cookie = app.test_client().get("/sign-in").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_language_is_remembered_for_the_account(
    sign_in: SignIn, web_session: Session, accounts: dict[Role, str], token: Token
) -> None:
    client = sign_in(Role.CASEWORKER)
    page = client.get("/gallery").get_data(as_text=True)
    data = {"csrf_token": token(page), "language": "ckb", "next": "/gallery?page=3"}
    response = client.post("/language", data=data)
    assert response.location == "/gallery?page=3"
    account = find_by_login(web_session, accounts[Role.CASEWORKER])
    assert account is not None
    assert account.language == "ckb"
    assert '<html lang="ckb" dir="rtl">' in client.get("/gallery").get_data(as_text=True)


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("ckb", "ckb"),
        ("ku-Arab-IQ;q=0.9, en;q=0.8", "ckb"),
        ("ku", "ar"),
        ("en-GB", "en"),
        ("ar-IQ", "ar"),
        ("sv", "ar"),
        ("", "ar"),
    ],
)
def test_first_visit_follows_the_browser_then_the_office(
    app: Flask, header: str, language: str
) -> None:
    text = app.test_client().get("/", headers={"Accept-Language": header}).get_data(as_text=True)
    assert f'<html lang="{language}"' in text


def test_an_unknown_language_is_refused(app: Flask, token: Token) -> None:
    client = app.test_client()
    data = {"csrf_token": token(client.get("/").get_data(as_text=True)), "language": "ku"}
    assert client.post("/language", data=data).status_code == 400
