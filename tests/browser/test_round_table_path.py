"""The whole way of a promise: roundtable, commitment, a posting for it, people placed, figures."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.base import utc_now
from models.enums import OrganisationStanding, Role
from models.opportunity import Opportunity, Organisation
from models.placement import Placement, PlacementCheck
from models.referral_enums import CheckAnswer, Side
from tests.portals.caseworker.office import add_person
from wasl.access.viewer import COMMAND_LINE
from wasl.clock import today_in_baghdad
from wasl.config import Settings
from wasl.database import make_engine, write_session
from wasl.operations.create_account import NewAccount, create_account
from wasl.operations.importing.organisations import employer_key

pytestmark = pytest.mark.browser
Visit = Callable[..., BrowserContext]
COMPANY, LOGIN, PASSWORD = "ورشة شط البصرة", "boats@shatt.example", "boats on the river"
SERIES, MEETING, POINT = "Basra roundtable", "Boats and work in Basra", "Places for boat builders"
PROMISE, TRADE = "Two places for boat builders in Basra", "صانع قوارب"
NAME, CASE = "نعمة عبد الزهرة", "2026/906"
PATIENCE = 15_000


@pytest.fixture
def live(live_settings: Settings, live_server: str) -> Iterator[Engine]:
    """The database behind the live server, with a vetted workshop."""
    engine = make_engine(live_settings)
    with write_session(engine) as session:
        workshop = Organisation(
            name=COMPANY, name_key=employer_key(COMPANY), governorate_code="IQ-BA"
        )
        workshop.standing = OrganisationStanding.VETTED
        session.add(workshop)
        session.flush()
        owner = NewAccount(
            login=LOGIN,
            password=PASSWORD,
            display_name="Salim",
            role=Role.EMPLOYER_OWNER,
            organisation=workshop,
        )
        create_account(session, COMMAND_LINE, owner, way="demo")
    yield engine
    engine.dispose()


def test_from_a_promise_at_the_table_to_what_lasts(visit: Visit, live: Engine) -> None:
    office = visit("en", role=Role.SECRETARIAT).new_page()
    owner = visit("en", width=390, script=False).new_page()
    for page in (office, owner):
        page.set_default_timeout(PATIENCE)
    _sign_in(owner)
    _call(office)
    _say_who_comes(owner)
    _hold_and_write_down(office)
    _post_for_it(owner)
    _somebody_stays(live)
    _figures_say_so(office)
    _ministers_read_it(office, owner)


def _press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()


def _sign_in(page: Page) -> None:
    page.goto("/sign-in")
    page.get_by_label("E-mail or phone").fill(LOGIN)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    _press(page, "Sign in")
    expect(page.locator(".whoami")).to_contain_text("Salim")


def _call(page: Page) -> None:
    """Plan a roundtable, put the point on its agenda, invite the workshop."""
    page.goto("/roundtable/series/new")
    page.get_by_label("Roundtable").check()
    page.get_by_label("Name", exact=True).fill(SERIES)
    _press(page, "Go on to its first meeting")
    page.get_by_label("Title").fill(MEETING)
    page.get_by_label("Day", exact=True).fill(today_in_baghdad().isoformat())
    page.get_by_label("Governorate").select_option("IQ-BA")
    _press(page, "Plan it")
    page.get_by_role("link", name="Agenda and minutes").click()
    page.get_by_label("What it is about").fill(POINT)
    _press(page, "Put it on the agenda")
    expect(page.locator("main")).to_contain_text(POINT)
    page.get_by_role("link", name="Members", exact=True).click()
    page.get_by_label("Name of an organisation").fill(COMPANY)
    _press(page, "Search")
    page.get_by_label(COMPANY).check()
    _press(page, "Add what is ticked")
    _press(page, "Send the invitations")
    expect(page.locator("main")).to_contain_text("Invitations are out")


def _say_who_comes(page: Page) -> None:
    page.goto("/employer/roundtables")
    page.get_by_role("link", name=MEETING).click()
    page.get_by_label("Coming", exact=True).check()
    _press(page, "Send the answer")
    expect(page.locator("main")).to_contain_text("Coming")


def _hold_and_write_down(page: Page) -> None:
    """Note that it was held, write the minutes and what was promised there."""
    page.goto("/roundtable/meetings")
    page.get_by_role("link", name=MEETING).click()
    _press(page, "It was held")
    page.get_by_role("link", name="Agenda and minutes").click()
    page.get_by_role("link", name=POINT).first.click()
    page.get_by_role("textbox", name="What was said").fill(
        "The workshop trains and keeps boat builders."
    )
    _press(page, "Save the minutes")
    page.get_by_role("link", name="Write down a commitment that was made here").click()
    page.get_by_label("Who promised it").select_option(label=COMPANY)
    page.get_by_label("Kind").select_option("job")
    page.get_by_label("What was promised").fill(PROMISE)
    page.get_by_label("How many").fill("2")
    page.get_by_label("Trade or job").fill(TRADE)
    page.get_by_label("Governorate").select_option("IQ-BA")
    page.get_by_label("Deadline").fill((today_in_baghdad() + timedelta(days=200)).isoformat())
    _press(page, "Write it down")
    expect(page.locator("main")).to_contain_text("Nothing offered yet")


def _post_for_it(page: Page) -> None:
    """The owner makes a posting of the promise; nothing but its words is left to write."""
    page.goto("/employer/commitments")
    page.get_by_role("link", name="Job: 2 places").click()
    _press(page, "Begin the posting")
    page.get_by_label("Description").fill("بناء القوارب الخشبية وتصليحها")
    _press(page, "Save and go on")
    page.get_by_role("link", name="Check and publish").click()
    _press(page, "Publish")
    expect(page.locator("main")).to_contain_text("Published")


def _somebody_stays(engine: Engine) -> None:
    """Somebody began a hundred days ago, and after ninety both sides said: still there."""
    began = today_in_baghdad() - timedelta(days=100)
    with write_session(engine) as session:
        person, posting = add_person(session, NAME, case_no=CASE), _posting(session)
        placement = Placement(person=person, opportunity=posting, starts_on=began)
        placement.checks = [
            PlacementCheck(
                day=90,
                side=side,
                due_on=began + timedelta(days=90),
                closes_on=began + timedelta(days=111),
                answer=CheckAnswer.STILL_THERE,
                answered_at=utc_now(),
            )
            for side in (Side.EMPLOYER, Side.PERSON)
        ]
        posting.seats_taken = 1
        session.add(placement)


def _posting(session: Session) -> Opportunity:
    of = select(Opportunity).join(Organisation).where(Organisation.name == COMPANY)
    return session.scalars(of).one()


def _figures_say_so(page: Page) -> None:
    page.goto("/roundtable/commitments")
    page.get_by_role("link", name=PROMISE).first.click()
    told = " ".join(page.locator("main").inner_text().split())
    assert "Under way" in told
    numbers = "Promised 2 Offered so far 2 Filled so far 1 Still there after 90 days 1"
    assert numbers in told, told


def _ministers_read_it(office: Page, owner: Page) -> None:
    """The minutes go out with the promise in them, and the member reads them."""
    office.goto("/roundtable/meetings")
    office.get_by_role("link", name=MEETING).click()
    office.get_by_role("link", name="Agenda and minutes").click()
    office.get_by_role("link", name="Read and print the minutes").click()
    _press(office, "Publish the minutes")
    owner.goto("/employer/roundtables")
    owner.get_by_role("link", name=MEETING).click()
    owner.get_by_role("link", name="All of the minutes, to print").click()
    for text in ("The workshop trains and keeps boat builders.", PROMISE):
        expect(owner.locator("main")).to_contain_text(text)
