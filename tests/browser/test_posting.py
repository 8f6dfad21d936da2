"""An employer writes a posting in a real browser: saved as one types, and without scripts."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import select

from models.enums import OpportunityStatus, OrganisationStanding, Role
from models.opportunity import Opportunity, Organisation
from wasl.config import Settings
from wasl.database import make_engine, write_session

pytestmark = pytest.mark.browser
Visit = Callable[..., BrowserContext]


@pytest.fixture(scope="module", autouse=True)
def _vetted(live_app: object, live_settings: Settings) -> None:
    engine = make_engine(live_settings)
    with write_session(engine) as session:
        for organisation in session.scalars(select(Organisation)):
            organisation.standing = OrganisationStanding.VETTED
    engine.dispose()


@pytest.fixture
def stored(live_settings: Settings) -> Callable[[Page], Opportunity]:
    """Return the posting of a page as it is stored now."""

    def find(page: Page) -> Opportunity:
        public_id = page.url.split("/opportunities/")[1].split("/")[0]
        engine = make_engine(live_settings)
        with write_session(engine) as session:
            session.expire_on_commit = False
            found = session.scalars(
                select(Opportunity).where(Opportunity.public_id == public_id)
            ).one()
        engine.dispose()
        return found

    return find


def begin(visit: Visit, kind: str = "Job", **options: object) -> Page:
    page = visit("en", role=Role.EMPLOYER_OWNER, **options).new_page()
    page.set_default_timeout(30_000)  # the first title builds the coder, which takes seconds
    page.goto("/employer/opportunities/new")
    page.locator(".site-header").get_by_text("English").click()
    page.goto("/employer/opportunities/new")
    page.get_by_label(kind, exact=True).check()
    page.get_by_label("Title").fill("خباز")
    page.get_by_role("button", name="Begin").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("خباز")
    return page


def problems(page: Page) -> list[str]:
    results = Axe().run(page)
    found = [results.generate_report()] if results.violations_count else []
    if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
        found.append(f"{page.url} is wider than its window")
    return found


def test_a_draft_is_saved_as_one_types(visit: Visit, stored: Callable[[Page], Opportunity]) -> None:
    page = begin(visit)
    page.get_by_label("Description").fill("We bake every night.")
    expect(page.get_by_role("status")).to_contain_text("Saved at")
    assert stored(page).description == "We bake every night."
    page.get_by_label("Places").fill("many")
    expect(page.get_by_role("status")).to_contain_text("Places: This is not a number.")
    page.reload()
    expect(page.get_by_label("Places")).to_have_value("many")
    page.get_by_label("Places").fill("3")
    page.get_by_label("Governorate").select_option(label="Basra")
    page.get_by_role("button", name="Save and go on").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("How it was understood")
    found = stored(page)
    assert (found.seats, found.governorate_code, found.typed) == (3, "IQ-BA", {})


def test_the_button_waits_for_what_is_on_its_way(
    visit: Visit, stored: Callable[[Page], Opportunity]
) -> None:
    page = begin(visit)
    answers: list[int] = []
    page.on("response", lambda answer: answers.append(answer.status))

    def slowly(route: object) -> None:
        page.wait_for_timeout(500)
        route.continue_()  # type: ignore[attr-defined]

    page.route("**/autosave", slowly)
    with page.expect_request("**/autosave"):
        page.get_by_label("Places").fill("2")
    page.get_by_label("Places").fill("5")
    page.get_by_role("button", name="Save draft").click()
    expect(page.locator(".notice--done")).to_contain_text("Saved at")
    assert stored(page).seats == 5
    assert 409 not in answers


def test_somebody_else_s_change_is_not_written_over(
    visit: Visit, stored: Callable[[Page], Opportunity]
) -> None:
    page = begin(visit)
    other = page.context.new_page()
    other.goto(page.url)
    other.get_by_label("Places").fill("4")
    expect(other.get_by_role("status")).to_contain_text("Saved at")
    page.get_by_label("Places").fill("9")
    expect(page.get_by_role("status")).to_contain_text("Not saved")
    page.get_by_role("button", name="Save draft").click()
    expect(page.locator(".notice--warning")).to_contain_text("Places: 4")
    expect(page.get_by_label("Places")).to_have_value("9")
    assert stored(page).seats == 4
    page.get_by_role("button", name="Save draft").click()
    expect(page.locator(".notice--done")).to_contain_text("Saved at")
    assert stored(page).seats == 9


@pytest.mark.parametrize("script", [True, False])
def test_from_the_first_word_to_the_public(
    visit: Visit, stored: Callable[[Page], Opportunity], *, script: bool
) -> None:
    page = begin(visit, script=script, width=390)
    page.get_by_label("Description").fill("We bake every night.")
    page.get_by_label("Governorate").select_option(label="Basra")
    page.get_by_label("Skills needed").fill("zzz qqq")
    page.get_by_role("button", name="Save and go on").click()
    page.get_by_role("button", name="Leave out").click()
    expect(page.get_by_text("It asks for no skills.")).to_be_visible()
    page.get_by_role("link", name="Check and publish").click()
    page.get_by_role("button", name="Publish").click()
    assert stored(page).status is OpportunityStatus.PUBLISHED
    page.get_by_role("button", name="Pause").click()
    expect(page.locator("main")).to_contain_text("The posting is now: Paused.")


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("kind", ["Job", "In-kind support", "Finance"])
def test_pages_are_accessible_and_fit(visit: Visit, kind: str, width: int) -> None:
    page = begin(visit, kind, width=width)
    page.emulate_media(reduced_motion="reduce")
    failures = problems(page)
    address = page.url.removesuffix("/edit")
    for path in (f"{address}/words", f"{address}/posting", address, "/employer/opportunities"):
        page.goto(path)
        failures += problems(page)
    page.goto("/employer/opportunities/new")
    failures += problems(page)
    assert not failures, "\n".join(failures)
