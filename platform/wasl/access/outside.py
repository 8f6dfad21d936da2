"""Signing in at a ministry's OpenID Connect provider: code flow with PKCE, state and nonce."""

from typing import Any
from urllib.parse import urlsplit

from authlib.integrations.flask_client import OAuth, OAuthError
from flask import Flask, current_app, url_for
from joserfc.errors import JoseError
from requests import RequestException
from werkzeug.wrappers import Response

from wasl.config import ConfigError, Settings
from wasl.operations.outside_sign_in import OutsideIdentity

_KEY = "outside_sign_in"
_TIMEOUT = 10.0
_LEEWAY = 60
# Signatures with a private key of the provider; nothing that the client's own secret could make.
_ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA")
_ON_THIS_MACHINE = {"127.0.0.1", "localhost", "::1"}


class OutsideError(Exception):
    """The provider cannot be reached, refused, or sent what must not be trusted."""


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings


def check_outside_settings(settings: Settings) -> None:
    """Raise ConfigError where the provider's settings cannot be used."""
    parts = urlsplit(settings.oidc_issuer)
    if parts.scheme != "https" and parts.hostname not in _ON_THIS_MACHINE:
        raise ConfigError(f"WASL_OIDC_ISSUER={settings.oidc_issuer!r}: write an https:// address")
    if not settings.oidc_client_id or not settings.oidc_client_secret:
        raise ConfigError("WASL_OIDC_ISSUER needs WASL_OIDC_CLIENT_ID and WASL_OIDC_CLIENT_SECRET")


def set_up_outside_sign_in(app: Flask, settings: Settings) -> None:
    """Get to know the provider; it is asked only when somebody signs in there."""
    check_outside_settings(settings)
    issuer = settings.oidc_issuer.rstrip("/")
    app.extensions[_KEY] = OAuth(app).register(
        name="outside",
        client_id=settings.oidc_client_id,
        client_secret=settings.oidc_client_secret,
        server_metadata_url=f"{issuer}/.well-known/openid-configuration",
        client_kwargs={
            "scope": "openid email",
            "code_challenge_method": "S256",
            "default_timeout": _TIMEOUT,
        },
    )


def outside_name() -> str | None:
    """Return what the sign-in button calls the provider; none when there is none."""
    settings = _settings()
    if not settings.oidc_issuer:
        return None
    return settings.oidc_name or urlsplit(settings.oidc_issuer).hostname


def _client() -> Any:
    client = current_app.extensions[_KEY]
    metadata = client.load_server_metadata()
    if metadata.get("issuer") != _settings().oidc_issuer:
        raise OutsideError("the provider gives itself another name than the one that was set")
    offered = metadata.get("id_token_signing_alg_values_supported") or ["RS256"]
    allowed = [name for name in offered if name in _ALGORITHMS]
    if not allowed:
        raise OutsideError("the provider signs with nothing that is accepted")
    client.server_metadata["id_token_signing_alg_values_supported"] = allowed
    return client


def _back_address() -> str:
    site = _settings().public_url.rstrip("/")
    return f"{site}{url_for('outside.back')}" if site else url_for("outside.back", _external=True)


def go_to_provider() -> Response:
    """Lead the browser to the provider. Raises OutsideError."""
    try:
        response: Response = _client().authorize_redirect(_back_address())
    except (RequestException, OAuthError, ValueError, RuntimeError) as error:
        raise OutsideError(str(error)) from error
    return response


def identity_from_provider() -> OutsideIdentity:
    """Take what the browser brought back, fetch the token and check it. Raises OutsideError.

    Signature, issuer, audience, times, nonce and state are checked; the token is not kept.
    """
    settings = _settings()
    wanted = {
        "iss": {"essential": True, "value": settings.oidc_issuer},
        "aud": {"essential": True, "value": settings.oidc_client_id},
        "nonce": {"essential": True},
    }
    try:
        token = _client().authorize_access_token(claims_options=wanted, leeway=_LEEWAY)
        claims = token["userinfo"]
        subject = claims["sub"]
    except (RequestException, OAuthError, JoseError, ValueError, KeyError, RuntimeError) as error:
        raise OutsideError(str(error)) from error
    if not isinstance(subject, str) or not subject:
        raise OutsideError("the token names nobody")
    return OutsideIdentity(
        issuer=settings.oidc_issuer,
        subject=subject,
        email=claims.get("email"),
        email_verified=claims.get("email_verified") is True,
        second_factor="mfa" in (claims.get("amr") or []),
    )
