"""Tables and groups on a phone: what decides is seen, the rest is a tap away, paper has it all."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

pytestmark = pytest.mark.browser
Visit = Callable[..., BrowserContext]


def _open(page: Page) -> None:
    """Open the gallery without its slip, for a page with a slip prints nothing else."""
    page.goto("/gallery")
    page.evaluate("document.querySelectorAll('.slip').forEach(slip => slip.remove())")


def test_a_phone_leaves_out_what_does_not_decide_and_paper_does_not(visit: Visit) -> None:
    page = visit("en", width=390).new_page()
    _open(page)
    aside, seats = page.locator("td.aside").first, page.locator("td.table__number").first
    expect(aside).to_be_hidden()
    expect(seats).to_be_visible()
    page.emulate_media(media="print")
    expect(aside).to_be_visible()
    page.emulate_media(media="screen")
    page.set_viewport_size({"width": 1280, "height": 800})
    expect(aside).to_be_visible()


def test_groups_open_by_key_without_scripts_and_are_all_open_on_paper(visit: Visit) -> None:
    page = visit("ar", width=390, script=False).new_page()
    _open(page)
    groups = page.locator("details.folded")
    first, second = groups.nth(0).locator("p"), groups.nth(1).locator("p")
    expect(first).to_be_visible()
    expect(second).to_be_hidden()
    page.emulate_media(media="print")
    expect(second).to_be_visible()
    page.emulate_media(media="screen")
    groups.nth(1).locator("summary").focus()
    page.keyboard.press("Enter")
    expect(second).to_be_visible()
