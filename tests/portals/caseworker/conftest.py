"""A caseworker who is signed in, and the forms they send."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from models.enums import Role


@pytest.fixture
def client(sign_in: Callable[[Role | None], FlaskClient]) -> FlaskClient:
    """A caseworker's browser, in English."""
    return sign_in(Role.CASEWORKER)


@pytest.fixture
def send(client: FlaskClient, token: Callable[[str], str]) -> Callable[..., TestResponse]:
    """Send a form and go where it leads: `send("/matching", next="/desk")`."""

    def post(path: str, *, follow: bool = True, **fields: Any) -> TestResponse:
        data = {"csrf_token": token(client.get("/desk").get_data(as_text=True)), **fields}
        return client.post(path, data=data, follow_redirects=follow)

    return post


@pytest.fixture
def english(client: FlaskClient, token: Callable[[str], str]) -> Callable[[str], str]:
    """Fetch a page in English and return its text."""

    def fetch(path: str) -> str:
        data = {"csrf_token": token(client.get("/desk").get_data(as_text=True)), "language": "en"}
        assert client.post("/language", data=data).status_code == 302
        response = client.get(path)
        assert response.status_code == 200, f"{path} answered {response.status_code}"
        return response.get_data(as_text=True)

    return fetch
