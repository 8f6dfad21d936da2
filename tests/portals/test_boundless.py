"""Texts and numbers of any length are refused, and break nothing."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from models.enums import Role
from wasl.config import LANGUAGES

PUBLIC = (
    *("/sign-in", "/join", "/account/forgotten", "/account/reset"),
    *("/register/employer", "/register/expert", "/register/returnee"),
)
FIELDS = (
    *("login", "password", "code", "display_name", "organisation", "registration_no", "sector"),
    *("worked_as", "years", "wants_work"),
)


@pytest.mark.parametrize("path", PUBLIC)
def test_a_visitor_gets_the_form_again(app: Flask, token: Callable[[str], str], path: str) -> None:
    client = app.test_client()
    for language in LANGUAGES:
        client.set_cookie("language", language)
        given = token(client.get(path).get_data(as_text=True))
        sent = {"csrf_token": given, **dict.fromkeys(FIELDS, "9" * 3000)}
        assert client.post(path, data=sent).status_code == 422, language


def test_a_number_without_end_is_no_error_of_ours(
    sign_in: Callable[[Role | None], FlaskClient], token: Callable[[str], str]
) -> None:
    client = sign_in(Role.CASEWORKER)
    given = token(client.get("/people/look-up").get_data(as_text=True))
    sent = {"csrf_token": given, "reason": "person_is_here", "note": "n", "name": "a b"}
    answer = client.post("/people/look-up", data={**sent, "birth_year": "9" * 400})
    assert answer.status_code == 400
