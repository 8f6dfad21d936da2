"""What every answer tells the browser: load from us alone, keep nothing personal, tell nobody."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from models.enums import Role
from wasl.app import create_app
from wasl.config import Settings

PASSWORD = "a long enough password"
PATHS = ("/", "/sign-in", "/account/forgotten", "/no-such-page", "/healthz", "/gallery", "/people")


@pytest.fixture
def secure_app(web_settings: Settings) -> Flask:
    """The application as it is behind HTTPS."""
    return create_app(replace(web_settings, https=True))


def directives(policy: str) -> dict[str, str]:
    return dict(part.strip().split(" ", 1) for part in policy.split(";"))


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_is_protected(app: Flask, path: str) -> None:
    headers = app.test_client().get(path).headers
    policy = directives(headers["Content-Security-Policy"])
    assert policy["default-src"] == "'none'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert policy["form-action"] == policy["script-src"] == policy["style-src"] == "'self'"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert "geolocation=()" in headers["Permissions-Policy"]


def test_a_static_file_is_protected_and_may_be_kept(app: Flask) -> None:
    page = app.test_client().get("/").get_data(as_text=True)
    found = re.search(r'href="(/static/css/[^"]+)"', page)
    assert found is not None
    headers = app.test_client().get(found[1]).headers
    assert "immutable" in headers["Cache-Control"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in headers


def test_https_is_insisted_on_where_it_is_used(app: Flask, secure_app: Flask) -> None:
    assert "Strict-Transport-Security" not in app.test_client().get("/").headers
    sent = secure_app.test_client().get("/", base_url="https://wasl.example").headers
    found = re.fullmatch(r"max-age=(\d+); includeSubDomains", sent["Strict-Transport-Security"])
    assert found is not None
    assert int(found[1]) >= 365 * 24 * 3600


def test_cookies_are_of_this_host_alone_and_hidden_from_scripts(secure_app: Flask) -> None:
    answer = secure_app.test_client().get("/sign-in", base_url="https://wasl.example")
    cookies = answer.headers.getlist("Set-Cookie")
    assert cookies
    for cookie in cookies:
        assert cookie.startswith("__Host-")
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
        assert "Domain" not in cookie


@pytest.mark.parametrize("role", [Role.RETURNEE, Role.CASEWORKER, Role.ADMINISTRATOR])
def test_nothing_personal_is_kept_by_the_browser(
    sign_in: Callable[[Role | None], FlaskClient], role: Role
) -> None:
    client = sign_in(role)
    for path in ("/account", "/gallery", "/no-such-page", "/account/sessions"):
        assert client.get(path).headers["Cache-Control"] == "no-store", path


def test_pages_that_take_codes_are_never_kept(app: Flask) -> None:
    for path in ("/account/reset", "/account/forgotten", "/account/reset/new"):
        assert app.test_client().get(path).headers["Cache-Control"] == "no-store"


def test_no_address_stands_in_the_cookie(
    sign_in: Callable[[Role | None], FlaskClient],
) -> None:
    """The cookie is signed, not sealed: it holds a random token and no fact about anybody."""
    client = sign_in(Role.CASEWORKER)
    with client.session_transaction() as session:
        assert set(session) <= {"_user_id", "_fresh", "_permanent", "seen", "csrf_token"}
