"""The whole way of a promise: asked for, promised at the table, posted, people placed, and told."""

import io
import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from docx import Document
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import Engine, select

from models.base import utc_now
from models.enums import OrganisationStanding, Role
from models.opportunity import Opportunity, Organisation
from models.placement import Placement, PlacementCheck
from models.referral_enums import CheckAnswer, Side
from tests.browser import round_table_steps as steps
from tests.portals.caseworker.office import add_person
from wasl.access.viewer import COMMAND_LINE
from wasl.clock import today_in_baghdad
from wasl.config import Settings
from wasl.database import make_engine, write_session
from wasl.operations.create_account import NewAccount, create_account
from wasl.operations.importing.organisations import employer_key
from wasl.operations.plan.half_years import HalfYear, half_years

pytestmark = pytest.mark.browser
Visit = Callable[..., BrowserContext]
NAME = "نعمة عبد الزهرة"
# The first title that a process has to understand makes it read the word lists.
PATIENCE = 60_000
# In fives: what leaves the platform says these numbers as they are.
OFFERED, STAYED, NEW = 15, 5, 5
COUNTED = "15 of 20 offered, 10 filled, 5 lasted"
LONG_AGO = timedelta(days=100)


@pytest.fixture
def live(live_settings: Settings, live_server: str) -> Iterator[Engine]:
    """The database behind the live server, with a vetted workshop."""
    engine = make_engine(live_settings)
    with write_session(engine) as session:
        workshop = Organisation(
            name=steps.COMPANY, name_key=employer_key(steps.COMPANY), governorate_code="IQ-BA"
        )
        workshop.standing = OrganisationStanding.VETTED
        session.add(workshop)
        session.flush()
        owner = NewAccount(
            login=steps.LOGIN,
            password=steps.PASSWORD,
            display_name="Salim",
            role=Role.EMPLOYER_OWNER,
            organisation=workshop,
        )
        create_account(session, COMMAND_LINE, owner, way="demo")
    yield engine
    engine.dispose()


def test_from_an_ask_to_people_who_stay(visit: Visit, live: Engine) -> None:
    office = visit("en", role=Role.SECRETARIAT).new_page()
    owner = visit("en", width=390, script=False).new_page()
    for page in (office, owner):
        page.set_default_timeout(PATIENCE)
    steps.sign_in(owner)
    steps.call(office)
    steps.ask_for_it(office)
    steps.say_who_comes(owner)
    steps.hold(office)
    steps.write_down(office)
    steps.post_for_it(owner, OFFERED)
    began = _somebody_stays(live)
    _figures_say_so(office)
    _ask_list_says_so(office, owner)
    _action_file_says_so(office, began)
    steps.publish(office)
    _members_read_it(owner)


def _somebody_stays(engine: Engine) -> date:
    """Some began long ago, and after ninety days both sides said: still there. Some are new."""
    today = today_in_baghdad()
    with write_session(engine) as session:
        of = select(Opportunity).join(Organisation).where(Organisation.name == steps.COMPANY)
        posting = session.scalars(of).one()
        for number in range(STAYED + NEW):
            person = add_person(session, NAME, case_no=f"boats/{number}")
            stays = number < STAYED
            began = today - (LONG_AGO if stays else timedelta(days=1))
            placement = Placement(person=person, opportunity=posting, starts_on=began)
            placement.checks = _checks(began) if stays else []
            session.add(placement)
        posting.seats_taken = STAYED + NEW
    return today - LONG_AGO


def _checks(began: date) -> list[PlacementCheck]:
    return [
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


def _words(page: Page) -> str:
    return " ".join(page.locator("main").inner_text().split())


def _figures_say_so(page: Page) -> None:
    page.goto("/roundtable/commitments")
    page.get_by_role("link", name=steps.PROMISE).first.click()
    told = _words(page)
    assert "Under way" in told
    numbers = "Promised 20 Offered so far 15 Filled so far 10 Still there after 90 days 5"
    assert numbers in told, told


def _ask_list_says_so(office: Page, owner: Page) -> None:
    """The ask was promised, and the list says how far its commitment has come."""
    steps.go_to_meeting(office, "Asks")
    ask = office.locator("li.panel", has_text=steps.ASKED)
    for said in ("Promised", "Yes, from this month on", "Under way", COUNTED):
        expect(ask).to_contain_text(said)
    owner.goto("/employer/roundtables")
    owner.get_by_role("link", name=steps.MEETING).click()
    own = owner.locator("li", has_text=steps.ASKED).last
    expect(own).to_contain_text("Promised")


def _action_file_says_so(page: Page, began: date) -> None:
    """The file on the action of the plan counts the same, in a file to take along as well."""
    half = next(one for one in half_years(today_in_baghdad()) if one.until >= today_in_baghdad())
    steps.plan_it(page)
    steps.write_file(page, half.until.isoformat())
    results = _results(half, began)
    expect(page.locator("main")).to_contain_text(results)
    word = _download(page, "Download .docx")
    written = "\n".join(one.text for one in Document(io.BytesIO(word)).paragraphs)
    assert results.search(_plain(written))
    printed = _download(page, "Download .pdf")
    assert printed.startswith(b"%PDF-")
    assert len(printed) > 5_000


def _results(half: HalfYear, began: date) -> re.Pattern[str]:
    """Return what the file says: those who began before the half year are not new in it.

    Five may be fewer than five in it: its numbers are blurred by one.
    """
    five = "(5|fewer than 5)"
    filled = STAYED + NEW if half.since <= began else five
    said = rf"15 offered, {filled} filled, {five} lasted 90 days\. In all, 10 of 20 are filled\."
    return re.compile(said)


def _plain(text: str) -> str:
    return text.translate(dict.fromkeys(range(0x2066, 0x206A)))


def _download(page: Page, name: str) -> bytes:
    with page.expect_download() as coming:
        steps.follow(page, name)
    return coming.value.path().read_bytes()


def _members_read_it(owner: Page) -> None:
    """The minutes are out with the promise in them, and the member reads them."""
    owner.goto("/employer/roundtables")
    owner.get_by_role("link", name=steps.MEETING).click()
    owner.get_by_role("link", name="All of the minutes, to print").click()
    for text in ("The workshop trains and keeps boat builders.", steps.PROMISE):
        expect(owner.locator("main")).to_contain_text(text)
