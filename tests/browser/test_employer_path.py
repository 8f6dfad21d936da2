"""The whole way of an employer in a real browser: from registration to somebody who stayed."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.enums import ConsentPurpose, Role
from models.opportunity import Opportunity
from models.placement import PlacementCheck
from models.register import Consent
from tests.portals.caseworker.office import add_person
from wasl.clock import today_in_baghdad
from wasl.config import Settings
from wasl.database import make_engine, write_session
from wasl.jobs import work

pytestmark = pytest.mark.browser
Visit = Callable[..., BrowserContext]
COMPANY, LOGIN, PASSWORD = "ساعات شط العرب", "watches@shatt.example", "time by the river"
TITLE = "مطلوب مصلح ساعات لمحل الكورنيش"
# A trade that nobody else has who came into the shared database from another test.
TRADE, TRADE_CODE = "مصلح ساعات", "7311"
NAME, CASE = "سعاد جبار لعيبي", "2026/905"
# The first title that a process has to understand makes it read the word lists.
PATIENCE = 60_000
CODE = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}")


@pytest.fixture
def live(live_settings: Settings, live_server: str) -> Iterator[Engine]:
    """The database behind the live server, with a watchmaker from Basra who allows everything."""
    engine = make_engine(live_settings)
    with write_session(engine) as session:
        person = add_person(session, NAME, case_no=CASE, title=TRADE, code=TRADE_CODE)
        for purpose in (ConsentPurpose.DATA, ConsentPurpose.CONTACT):
            person.consents.append(Consent(purpose=purpose, granted=True))
    yield engine
    engine.dispose()


class Walk:
    """Those who take part, each with a window of their own."""

    def __init__(self, visit: Visit, engine: Engine, settings: Settings) -> None:
        self._visit, self.engine, self.settings = visit, engine, settings
        # Somebody without a signed-in account, on an old phone.
        self.outside = visit("en", width=390, script=False).new_page()
        self.employer = visit("en", width=390).new_page()
        self.office = visit("en", role=Role.CASEWORKER).new_page()
        for page in (self.outside, self.employer, self.office):
            page.set_default_timeout(PATIENCE)

    def as_role(self, role: Role) -> Page:
        """Return a window of somebody else of the platform."""
        return self._visit("en", role=role).new_page()

    def let_time_work(self) -> None:
        """Do what the machine does by itself: matches and messages."""
        work.compute_matches(self.engine, self.settings)
        work.deliver(self.engine, self.settings)


@pytest.fixture
def walk(visit: Visit, live: Engine, live_settings: Settings) -> Walk:
    return Walk(visit, live, live_settings)


def test_from_registration_to_somebody_who_stayed(walk: Walk) -> None:
    _register(walk)
    _is_vetted(walk)
    _say_what_could_be_given(walk.employer)
    _post(walk.employer)
    walk.let_time_work()
    _search_as_anybody(walk.outside)
    _ask_to_meet(walk.employer)
    _answer_with_code(walk, _code_on_slip(walk.office), "Yes", share="Name, phone and e-mail")
    _propose_times(walk.employer)
    _answer_with_code(walk, _printed_code(walk.office), None)
    _offer(walk.employer)
    _accept_at_the_office(walk.office)
    _a_month_goes_by(walk.engine)
    _both_say_still_there(walk)


def _press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()


def _register(walk: Walk) -> None:
    page = walk.employer
    page.goto("/register/employer")
    page.get_by_label("Name of the company or organisation").fill(COMPANY)
    page.get_by_label("Governorate").select_option("IQ-BA")
    page.get_by_label("Your name").fill("Salim")
    page.get_by_label("E-mail address or phone number").fill(LOGIN)
    page.get_by_label("A password for here").fill(PASSWORD)
    _press(page, "Send me the code")
    work.deliver(walk.engine, walk.settings)
    messages = walk.outside
    messages.goto("/demo/messages")
    found = re.search(
        rf"{LOGIN}.*?\b(\d{{6}}|{CODE.pattern})", messages.inner_text("main"), re.DOTALL
    )
    assert found
    page.get_by_label("Code from the message").fill(found[1])
    _press(page, "Make the account")
    expect(page.locator(".whoami")).to_contain_text("Salim")


def _is_vetted(walk: Walk) -> None:
    for role in (Role.SECRETARIAT, Role.ADMINISTRATOR):
        page = walk.as_role(role)
        page.goto("/admin/organisations")
        page.get_by_role("link", name=COMPANY).first.click()
        _press(page, "Approve it")
    expect(page.locator("main")).to_contain_text("Vetted")


def _say_what_could_be_given(page: Page) -> None:
    page.goto("/employer/profile")
    page.get_by_label("Sector").select_option("47")
    page.get_by_label("1 to 9 people").check()
    page.get_by_label("Basra").check()
    _press(page, "Go on")
    page.goto("/employer/profile/lines/new?kind=job")
    page.get_by_label("What", exact=True).fill(TRADE)
    page.get_by_label("How many people a year").fill("2")
    _press(page, "Save")
    expect(page.locator("main")).to_contain_text(TRADE)


def _post(page: Page) -> None:
    page.goto("/employer/opportunities/new")
    page.get_by_role("radio", name="Job").check()
    page.get_by_label("Title").fill(TITLE)
    _press(page, "Begin")
    page.get_by_label("Governorate").select_option("IQ-BA")
    page.get_by_label("Description").fill("تصليح ساعات اليد والحائط")
    page.get_by_label("Places").fill("1")
    _press(page, "Save and go on")
    page.get_by_role("link", name="Check and publish").click()
    expect(page.get_by_role("heading", name="Before you publish")).to_be_visible()
    expect(page.locator("#reach")).to_be_visible()
    assert page.get_by_role("button", name="Publish").count(), page.inner_text("main")
    _press(page, "Publish")
    expect(page.locator("main")).to_contain_text("Published")


def _search_as_anybody(page: Page) -> None:
    page.goto("/opportunities?q=الكورنيش")
    page.get_by_role("link", name=TITLE).first.click()
    expect(page.locator("main")).to_contain_text(COMPANY)


def _ask_to_meet(page: Page) -> None:
    page.goto("/employer/opportunities")
    page.get_by_role("link", name=TITLE).click()
    assert NAME not in page.content()
    _press(page, "Ask to meet")


def _open_referral(page: Page) -> None:
    """Open what is between the person and the shop, from the person's page."""
    page.goto("/people")
    page.get_by_role("link", name=NAME).first.click()
    page.locator('section[aria-labelledby="meetings"]').get_by_role(
        "link", name=TITLE
    ).first.click()


def _code_on_slip(page: Page) -> str:
    _open_referral(page)
    page.get_by_role("link", name="Ask the person").click()
    page.get_by_label("On a slip that you hand over").check()
    _press(page, "Ask")
    return _printed_code(page)


def _printed_code(page: Page) -> str:
    """Print a code for what waits, and read it from the slip."""
    _open_referral(page)
    _press(page, "Print a code to answer with")
    found = CODE.search(page.inner_text("main"))
    assert found, page.inner_text("main")
    return found[0]


def _answer_with_code(walk: Walk, code: str, answer: str | None, share: str | None = None) -> None:
    page = walk.outside
    page.goto("/answer")
    page.get_by_label("Your code").fill(code)
    _press(page, "Go on")
    assert NAME not in page.content(), "a lost slip must not say whose it was"
    for choice in (answer, share):
        if choice:
            page.get_by_role("radio", name=choice).first.check()
    if answer is None:
        page.get_by_role("radio").first.check()
    _press(page, "Send my answer")
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()


def _open_person(page: Page) -> None:
    page.goto("/employer/people")
    page.locator("main table a").first.click()


def _propose_times(page: Page) -> None:
    _open_person(page)
    expect(page.locator("main")).to_contain_text(NAME)
    page.get_by_role("link", name="Propose times").click()
    tomorrow = today_in_baghdad() + timedelta(days=1)
    page.get_by_label("Day").first.fill(tomorrow.isoformat())
    page.get_by_label("Time of day").first.fill("10:00")
    page.get_by_label("Where, or how to join").fill("شارع الكورنيش")
    _press(page, "Propose these times")


def _offer(page: Page) -> None:
    _open_person(page)
    page.get_by_role("link", name="Make an offer").click()
    today = today_in_baghdad()
    page.get_by_label("First day").fill(today.isoformat())
    page.get_by_label("Answer until").fill((today + timedelta(days=5)).isoformat())
    _press(page, "Make this offer")


def _accept_at_the_office(page: Page) -> None:
    _open_referral(page)
    page.get_by_role("link", name="Write down the answer to the offer").click()
    page.get_by_role("radio", name="They accept").check()
    _press(page, "Write it down")
    expect(page.locator("main")).to_contain_text("Placed")


def _a_month_goes_by(engine: Engine) -> None:
    """Let the placement have begun 31 days ago: nobody can wait so long."""
    gone = timedelta(days=31)
    with write_session(engine) as session:
        for check in session.scalars(select(PlacementCheck)):
            check.due_on, check.closes_on = check.due_on - gone, check.closes_on - gone


def _both_say_still_there(walk: Walk) -> None:
    walk.employer.goto("/employer/checks")
    _press(walk.employer, "Still there")
    _open_referral(walk.office)
    _press(walk.office, "Still there")
    expect(walk.office.locator("main")).to_contain_text("Both say: still there")
    with Session(walk.engine) as session:
        posting = session.scalars(select(Opportunity).filter_by(title=TITLE)).one()
        assert (posting.seats, posting.seats_taken, posting.status.value) == (1, 1, "filled")
