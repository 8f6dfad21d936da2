"""Sign-in, language and sign-out as a visitor does them."""

from collections.abc import Callable

import pyotp
import pytest
from playwright.sync_api import BrowserContext, expect

from models.enums import Role
from wasl.demo_accounts import DEMO_ACCOUNTS

pytestmark = pytest.mark.browser
Visit = Callable[..., BrowserContext]


@pytest.mark.parametrize("script", [True, False])
def test_the_whole_way_with_and_without_javascript(visit: Visit, script: bool) -> None:
    page = visit("en", script=script).new_page()
    page.goto("/sign-in")
    page.get_by_role("button", name="Caseworker").first.click()
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
    page.get_by_label("E-mail or phone").fill("nobody@office.example")
    page.get_by_role("button", name="Sign in", exact=True).click()
    summary = page.locator(".error-summary")
    expect(summary).to_be_focused()
    summary.get_by_role("link", name="Enter your password").click()
    expect(page.get_by_label("Password", exact=True)).to_be_focused()
    expect(page.get_by_label("E-mail or phone")).to_have_value("nobody@office.example")


def test_a_password_can_be_looked_at_and_is_hidden_again(visit: Visit) -> None:
    page = visit("en").new_page()
    page.goto("/sign-in")
    field = page.get_by_label("Password", exact=True)
    field.fill("a long enough password")
    page.get_by_role("button", name="Show the password").click()
    expect(field).to_have_attribute("type", "text")
    page.get_by_role("button", name="Hide the password").click()
    expect(field).to_have_attribute("type", "password")


def test_without_javascript_the_field_stays_as_it_is(visit: Visit) -> None:
    page = visit("en", script=False).new_page()
    page.goto("/sign-in")
    expect(page.get_by_label("Password", exact=True)).to_have_attribute("type", "password")
    expect(page.get_by_role("button", name="Show the password")).to_have_count(0)


def test_a_second_step_is_set_up_from_the_picture_or_by_hand(visit: Visit) -> None:
    """Nothing of the picture is blocked by the page's own policy, and the codes can be kept."""
    page = visit("en", role=Role.CASEWORKER).new_page()
    blocked: list[str] = []
    page.on("console", lambda message: blocked.append(message.text))
    page.goto("/account/second-factor/set-up")
    box = page.locator("svg.qr").bounding_box()
    assert box is not None
    assert box["width"] > 150
    secret = page.locator(".code--long").inner_text().replace(" ", "")
    account = next(one for one in DEMO_ACCOUNTS if one.role is Role.CASEWORKER)
    page.get_by_label("Your password now").fill(account.password)
    page.get_by_label("Code that the app shows").fill(pyotp.TOTP(secret).now())
    page.get_by_role("button", name="Confirm").click()
    expect(page.locator(".recovery-codes li")).to_have_count(10)
    codes = page.locator(".recovery-codes li").all_inner_texts()
    with page.expect_download() as kept:
        page.get_by_role("link", name="Keep as a file").click()
    assert kept.value.path().read_text().split() == codes
    page.get_by_role("link", name="I have kept them").click()
    page.goto("/account/second-factor/remove")
    page.get_by_label("Code of your app").fill(codes[0])
    page.get_by_role("button", name="Remove the second step").click()
    expect(page.get_by_text("You now sign in with your password alone.")).to_be_visible()
    assert blocked == []


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
