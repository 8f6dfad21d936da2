"""The API: a token and nothing else signs in; what goes wrong is told as data."""

import sys
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from models.account import Account
from models.base import utc_now
from models.enums import OpportunityKind, Role, Sex
from models.person import Person, PersonIdentity
from models.placement import Placement
from models.round_table_enums import CommitmentKind
from models.sign_in import ApiToken
from tests.operations.commitments.promises import add_promise, cite
from tests.operations.placements.scene import TODAY, Scene, scene_of
from wasl.access import Permission, requires
from wasl.access.viewer import COMMAND_LINE
from wasl.clock import today_in_baghdad
from wasl.figures.publish import read_figures
from wasl.operations.api_tokens import NewToken, TokenError, add_program, make_token, revoke_token

ACCOUNT = "/api/v1/account"


@pytest.fixture
def made(app: Flask, web_session: Session) -> NewToken:
    program = add_program(web_session, COMMAND_LINE, "Register of the ministry")
    ends = utc_now() + timedelta(days=30)
    made = make_token(web_session, COMMAND_LINE, program, "nightly figures", ends)
    web_session.commit()
    return made


def _ask(
    client: FlaskClient, secret: str | None, path: str = ACCOUNT, method: str = "GET"
) -> TestResponse:
    headers = {"Authorization": f"Bearer {secret}"} if secret else {}
    return client.open(path, method=method, headers=headers)


def test_a_token_signs_its_program_in(app: Flask, made: NewToken) -> None:
    answer = _ask(app.test_client(), made.secret)
    assert answer.status_code == 200
    assert answer.json is not None
    assert (answer.json["name"], answer.json["role"]) == ("Register of the ministry", "api_client")
    assert answer.json["token"]["name"] == "nightly figures"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers
    assert made.secret not in answer.get_data(as_text=True)


def test_the_database_holds_no_token(web_session: Session, made: NewToken) -> None:
    row = str(web_session.execute(text("SELECT * FROM api_token")).one())
    assert made.secret not in row
    assert made.secret.startswith("wasl_")


@pytest.mark.parametrize("what", ["revoked", "expired", "suspended", "closed", "no role"])
def test_a_token_that_does_not_hold_is_refused_at_once(
    app: Flask, web_session: Session, made: NewToken, what: str
) -> None:
    token = web_session.get_one(ApiToken, made.token.id)
    account = web_session.get_one(Account, token.account_id)
    if what == "revoked":
        revoke_token(web_session, COMMAND_LINE, token)
    elif what == "expired":
        token.expires_at = utc_now() - timedelta(seconds=1)
    elif what == "suspended":
        account.suspended_at = utc_now()
    elif what == "closed":
        account.closed_at = utc_now()
    else:
        account.memberships[0].revoked_at = utc_now()
    web_session.commit()
    answer = _ask(app.test_client(), made.secret)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert answer.mimetype == "application/problem+json"


@pytest.mark.parametrize("secret", [None, "", "wasl_guess", "guess", "wasl_" + "x" * 43])
def test_without_a_token_nobody_is_signed_in(app: Flask, secret: str | None) -> None:
    assert _ask(app.test_client(), secret).status_code == 401


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.CASEWORKER])
def test_a_cookie_signs_nobody_in(
    sign_in: Callable[[Role | None], FlaskClient], role: Role, made: NewToken
) -> None:
    client = sign_in(role)
    assert _ask(client, None).status_code == 401
    answer = _ask(client, made.secret)
    assert answer.json is not None
    assert answer.json["role"] == "api_client"


def test_a_token_opens_no_page(app: Flask, made: NewToken) -> None:
    answer = _ask(app.test_client(), made.secret, "/people")
    assert answer.status_code == 302
    assert answer.location.startswith("/sign-in")


@pytest.mark.parametrize(
    ("path", "method", "told"),
    [
        ("/api/v1/people", "GET", (404, "not-found")),
        ("/api/nothing", "GET", (404, "not-found")),
        (ACCOUNT, "POST", (405, "wrong-method")),
        (ACCOUNT, "DELETE", (405, "wrong-method")),
    ],
)
def test_what_goes_wrong_is_a_problem(
    app: Flask, made: NewToken, path: str, method: str, told: tuple[int, str]
) -> None:
    status, name = told
    answer = _ask(app.test_client(), made.secret, path, method)
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    assert answer.json is not None
    assert answer.json["type"] == f"urn:wasl:problem:{name}"
    assert answer.json["status"] == status
    assert {"title", "detail"} <= set(answer.json)
    if status == 405:
        assert "GET" in answer.headers["Allow"]


def test_an_error_of_ours_tells_a_reference_and_nothing_else(
    app: Flask, made: NewToken, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> str:
        raise RuntimeError("K4NARY")

    app.view_functions["api_v1.account"] = v1_requires(broken)
    answer = _ask(app.test_client(), made.secret)
    assert answer.status_code == 500
    assert answer.json is not None
    assert answer.json["reference"] in caplog.text
    assert "K4NARY" not in answer.get_data(as_text=True)


def v1_requires(view: Callable[[], str]) -> Callable[[], str]:
    """Guard a view as those of the API are."""
    return requires(Permission.USE_API)(view)


def test_a_program_that_asks_too_often_is_told_to_wait(
    app: Flask, made: NewToken, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules["wasl.api.v1.blueprint"], "MOST", 3)
    client = app.test_client()
    answers = [_ask(client, made.secret) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert answers[-1].mimetype == "application/problem+json"
    assert "Retry-After" in answers[-1].headers


def test_tokens_end_within_a_year_and_belong_to_programs(
    web_session: Session, accounts: dict[Role, str], made: NewToken
) -> None:
    program = web_session.get_one(Account, made.token.account_id)
    for ends in (utc_now() + timedelta(days=400), utc_now() - timedelta(days=1)):
        with pytest.raises(TokenError):
            make_token(web_session, COMMAND_LINE, program, "for ever", ends)
    person = web_session.query(Account).filter(Account.id != program.id).first()
    assert person is not None
    with pytest.raises(TokenError):
        make_token(web_session, COMMAND_LINE, person, "x", utc_now() + timedelta(days=1))


def test_figures_are_those_of_the_pages_and_tell_of_no_few(
    app: Flask, web_session: Session, made: NewToken
) -> None:
    web_session.add_all(
        Person(sex=Sex.FEMALE, governorate_code="IQ-AR", identity=PersonIdentity(name_ar="زانا"))
        for _ in range(3)
    )
    web_session.commit()
    answer = _ask(app.test_client(), made.secret, "/api/v1/figures")
    assert answer.status_code == 200
    published = read_figures(web_session).as_json()
    for_preparing = [published.pop(name) for name in ("gaps", "promised", "supply")]
    assert all(told is not None for told in for_preparing), "for who prepares roundtables"
    assert answer.json == published
    cells = {cell for table in answer.json["people"] for line in table["cells"] for cell in line}
    assert "few" in cells
    assert all(cell in {"few", "kept_back"} or cell % 5 == 0 for cell in cells)
    assert "زانا" not in answer.get_data(as_text=True)


def _kept(scene: Scene, kind: OpportunityKind, people: int) -> None:
    """Add a promise of twenty places, and a posting of thirty for it that some people got."""
    promise = add_promise(scene.session, scene.firm, kind=CommitmentKind(kind.value), ref=kind)
    posting = scene.posting(kind, kind, seats=30)
    cite(scene.session, promise, posting)
    scene.session.add_all(Placement(opportunity=posting, starts_on=TODAY) for _ in range(people))


def test_commitments_are_the_totals_that_observers_read(
    app: Flask,
    web_session: Session,
    made: NewToken,
) -> None:
    scene = scene_of(web_session)
    _kept(scene, OpportunityKind.JOB, 12)
    _kept(scene, OpportunityKind.INTERNSHIP, 3)
    web_session.commit()
    answer = _ask(app.test_client(), made.secret, "/api/v1/commitments")
    assert answer.status_code == 200
    assert answer.json is not None
    assert answer.json["day"] == today_in_baghdad().isoformat()
    assert set(answer.json) == {"day", "totals"}
    jobs, internships = answer.json["totals"]
    exact = {"commitments": 1, "promised": 20, "offered": 30}
    assert jobs == {"kind": "job", **exact, "filled": 10, "lasted": jobs["lasted"]}
    assert internships == {"kind": "internship", **exact, "filled": "few", "lasted": "few"}
    assert jobs["lasted"] in {"few", "kept_back"}
    assert scene.firm.name not in answer.get_data(as_text=True), "an organisation stands nowhere"


def test_an_observer_may_not_ask_the_api(
    sign_in: Callable[[Role | None], FlaskClient], made: NewToken
) -> None:
    """The other way round: the page tells observers, and the token opens the API alone."""
    assert _ask(sign_in(Role.OBSERVER), None, "/api/v1/commitments").status_code == 401
    assert _ask(sign_in(None), made.secret, "/roundtable").status_code == 302
