"""The pages of one's own account are sound, and look the same for everybody."""

import pytest
from flask.testing import FlaskClient

from models.enums import Role

PAGES = ("", "/password", "/login", "/sessions", "/close", "/second-factor/set-up")
PUBLIC_PAGES = ("/account/forgotten", "/account/reset", "/sign-in")


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("role", [Role.RETURNEE, Role.ADMINISTRATOR])
def test_a_page_of_ones_own(sign_in, check_page, path: str, role: Role) -> None:
    page = check_page(sign_in(role), f"/account{path}", "en", 200)
    assert page.all("h1")


@pytest.mark.parametrize("path", PUBLIC_PAGES)
def test_a_page_without_an_account(sign_in, check_page, path: str) -> None:
    check_page(sign_in(None), path, "en", 200)


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.OFFICE_MANAGER, Role.ADMINISTRATOR])
def test_resets_to_confirm(sign_in, check_page, role: Role) -> None:
    page = check_page(sign_in(role), "/account/resets", "en", 200)
    assert "Nothing waits for a second person" in page.words()


def test_an_account_is_for_whoever_signed_in(sign_in) -> None:
    client: FlaskClient = sign_in(None)
    for path in PAGES:
        assert client.get(f"/account{path}").location.startswith("/sign-in")


def test_passwords_can_be_pasted_and_filled_in(sign_in) -> None:
    text = sign_in(Role.RETURNEE).get("/account/password").get_data(as_text=True)
    assert 'autocomplete="current-password"' in text
    assert 'autocomplete="new-password"' in text
    assert "onpaste" not in text
    assert "data-show" in text
