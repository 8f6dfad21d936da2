"""Signing in and out, and where that leads."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from models.enums import Role
from wasl.access.guard import is_own_path
from wasl.access.limits import SIGN_IN
from wasl.access.viewer import COMMAND_LINE
from wasl.config import Settings
from wasl.operations.close_account import close_account
from wasl.operations.logins import find_by_login

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


def test_guessing_is_slowed_down(app: Flask, accounts: dict[Role, str], token: Token) -> None:
    client = app.test_client()
    for _ in range(SIGN_IN.most):
        assert _try(client, token, accounts[Role.CASEWORKER], "wrong password") == 422
    assert _try(client, token, accounts[Role.CASEWORKER], PASSWORD) == 429
    assert _try(client, token, accounts[Role.EMPLOYER_OWNER], PASSWORD) == 302


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
        account.password_hash = "$argon2id$changed"
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
