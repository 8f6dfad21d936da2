"""Programs sign in with a bearer token (RFC 6750); under `/api/` nothing else signs anybody in."""

from typing import cast

from flask import g, has_request_context, request

from models.account import Account
from models.sign_in import ApiToken
from wasl.extensions import db
from wasl.operations.api_tokens import find_token

API_PATH = "/api/"
_SCHEME = "bearer"


def is_api_request() -> bool:
    """Tell whether the request goes to the API, where cookies mean nothing."""
    return has_request_context() and request.path.startswith(API_PATH)


def bearer_token() -> ApiToken | None:
    """Return the token that the request shows, or none when it shows none that holds."""
    if "bearer_token" not in g:
        scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
        known = scheme.lower() == _SCHEME and is_api_request()
        g.bearer_token = find_token(db.session, secret.strip()) if known else None
    return cast("ApiToken | None", g.bearer_token)


def bearer_account() -> Account | None:
    """Return the program that the request comes from."""
    token = bearer_token()
    return token.account if token is not None else None
