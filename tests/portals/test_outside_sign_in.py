"""Signing in at a ministry's provider: real HTTP, real tokens, and everything that must fail."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from flask import Flask
from flask.testing import FlaskClient
from joserfc.jwk import RSAKey
from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.account import Account
from models.audit import AuditEvent
from models.base import utc_now
from models.enums import Role
from tests.portals.provider import CLIENT, SECRET, Provider, running_provider
from wasl.access.outside import check_outside_settings
from wasl.app import create_app
from wasl.config import ConfigError, Settings
from wasl.operations.logins import find_by_login

Accounts = dict[Role, str]
Token = Callable[[str], str]


@pytest.fixture
def provider() -> Iterator[Provider]:
    """A running provider."""
    with running_provider() as running:
        yield running


@pytest.fixture
def outside_settings(web_settings: Settings, provider: Provider) -> Settings:
    """Settings with the provider switched on."""
    return replace(
        web_settings,
        oidc_issuer=provider.issuer,
        oidc_client_id=CLIENT,
        oidc_client_secret=SECRET,
        oidc_name="MoLSA",
    )


@pytest.fixture
def client(outside_settings: Settings) -> FlaskClient:
    """A browser in English at an application that knows the provider."""
    client = create_app(outside_settings).test_client()
    client.set_cookie("language", "en")
    return client


def come_back(client: FlaskClient, provider: Provider, target: str = "") -> str:
    """Go to the provider and back; return where that leads."""
    start = client.get(f"/sign-in/outside?next={target}")
    assert start.location.startswith(f"{provider.issuer}/authorize?")
    sent_back = requests.get(start.location, allow_redirects=False, timeout=5)
    parts = urlsplit(sent_back.headers["Location"])
    return str(client.get(f"{parts.path}?{parts.query}").location)


def sign_in(client: FlaskClient, provider: Provider, token: Token, target: str = "") -> str:
    """Sign in at the provider and confirm; return where that leads."""
    if come_back(client, provider, target) != "/sign-in/outside/enter":
        return "/sign-in"
    page = client.get("/sign-in/outside/enter").get_data(as_text=True)
    answer = client.post("/sign-in/outside/enter", data={"csrf_token": token(page)})
    return str(answer.location)


def person(email: str, **more: Any) -> dict[str, Any]:
    return {"sub": "7001", "email": email, "email_verified": True, **more}


def linked(session: Session, login: str) -> str | None:
    session.rollback()
    session.expire_all()
    found = find_by_login(session, login)
    assert found is not None
    return found.outside_subject


def test_first_by_verified_email_then_by_subject(
    client: FlaskClient,
    provider: Provider,
    accounts: Accounts,
    token: Token,
    web_session: Session,
) -> None:
    login = accounts[Role.OBSERVER]
    provider.claims = person(login.upper())
    assert sign_in(client, provider, token, "/account/sessions") == "/account/sessions"
    assert client.get("/account").status_code == 200
    assert linked(web_session, login) == f"{provider.issuer} 7001"
    provider.claims = person("married.name@ministry.example")
    other = client.application.test_client()
    assert sign_in(other, provider, token) == "/"
    assert other.get("/account").status_code == 200
    web_session.rollback()
    ways = [
        event.details["way"]
        for event in web_session.query(AuditEvent)
        if event.action is AuditAction.SIGNED_IN
    ]
    assert ways == ["outside", "outside"]


def test_the_request_carries_state_nonce_and_a_proof_key(
    client: FlaskClient, provider: Provider, accounts: Accounts, token: Token
) -> None:
    provider.claims = person(accounts[Role.OBSERVER])
    sign_in(client, provider, token)
    asked = provider.asked[0]
    assert asked["code_challenge_method"] == "S256"
    assert asked["response_type"] == "code"
    assert len(asked["state"]) > 20
    assert len(asked["nonce"]) > 15
    sign_in(client.application.test_client(), provider, token)
    assert not {asked["state"], asked["nonce"]} & {
        provider.asked[1]["state"], provider.asked[1]["nonce"]
    }  # fmt: skip


@pytest.mark.parametrize(
    "spoil",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"aud": "somebody else"},
        {"aud": ["somebody else", "and another"]},
        {"aud": None},
        {"iss": "https://evil.example"},
        {"exp": 1},
        {"sub": None},
        {"sub": ""},
    ],
    ids=str,
)
def test_a_token_that_is_not_for_us_lets_nobody_in(
    client: FlaskClient,
    provider: Provider,
    accounts: Accounts,
    token: Token,
    spoil: dict[str, Any],
) -> None:
    provider.claims, provider.spoil = person(accounts[Role.OBSERVER]), spoil
    assert sign_in(client, provider, token) == "/sign-in"
    assert client.get("/account").status_code == 302
    provider.spoil = {}
    assert sign_in(client, provider, token) == "/"  # without the fault it works


def test_a_token_of_somebody_elses_key_lets_nobody_in(
    client: FlaskClient, provider: Provider, accounts: Accounts, token: Token
) -> None:
    provider.claims = person(accounts[Role.OBSERVER])
    provider.signs_with = RSAKey.generate_key(2048, {"kid": "one"})
    assert sign_in(client, provider, token) == "/sign-in"


def test_weak_signatures_are_not_accepted(
    client: FlaskClient, provider: Provider, accounts: Accounts
) -> None:
    provider.algorithms = ["none", "HS256"]
    assert client.get("/sign-in/outside").location == "/sign-in"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"email_verified": False}, "outside_email"),
        ({"email_verified": "true"}, "outside_email"),
        ({"email_verified": None}, "outside_email"),
        ({"email": None}, "outside_email"),
        ({"email": "nobody@office.example"}, "outside_unknown"),
    ],
    ids=str,
)
def test_who_has_no_account_gets_none(
    client: FlaskClient,
    provider: Provider,
    accounts: Accounts,
    token: Token,
    web_session: Session,
    change: dict[str, Any],
    why: str,
) -> None:
    provider.claims = person(accounts[Role.OBSERVER]) | change
    before = web_session.query(Account).count()
    assert sign_in(client, provider, token) == "/sign-in"
    web_session.rollback()
    assert web_session.query(Account).count() == before
    failed = [
        event.details["why"]
        for event in web_session.query(AuditEvent)
        if event.action is AuditAction.SIGN_IN_FAILED
    ]
    assert failed == [why]
    assert linked(web_session, accounts[Role.OBSERVER]) is None


def test_an_account_of_somebody_else_there_is_not_taken_over(
    client: FlaskClient,
    provider: Provider,
    accounts: Accounts,
    token: Token,
    web_session: Session,
) -> None:
    login = accounts[Role.OBSERVER]
    provider.claims = person(login)
    sign_in(client, provider, token)
    provider.claims = person(login, sub="9999")
    assert sign_in(client.application.test_client(), provider, token) == "/sign-in"
    assert linked(web_session, login) == f"{provider.issuer} 7001"


def test_a_suspended_account_stays_out(
    client: FlaskClient,
    provider: Provider,
    accounts: Accounts,
    token: Token,
    web_session: Session,
) -> None:
    account = find_by_login(web_session, accounts[Role.OBSERVER])
    assert account is not None
    account.suspended_at = utc_now()
    web_session.commit()
    provider.claims = person(accounts[Role.OBSERVER])
    assert sign_in(client, provider, token) == "/sign-in"


def test_an_answer_without_its_question_lets_nobody_in(
    client: FlaskClient, provider: Provider, accounts: Accounts
) -> None:
    """A link with a code of the attacker's own, sent to somebody (forged sign-in)."""
    provider.claims = person(accounts[Role.OBSERVER])
    start = client.get("/sign-in/outside")
    sent_back = requests.get(start.location, allow_redirects=False, timeout=5)
    parts = urlsplit(sent_back.headers["Location"])
    victim = client.application.test_client()
    assert victim.get(f"{parts.path}?{parts.query}").location == "/sign-in"
    assert client.get(f"{parts.path}?{parts.query}").location == "/sign-in/outside/enter"
    assert client.get(f"{parts.path}?{parts.query}").location == "/sign-in"  # once


def test_nothing_is_changed_by_get(
    client: FlaskClient, provider: Provider, accounts: Accounts, web_session: Session
) -> None:
    provider.claims = person(accounts[Role.OBSERVER])
    assert come_back(client, provider) == "/sign-in/outside/enter"
    assert "Is this you?" in client.get("/sign-in/outside/enter").get_data(as_text=True)
    assert client.get("/account").status_code == 302
    assert linked(web_session, accounts[Role.OBSERVER]) is None


@pytest.mark.parametrize(("methods", "let_in"), [(["pwd", "mfa"], True), (["pwd"], False)])
def test_the_second_factor_of_the_provider_counts_when_it_says_so(
    outside_settings: Settings,
    provider: Provider,
    accounts: Accounts,
    token: Token,
    methods: list[str],
    let_in: bool,
) -> None:
    client = create_app(replace(outside_settings, second_factor=True)).test_client()
    provider.claims = person(accounts[Role.OBSERVER], amr=methods)
    assert sign_in(client, provider, token) == "/"
    assert (client.get("/account").status_code == 200) is let_in


def test_the_button_is_there_only_where_a_provider_is(client: FlaskClient, app: Flask) -> None:
    assert "Sign in with" in client.get("/sign-in").get_data(as_text=True)
    off = app.test_client()
    assert "/sign-in/outside" not in off.get("/sign-in").get_data(as_text=True)
    assert off.get("/sign-in/outside").status_code == 404


def test_a_provider_that_is_down_is_said_in_words(
    outside_settings: Settings, accounts: Accounts
) -> None:
    down = replace(outside_settings, oidc_issuer="http://127.0.0.1:9")
    client = create_app(down).test_client()
    client.set_cookie("language", "en")
    assert client.get("/sign-in/outside").location == "/sign-in"
    said = client.get("/sign-in").get_data(as_text=True)
    assert re.search("Signing in there did not work", said)


@pytest.mark.parametrize(
    "change",
    [
        {"oidc_issuer": "http://ministry.example"},
        {"oidc_client_id": ""},
        {"oidc_client_secret": ""},
    ],
)
def test_unsafe_settings_are_refused(outside_settings: Settings, change: dict[str, str]) -> None:
    with pytest.raises(ConfigError):
        check_outside_settings(replace(outside_settings, **change))
