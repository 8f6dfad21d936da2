"""Static files: one address per content, so that browsers keep them for good."""

import gzip
import hashlib
import mimetypes
import re
from dataclasses import dataclass
from pathlib import Path

from flask import Blueprint, Flask, abort, current_app, request, url_for
from werkzeug.wrappers import Response

from wasl.access.guard import public

STYLES = (
    "tokens",
    "base",
    "layout",
    "forms",
    "components",
    "matching",
    "records",
    "imports",
    "candidates",
    "print",
)
STYLESHEET = "css/wasl.css"
_FOREVER = 365 * 24 * 3600
_COMMENT_OR_INDENT = re.compile(rb"/\*.*?\*/|(?<=\n)\s+", re.DOTALL)
_URL = re.compile(rb'url\("\.\./([^"]+)"\)')

mimetypes.add_type("font/woff2", ".woff2")
blueprint = Blueprint("assets", __name__)


@dataclass(frozen=True)
class Asset:
    """A file as it is sent."""

    content: bytes
    zipped: bytes | None
    mimetype: str
    version: str


def _asset(name: str, content: bytes) -> Asset:
    mimetype = mimetypes.guess_type(name)[0] or "application/octet-stream"
    text = mimetype.startswith("text/") or mimetype == "image/svg+xml"
    return Asset(
        content=content,
        zipped=gzip.compress(content, mtime=0) if text else None,
        mimetype=mimetype,
        version=hashlib.sha256(content).hexdigest()[:12],
    )


class Assets:
    """All static files, read once; the style sheets are joined into one."""

    def __init__(self, folder: Path, prefix: str) -> None:
        self._prefix = prefix
        self._files = {
            name: _asset(name, path.read_bytes())
            for path in sorted(folder.rglob("*"))
            if path.is_file() and not (name := path.relative_to(folder).as_posix()).endswith(".css")
        }
        joined = b"\n".join((folder / "css" / f"{name}.css").read_bytes() for name in STYLES)
        shrunk = _COMMENT_OR_INDENT.sub(b"", joined)
        self._files[STYLESHEET] = _asset(STYLESHEET, _URL.sub(self._versioned, shrunk))

    def _versioned(self, found: re.Match[bytes]) -> bytes:
        return f'url("{self.url(found[1].decode())}")'.encode()

    def find(self, name: str) -> Asset | None:
        """Return a file by its name, or none."""
        return self._files.get(name)

    def url(self, name: str) -> str:
        """Return the address of a file in its present version; KeyError when there is none."""
        return f"{self._prefix}/{name}?v={self._files[name].version}"


@blueprint.get("/static/<path:name>")
@public
def send_asset(name: str) -> Response:
    """Send a static file."""
    asset = current_app.extensions["assets"].find(name)
    if asset is None:
        abort(404)
    response = Response(asset.content, mimetype=asset.mimetype)
    if asset.zipped and "gzip" in request.headers.get("Accept-Encoding", ""):
        response = Response(asset.zipped, mimetype=asset.mimetype)
        response.headers["Content-Encoding"] = "gzip"
    response.vary.add("Accept-Encoding")
    response.set_etag(asset.version)
    response.cache_control.public = True
    if request.args.get("v") == asset.version:
        response.cache_control.max_age = _FOREVER
        response.cache_control.immutable = True
    else:
        response.cache_control.no_cache = True
    return response.make_conditional(request)


def asset_url(name: str) -> str:
    """Return the address of a static file, for templates."""
    address: str = url_for("public.home").rstrip("/") + current_app.extensions["assets"].url(name)
    return address


def set_up_assets(app: Flask, folder: Path) -> None:
    """Read the static files and let templates ask for their addresses."""
    app.extensions["assets"] = Assets(folder, "/static")
    app.register_blueprint(blueprint)
    app.jinja_env.globals["asset_url"] = asset_url
