"""Static files, headers and compression."""

import gzip
from pathlib import Path

from flask import Flask

from wasl.app import create_app
from wasl.config import Settings


def test_a_file_in_its_present_version_is_kept_for_good(app: Flask) -> None:
    client = app.test_client()
    address = app.extensions["assets"].url("css/wasl.css")
    response = client.get(address)
    assert "immutable" in response.headers["Cache-Control"]
    assert "max-age=31536000" in response.headers["Cache-Control"]
    again = client.get(address, headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304


def test_another_version_is_asked_for_again(app: Flask) -> None:
    response = app.test_client().get("/static/css/wasl.css?v=old")
    assert response.headers["Cache-Control"] == "public, no-cache"


def test_the_style_sheet_names_fonts_by_their_version(app: Flask) -> None:
    assets = app.extensions["assets"]
    sheet = assets.find("css/wasl.css").content.decode()
    assert assets.url("fonts/vazirmatn.woff2") in sheet
    assert "../" not in sheet


def test_browsers_find_the_icon_where_they_look_by_themselves(app: Flask) -> None:
    response = app.test_client().get("/favicon.ico", follow_redirects=True)
    assert (response.status_code, response.mimetype) == (200, "image/svg+xml")


def test_files_outside_the_folder_are_not_served(app: Flask) -> None:
    client = app.test_client()
    for name in ("../pyproject.toml", "..%2fpyproject.toml", "css/tokens.css"):
        assert client.get(f"/static/{name}").status_code == 404


def test_pages_and_texts_are_compressed_where_the_browser_can(app: Flask) -> None:
    client = app.test_client()
    plain = client.get("/gallery").data
    zipped = client.get("/gallery", headers={"Accept-Encoding": "gzip"})
    assert zipped.headers["Content-Encoding"] == "gzip"
    assert len(zipped.data) * 4 < len(plain)
    assert gzip.decompress(zipped.data).startswith(b"<!doctype html>")
    sheet = client.get("/static/css/wasl.css", headers={"Accept-Encoding": "gzip"})
    assert sheet.headers["Content-Encoding"] == "gzip"


def test_over_https_cookies_and_host_are_bound(tmp_path: Path, sqlite_url: str) -> None:
    app = create_app(Settings(data_dir=tmp_path, database_url=sqlite_url, secret_key="test"))
    response = app.test_client().get("/sign-in", base_url="https://wasl.example")
    cookie = response.headers["Set-Cookie"]
    assert cookie.startswith("__Host-wasl=")
    assert "Secure" in cookie
    assert "Domain" not in cookie
    assert "max-age=31536000" in response.headers["Strict-Transport-Security"]
    assert app.test_client().get("/gallery").status_code == 404


def test_health_answers_when_the_database_does(app: Flask) -> None:
    response = app.test_client().get("/healthz")
    assert (response.status_code, response.data) == (200, b"ok\n")
