"""The caseworker's main path in a real browser: find a person, read why something fits, decide."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from models.enums import OpportunityStatus, Role
from tests.portals.caseworker.office import (
    TODAY,
    add_person,
    add_posting,
    ask_everything,
    tell_everything,
)
from wasl.access.viewer import COMMAND_LINE
from wasl.config import Settings
from wasl.database import make_engine, write_session
from wasl.operations.compute_matches import compute_matches

pytestmark = pytest.mark.browser
Visit = Callable[..., BrowserContext]


@pytest.fixture(scope="module")
def records(live_app: object, live_settings: Settings) -> dict[str, str]:
    """A person with all that can be known, one to check, postings; their addresses."""
    engine = make_engine(live_settings)
    with write_session(engine) as session:
        full = add_person(session, "زينب كريم حسن", "Zaynab Karim", case_no="browser/1")
        tell_everything(session, full)
        add_person(session, "علي حسين", case_no="browser/2", title="شغل فرن", code=None)
        job = add_posting(session, "مطلوب خباز", ref="b1")
        ask_everything(session, job)
        add_posting(session, "فرصة خباز", ref="b2", governorate=None)
        draft = add_posting(session, "مسودة", ref="b3", status=OpportunityStatus.DRAFT)
        compute_matches(session, COMMAND_LINE, TODAY)
        addresses = {
            "person": f"/people/{full.public_id}",
            "job": f"/desk/opportunities/{job.public_id}",
            "draft": f"/desk/opportunities/{draft.public_id}",
        }
    engine.dispose()
    return addresses


def _check(page: Page) -> list[str]:
    results = Axe().run(page)
    found = [results.generate_report()] if results.violations_count else []
    if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
        found.append(f"{page.url} is wider than its window")
    return found


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("language", ["ar", "ckb", "en"])
def test_records_are_accessible_and_fit_a_phone(
    visit: Visit, records: dict[str, str], language: str, width: int
) -> None:
    page = visit(language, width=width, role=Role.CASEWORKER).new_page()
    page.emulate_media(reduced_motion="reduce")
    page.goto("/desk")
    _choose(page, language)
    failures = []
    for address in (*records.values(), "/people", "/coding", "/desk/opportunities"):
        page.goto(address)
        page.evaluate("document.querySelectorAll('details').forEach((d) => (d.open = true))")
        failures += _check(page)
    assert not failures, "\n".join(failures)


@pytest.mark.parametrize("script", [True, False])
def test_from_a_name_to_the_reasons(visit: Visit, records: dict[str, str], *, script: bool) -> None:
    page = visit("en", role=Role.CASEWORKER, script=script).new_page()
    page.goto("/people")
    _choose(page, "en")
    page.get_by_label("Name in any script, or case number").fill("زينب كريم")
    page.get_by_role("button", name="Search").click()
    assert "زينب" not in page.url
    page.get_by_role("link", name="Zaynab Karim").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Zaynab Karim")
    card = page.locator(".match").first
    expect(card).to_contain_text("the same occupation")
    card.get_by_role("link").first.click()
    expect(page.get_by_role("heading", name="Candidates")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Zaynab Karim")


def test_decide_what_a_title_means_without_scripts(visit: Visit, records: dict[str, str]) -> None:
    page = visit("en", role=Role.CASEWORKER, script=False).new_page()
    page.goto("/coding")
    _choose(page, "en")
    panel = page.locator(".panel", has_text="شغل فرن")
    panel.get_by_role("link", name="None of these: search the list").click()
    page.get_by_label("Search the list of occupations").fill("baker")
    page.get_by_role("button", name="Search").click()
    page.get_by_label("Bakers, pastry-cooks").check()
    page.get_by_role("button", name="Confirm").click()
    expect(page.locator(".notice--done")).to_contain_text("is decided in")


def test_publish_a_draft(visit: Visit, records: dict[str, str]) -> None:
    page = visit("en", role=Role.CASEWORKER).new_page()
    page.goto(records["draft"])
    _choose(page, "en")
    page.get_by_role("button", name="Publish").click()
    expect(page.locator(".notice--done")).to_contain_text("Published")
    page.get_by_role("button", name="Pause").click()
    expect(page.locator(".notice--done")).to_contain_text("Paused")


def _choose(page: Page, language: str) -> None:
    """The account has its own language, whatever the cookie says."""
    page.locator(f".language__button[value={language}]").click()
    expect(page.locator(f"html[lang={language}]")).to_be_attached()
