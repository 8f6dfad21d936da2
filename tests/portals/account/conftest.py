"""People at their own accounts: whatever a browser does, in as few words as can be."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from models.account import Account
from models.enums import Role
from wasl.app import create_app
from wasl.config import Settings
from wasl.operations.logins import find_by_login

PASSWORD = "a long enough password"


@dataclass
class Visitor:
    """A browser in English; `post` brings the token against forgery along."""

    client: FlaskClient
    token_of: Callable[[str], str]

    def __post_init__(self) -> None:
        self.client.set_cookie("language", "en")

    def get(self, path: str) -> TestResponse:
        return self.client.get(path)

    def post(self, path: str, page: str | None = None, **data: str) -> TestResponse:
        """Send a form; page: where its token stands, when not on the same path."""
        token = self.token_of(self.client.get(page or path).get_data(as_text=True))
        return self.client.post(path, data={**data, "csrf_token": token})

    def sign_in(self, login: str, password: str = PASSWORD) -> TestResponse:
        return self.post("/sign-in", login=login, password=password)

    def is_in(self) -> bool:
        return self.get("/account").status_code == 200

    def copy(self) -> "Visitor":
        """Another browser with the same cookies: a thief's."""
        other = Visitor(self.client.application.test_client(), self.token_of)
        for cookie in self.client._cookies.values():
            other.client.set_cookie(cookie.key, cookie.value)
        return other


@pytest.fixture
def visitor(app: Flask, token: Callable[[str], str]) -> Callable[[], Visitor]:
    """Open a new browser where no second factor is asked for."""
    return lambda: Visitor(app.test_client(), token)


@pytest.fixture
def strict_app(web_settings: Settings) -> Flask:
    """The application on the same database, where staff must have a second factor."""
    from dataclasses import replace

    return create_app(replace(web_settings, second_factor=True))


@pytest.fixture
def strict(strict_app: Flask, token: Callable[[str], str]) -> Callable[[], Visitor]:
    """Open a new browser where a second factor is asked for."""
    return lambda: Visitor(strict_app.test_client(), token)


@pytest.fixture
def account_of(web_session: Session, accounts: dict[Role, str]) -> Callable[[Role], Account]:
    """Read the account of a role as it is now."""

    def read(role: Role) -> Account:
        web_session.rollback()
        web_session.expire_all()
        found = find_by_login(web_session, accounts[role])
        assert found is not None
        return found

    return read
