"""Browsers of who keeps the platform, and the forms they send."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from models.account import Account
from models.enums import Role
from wasl.operations.logins import find_by_login


@dataclass
class Browser:
    """Somebody who is signed in and reads English."""

    client: FlaskClient
    token: str

    def read(self, path: str, status: int = 200) -> str:
        """Fetch a page and return its text."""
        response = self.client.get(path)
        assert response.status_code == status, f"{path} answered {response.status_code}"
        return response.get_data(as_text=True)

    def send(self, path: str, *, follow: bool = True, **fields: Any) -> TestResponse:
        """Send a form and go where it leads."""
        data = {"csrf_token": self.token, **fields}
        return self.client.post(path, data=data, follow_redirects=follow)


@pytest.fixture
def open_as(
    sign_in: Callable[[Role | None], FlaskClient], token: Callable[[str], str]
) -> Callable[[Role | None], Browser]:
    """Return the browser of a role, in English."""

    def enter(role: Role | None) -> Browser:
        client = sign_in(role)
        client.set_cookie("language", "en")
        given = token(client.get("/gallery").get_data(as_text=True))
        client.post("/language", data={"csrf_token": given, "language": "en", "next": "/"})
        return Browser(client, given)

    return enter


@pytest.fixture
def account_of(web_session: Session, accounts: dict[Role, str]) -> Callable[[Role], Account]:
    """Return the account of a role, read anew."""

    def read(role: Role) -> Account:
        web_session.rollback()
        web_session.expire_all()
        found = find_by_login(web_session, accounts[role])
        assert found is not None
        return found

    return read
