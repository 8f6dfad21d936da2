"""Signing in at a ministry's provider: real HTTP, real tokens, and everything that must fail."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
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


@dataclass
class Way:
    """The way of one browser to the provider and back."""

    client: FlaskClient
    provider: Provider
    token: Token

    def come_back(self, target: str = "") -> str:
        """Go to the provider and back; return where that leads."""
        start = self.client.get(f"/sign-in/outside?next={target}")
        assert start.location.startswith(f"{self.provider.issuer}/authorize?")
        return str(self.client.get(self.sent_back(start.location)).location)

    def sent_back(self, address: str) -> str:
        """Sign in at the provider; return the path that the browser is sent back to."""
        answer = requests.get(address, allow_redirects=False, timeout=5)
        parts = urlsplit(answer.headers["Location"])
        return f"{parts.path}?{parts.query}"

    def sign_in(self, target: str = "") -> str:
        """Sign in at the provider and confirm; return where that leads."""
        if self.come_back(target) != "/sign-in/outside/enter":
            return "/sign-in"
        page = self.client.get("/sign-in/outside/enter").get_data(as_text=True)
        given = {"csrf_token": self.token(page)}
        return str(self.client.post("/sign-in/outside/enter", data=given).location)

    def is_in(self) -> bool:
        return self.client.get("/account").status_code == 200

    def another(self) -> "Way":
        """Open another browser."""
        return Way(self.client.application.test_client(), self.provider, self.token)


@pytest.fixture
def way(outside_settings: Settings, provider: Provider, token: Token) -> Way:
    """A browser in English at an application that knows the provider."""
    client = create_app(outside_settings).test_client()
    client.set_cookie("language", "en")
    return Way(client, provider, token)


def person(email: str, **more: Any) -> dict[str, Any]:
    return {"sub": "7001", "email": email, "email_verified": True, **more}


def linked(session: Session, login: str) -> str | None:
    session.rollback()
    session.expire_all()
    found = find_by_login(session, login)
    assert found is not None
    return found.outside_subject


def test_first_by_verified_email_then_by_subject(
    way: Way, accounts: Accounts, web_session: Session
) -> None:
    login = accounts[Role.OBSERVER]
    way.provider.claims = person(login.upper())
    assert way.sign_in("/account/sessions") == "/account/sessions"
    assert way.is_in()
    assert linked(web_session, login) == f"{way.provider.issuer} 7001"
    way.provider.claims = person("married.name@ministry.example")
    other = way.another()
    assert other.sign_in() == "/"
    assert other.is_in()
    web_session.rollback()
    ways = [
        event.details["way"]
        for event in web_session.query(AuditEvent)
        if event.action is AuditAction.SIGNED_IN
    ]
    assert ways == ["outside", "outside"]


def test_the_request_carries_state_nonce_and_a_proof_key(way: Way, accounts: Accounts) -> None:
    way.provider.claims = person(accounts[Role.OBSERVER])
    way.sign_in()
    asked = way.provider.asked[0]
    assert asked["code_challenge_method"] == "S256"
    assert asked["response_type"] == "code"
    assert len(asked["state"]) > 20
    assert len(asked["nonce"]) > 15
    way.another().sign_in()
    assert not {asked["state"], asked["nonce"]} & {
        way.provider.asked[1]["state"], way.provider.asked[1]["nonce"]
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
    way: Way, accounts: Accounts, spoil: dict[str, Any]
) -> None:
    way.provider.claims, way.provider.spoil = person(accounts[Role.OBSERVER]), spoil
    assert way.sign_in() == "/sign-in"
    assert not way.is_in()
    way.provider.spoil = {}
    assert way.sign_in() == "/"  # without the fault it works


def test_a_token_of_somebody_elses_key_lets_nobody_in(way: Way, accounts: Accounts) -> None:
    way.provider.claims = person(accounts[Role.OBSERVER])
    way.provider.signs_with = RSAKey.generate_key(2048, {"kid": "one"})
    assert way.sign_in() == "/sign-in"


def test_weak_signatures_are_not_accepted(way: Way, accounts: Accounts) -> None:
    way.provider.algorithms = ["none", "HS256"]
    assert way.client.get("/sign-in/outside").location == "/sign-in"


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
    way: Way, accounts: Accounts, web_session: Session, change: dict[str, Any], why: str
) -> None:
    way.provider.claims = person(accounts[Role.OBSERVER]) | change
    before = web_session.query(Account).count()
    assert way.sign_in() == "/sign-in"
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
    way: Way, accounts: Accounts, web_session: Session
) -> None:
    login = accounts[Role.OBSERVER]
    way.provider.claims = person(login)
    way.sign_in()
    way.provider.claims = person(login, sub="9999")
    assert way.another().sign_in() == "/sign-in"
    assert linked(web_session, login) == f"{way.provider.issuer} 7001"


def test_a_suspended_account_stays_out(way: Way, accounts: Accounts, web_session: Session) -> None:
    account = find_by_login(web_session, accounts[Role.OBSERVER])
    assert account is not None
    account.suspended_at = utc_now()
    web_session.commit()
    way.provider.claims = person(accounts[Role.OBSERVER])
    assert way.sign_in() == "/sign-in"


def test_an_answer_without_its_question_lets_nobody_in(way: Way, accounts: Accounts) -> None:
    """A link with a code of the attacker's own, sent to somebody (forged sign-in)."""
    way.provider.claims = person(accounts[Role.OBSERVER])
    answer = way.sent_back(way.client.get("/sign-in/outside").location)
    assert way.another().client.get(answer).location == "/sign-in"
    assert way.client.get(answer).location == "/sign-in/outside/enter"
    assert way.client.get(answer).location == "/sign-in"  # once


def test_nothing_is_changed_by_get(way: Way, accounts: Accounts, web_session: Session) -> None:
    way.provider.claims = person(accounts[Role.OBSERVER])
    assert way.come_back() == "/sign-in/outside/enter"
    assert "Is this you?" in way.client.get("/sign-in/outside/enter").get_data(as_text=True)
    assert not way.is_in()
    assert linked(web_session, accounts[Role.OBSERVER]) is None


@pytest.mark.parametrize(("methods", "let_in"), [(["pwd", "mfa"], True), (["pwd"], False)])
def test_the_second_factor_of_the_provider_counts_when_it_says_so(
    outside_settings: Settings, way: Way, accounts: Accounts, methods: list[str], let_in: bool
) -> None:
    way.client = create_app(replace(outside_settings, second_factor=True)).test_client()
    way.provider.claims = person(accounts[Role.OBSERVER], amr=methods)
    assert way.sign_in() == "/"
    assert way.is_in() is let_in


def test_the_button_is_there_only_where_a_provider_is(way: Way, app: Flask) -> None:
    assert "Sign in with" in way.client.get("/sign-in").get_data(as_text=True)
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
