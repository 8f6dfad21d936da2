"""The way out: signed out, nothing left in the browser, and a page that says nothing."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from models.enums import Role

SignIn = Callable[[Role | None], FlaskClient]


@pytest.mark.parametrize("role", [None, Role.RETURNEE, Role.CASEWORKER])
def test_leaving_signs_out_and_shows_a_calendar(
    role: Role | None, sign_in: SignIn, token: Callable[[str], str]
) -> None:
    client = sign_in(role)
    csrf = token(client.get("/", follow_redirects=True).get_data(as_text=True))
    answer = client.post("/leave", data={"csrf_token": csrf})
    assert (answer.status_code, answer.location) == (303, "/calendar")
    assert answer.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    page = client.get("/calendar").get_data(as_text=True)
    assert "Wasl" not in page
    assert "وصل" not in page
    assert client.get("/me").location.startswith("/sign-in")


def test_a_token_that_has_run_out_leaves_too_but_signs_nobody_out(sign_in: SignIn) -> None:
    client = sign_in(Role.RETURNEE)
    answer = client.post("/leave", data={"csrf_token": "old"})
    assert answer.status_code == 400
    assert '<table class="month">' in answer.get_data(as_text=True)
    assert client.get("/me").status_code == 200, "another site could sign people out"


def test_the_way_out_is_on_every_page_of_returnees_and_visitors(sign_in: SignIn) -> None:
    for role, paths in {
        None: ("/", "/sign-in"),
        Role.RETURNEE: ("/me", "/me/record", "/no-such-page"),
    }.items():
        client = sign_in(role)
        for path in paths:
            assert 'action="/leave"' in client.get(path).get_data(as_text=True), path


def test_staff_need_no_way_out(sign_in: SignIn) -> None:
    assert 'action="/leave"' not in sign_in(Role.CASEWORKER).get("/desk").get_data(as_text=True)


def test_the_calendar_is_sound(
    sign_in: SignIn, check_page: Callable[[FlaskClient, str, str], object]
) -> None:
    for language in ("ar", "ckb", "en"):
        check_page(sign_in(None), "/calendar", language)
