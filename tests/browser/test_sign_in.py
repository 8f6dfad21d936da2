"""Sign-in, language and sign-out as a visitor does them."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, expect

from models.enums import Role

pytestmark = pytest.mark.browser
Visit = Callable[..., BrowserContext]


@pytest.mark.parametrize("script", [True, False])
def test_the_whole_way_with_and_without_javascript(visit: Visit, script: bool) -> None:
    page = visit("en", script=script).new_page()
    page.goto("/sign-in")
    page.get_by_role("button", name="Caseworker").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    page.goto("/gallery")
    page.get_by_role("button", name="کوردی").click()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page).to_have_url("/gallery")
    page.get_by_role("button", name="چوونەدەرەوە").click()
    expect(page.locator(".whoami")).to_have_count(0)


def test_mistakes_are_pointed_out_where_they_are(visit: Visit) -> None:
    page = visit("en").new_page()
    page.goto("/sign-in")
    page.get_by_label("E-mail address").fill("nobody@office.example")
    page.get_by_role("button", name="Sign in", exact=True).click()
    summary = page.locator(".error-summary")
    expect(summary).to_be_focused()
    summary.get_by_role("link", name="Enter your password").click()
    expect(page.get_by_label("Password")).to_be_focused()
    expect(page.get_by_label("E-mail address")).to_have_value("nobody@office.example")


def test_the_keyboard_reaches_the_content_first(visit: Visit) -> None:
    page = visit("ar").new_page()
    page.goto("/sign-in")
    page.keyboard.press("Tab")
    expect(page.locator(".skip-link")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#content")).to_be_focused()


def test_a_signed_out_page_is_gone_from_the_way_back(visit: Visit) -> None:
    page = visit("en", role=Role.CASEWORKER).new_page()
    page.goto("/gallery")
    page.get_by_role("button", name="Sign out").click()
    page.go_back()
    expect(page.get_by_role("button", name="Sign out")).to_have_count(0)
