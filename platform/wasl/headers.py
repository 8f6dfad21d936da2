"""Headers of every response: what a browser may load, keep and tell others."""

import gzip

from flask import Flask, current_app, request
from werkzeug.wrappers import Response

from wasl.access.identity import find_session_now
from wasl.config import Settings

CONTENT_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; font-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
# None of a phone's or computer's own organs is of use to these pages.
PERMISSIONS = ", ".join(
    f"{name}=()"
    for name in (
        "accelerometer",
        "browsing-topics",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "hid",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "serial",
        "usb",
    )
)
# Pages of these portals hold secrets before anybody is signed in wholly: codes, new passwords.
_ALWAYS_PERSONAL = frozenset({"account"})
_ZIP_FROM = 1024


def _is_personal() -> bool:
    return find_session_now() is not None or request.blueprint in _ALWAYS_PERSONAL


def _protect(response: Response) -> Response:
    settings: Settings = current_app.config["SETTINGS"]
    response.headers["Content-Security-Policy"] = CONTENT_POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    # Not no-referrer: over HTTPS the check against forged forms needs the referrer of our pages.
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Permissions-Policy"] = PERMISSIONS
    if settings.https:
        response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-store" if _is_personal() else "no-cache, private"
    return response


def _compress(response: Response) -> Response:
    """Shrink pages for slow lines. SameSite cookies keep other sites from measuring them."""
    if (
        response.mimetype in {"text/html", "application/atom+xml"}
        and not response.is_streamed
        and "Content-Encoding" not in response.headers
        and "gzip" in request.headers.get("Accept-Encoding", "")
        and len(response.get_data()) >= _ZIP_FROM
    ):
        response.set_data(gzip.compress(response.get_data(), compresslevel=6))
        response.headers["Content-Encoding"] = "gzip"
        response.vary.add("Accept-Encoding")
    return response


def set_up_headers(app: Flask) -> None:
    """Add the headers to every response."""
    app.after_request(_protect)
    app.after_request(_compress)
