"""Pages for what went wrong."""

import sqlite3
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask, abort, flash
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm.exc import StaleDataError

from wasl.access import public
from wasl.config import LANGUAGES
from wasl.errors import TROUBLES


def _stale() -> None:
    raise StaleDataError("somebody was faster")


@pytest.mark.parametrize("code", sorted(TROUBLES))
def test_every_error_has_a_sound_page(app: Flask, pages: Callable[..., Any], code: int) -> None:
    app.add_url_rule("/trouble", "trouble", public(lambda: abort(code)))
    shown = pages("/trouble", status=code)
    assert len({page.words() for page in shown.values()}) == len(LANGUAGES)


def test_what_does_not_exist_has_a_page(pages: Callable[..., Any]) -> None:
    pages("/no/such/page", status=404)


def test_a_lost_race_is_told(app: Flask, pages: Callable[..., Any]) -> None:
    app.add_url_rule("/trouble", "trouble", public(_stale))
    assert "Their change was kept" in pages("/trouble", status=409)["en"].words()


def test_a_defect_shows_a_code_and_no_detail(app: Flask, pages: Callable[..., Any]) -> None:
    def defect() -> str:
        flash("Everything went well.")
        raise RuntimeError("a secret")

    app.add_url_rule("/trouble", "trouble", public(defect))
    shown = pages("/trouble", status=500)["en"]
    assert "a secret" not in shown.text
    assert "Everything went well" not in shown.text


def test_a_form_without_its_token_says_what_to_do(app: Flask) -> None:
    client = app.test_client()
    client.set_cookie("language", "en")
    response = client.post("/sign-in", data={"email": "a@b.example", "password": "x"})
    assert response.status_code == 400
    assert "send the form again" in response.get_data(as_text=True)


def test_a_body_that_is_too_large_is_refused(app: Flask) -> None:
    app.config["MAX_CONTENT_LENGTH"] = 100
    client = app.test_client()
    assert client.post("/sign-in", data={"email": "x" * 200}).status_code == 413


def _locked() -> None:
    raise OperationalError("BEGIN IMMEDIATE", {}, sqlite3.OperationalError("database is locked"))


def _broken() -> None:
    raise OperationalError("SELECT", {}, sqlite3.OperationalError("disk I/O error"))


def test_a_writer_that_waited_too_long_is_told_why(app: Flask) -> None:
    app.add_url_rule("/trouble", "trouble", public(_locked))
    client = app.test_client()
    client.set_cookie("language", "en")
    response = client.get("/trouble")
    assert response.status_code == 503
    assert "A long list is being taken in" in response.get_data(as_text=True)


def test_another_trouble_of_the_database_is_a_defect(app: Flask) -> None:
    app.add_url_rule("/trouble", "trouble", public(_broken))
    assert app.test_client().get("/trouble").status_code == 500
