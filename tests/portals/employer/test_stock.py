"""Stock of a posting: counted, handed over, received by somebody else's word, returned."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.access_enums import ReleaseScope
from models.account import Account
from models.enums import OpportunityKind as Kind
from models.enums import OrganisationStanding, Role
from models.message import Message
from models.opportunity import Opportunity, Organisation
from models.placement import Allocation
from models.placement_states import AllocationStep
from models.referral_enums import AllocationState as State
from models.referral_enums import Side
from tests.operations.placements.scene import TODAY, seats_in_use
from tests.portals.employer.placed import NAME, Firm, firm_of
from wasl.operations.placements.stock import move_allocation
from wasl.operations.releases import Releasing, release_identity
from wasl.portals.employer.queries.stock import StockCounts, count_stock

SignIn = Callable[[Role | None], FlaskClient]
Token = Callable[[str], str]
CheckPage = Callable[..., Any]


@pytest.fixture
def firm(web_session: Session, employer: Account) -> Firm:
    """The employer that is signed in."""
    return firm_of(web_session, employer)


@pytest.fixture
def client(sign_in: SignIn, check_page: CheckPage) -> FlaskClient:
    """The employer's browser, in English."""
    browser = sign_in(Role.EMPLOYER_OWNER)
    check_page(browser, "/employer/checks", "en")
    return browser


@pytest.fixture
def see(client: FlaskClient, check_page: CheckPage) -> Callable[[str], Any]:
    """Fetch a page in English and check all that every page must have."""
    return lambda path: check_page(client, path, "en")


@pytest.fixture
def send(client: FlaskClient, token: Token) -> Callable[..., Any]:
    """Send a form; return the answer after where it leads."""

    def post(path: str, **fields: Any) -> Any:
        data = {"csrf_token": token(client.get("/employer/checks").get_data(as_text=True))}
        return client.post(path, data={**data, **fields}, follow_redirects=True)

    return post


def address(allocation: Allocation, what: str) -> str:
    assert allocation.referral is not None
    return f"/employer/people/{allocation.referral.public_id}/{what}"


def stock_of(posting: Opportunity) -> str:
    return f"/employer/opportunities/{posting.public_id}/stock"


def is_whole(counts: StockCounts) -> bool:
    held = (State.RESERVED, State.HANDED_OVER, State.RECEIPTED)
    return counts.total == counts.free + counts.offered + sum(
        counts.units.get(state, 0) for state in held
    )


def test_units_are_counted_where_they_are(firm: Firm, see: Callable[[str], Any]) -> None:
    posting = firm.tools()
    firm.give("1", posting, quantity=2)
    firm.scene.offered(firm.scene.person("2"), posting, quantity=1)
    firm.session.commit()
    counts = count_stock(firm.session, posting)
    assert (counts.total, counts.free, counts.offered) == (6, 3, 1)
    assert counts.units == {State.RESERVED: 2}
    assert is_whole(counts)
    page = see(stock_of(posting))
    assert "2 machines" in page.words()
    assert NAME not in page.text


def test_it_is_handed_over_received_and_comes_back(
    firm: Firm, send: Callable[..., Any], web_session: Session
) -> None:
    posting = firm.tools()
    given = firm.give("1", posting, quantity=2)
    response = send(address(given, "stock"), step="hand_over")
    assert "Handed over. The person is asked to confirm it." in response.get_data(as_text=True)
    web_session.rollback()
    assert given.state.name == "HANDED_OVER"
    assert given.return_by == TODAY + timedelta(days=90)
    assert "receipt" in web_session.scalars(select(Message.template)).all()
    move_allocation(
        web_session,
        firm.scene.helper,
        given,
        AllocationStep.RECEIPT,
        side=Side.OFFICE,
        today=TODAY,
    )
    web_session.commit()
    assert posting.seats_taken == 2
    send(address(given, "stock"), step="return")
    send(address(given, "stock"), step="return")
    web_session.rollback()
    assert given.state.name == "RETURNED"
    assert posting.seats_taken == seats_in_use(web_session, posting) == 0
    counts = count_stock(web_session, posting)
    assert (counts.free, counts.units) == (6, {State.RETURNED: 2})
    assert is_whole(counts)


def test_who_hands_over_cannot_confirm_the_receipt(
    firm: Firm, send: Callable[..., Any], client: FlaskClient, web_session: Session
) -> None:
    """Neither by the form nor with a code: the employer sees none."""
    given = firm.give("1", firm.tools())
    send(address(given, "stock"), step="hand_over")
    page = send(address(given, "stock"), step="receipt").get_data(as_text=True)
    web_session.rollback()
    assert given.state.name == "HANDED_OVER"
    assert "They received it" not in page
    message = web_session.scalars(select(Message).where(Message.template == "receipt")).one()
    slip = client.get(address(given, "slip")).get_data(as_text=True)
    assert message.params["code"] not in slip + page


def test_the_slip_names_nobody_unless_they_allowed_it(
    firm: Firm, see: Callable[[str], Any], web_session: Session
) -> None:
    posting = firm.tools()
    given = firm.give("1", posting)
    assert given.referral is not None
    page = see(address(given, "slip"))
    assert given.referral.card in page.words()
    latin = given.referral.person.identity.name_latin
    assert latin == "Person 1"
    assert NAME not in page.text
    assert latin not in page.text
    web_session.rollback()
    release_identity(
        web_session,
        firm.scene.helper,
        given.referral.person,
        posting,
        Releasing(scope=ReleaseScope.NAME),
    )
    web_session.commit()
    assert latin in see(address(given, "slip")).text


def test_what_is_late_is_marked_and_first(
    firm: Firm, client: FlaskClient, web_session: Session
) -> None:
    posting = firm.tools()
    early, late = firm.give("1", posting), firm.give("2", posting)
    for one in (early, late):
        move_allocation(
            web_session,
            firm.scene.owner,
            one,
            AllocationStep.HAND_OVER,
            side=Side.EMPLOYER,
            today=TODAY,
        )
    late.return_by = TODAY - timedelta(days=1)
    web_session.commit()
    text = client.get(stock_of(posting)).get_data(as_text=True)
    assert early.referral is not None
    assert late.referral is not None
    assert text.index(late.referral.card) < text.index(early.referral.card)
    assert text.count("tag--soft") == 1
    start = client.get("/employer").get_data(as_text=True).partition('id="waits"')[2]
    assert f'href="{stock_of(posting)}"' in start
    assert "One unit should be back since" in start
    web_session.rollback()
    move_allocation(
        web_session, firm.scene.owner, late, AllocationStep.RETURN, side=Side.EMPLOYER, today=TODAY
    )
    web_session.commit()
    assert "should be back since" not in client.get("/employer").get_data(as_text=True)


def test_amounts_of_finance_are_added_up(firm: Firm, see: Callable[[str], Any]) -> None:
    posting = firm.scene.posting("money", Kind.FINANCE, seats=5, amount_max=900_000)
    firm.give("1", posting, amount=500_000)
    firm.give("2", posting, amount=250_000)
    assert count_stock(firm.session, posting).amounts == {State.RESERVED: 750_000}
    assert "750,000" in see(stock_of(posting)).words()


def test_what_is_not_needed_is_free_again(
    firm: Firm, send: Callable[..., Any], web_session: Session
) -> None:
    posting = firm.tools()
    given = firm.give("1", posting, quantity=3)
    send(address(given, "stock"), step="release", **{"from": "list"})
    web_session.rollback()
    assert given.state.name == "RELEASED"
    assert posting.seats_taken == 0
    assert "This is not possible any more." in send(
        address(given, "stock"), step="hand_over"
    ).get_data(as_text=True)


def test_a_job_has_no_stock_and_another_company_sees_none(
    firm: Firm, client: FlaskClient, send: Callable[..., Any]
) -> None:
    job = firm.scene.posting("1")
    other = Organisation(name="Mill", name_key="mill", standing=OrganisationStanding.VETTED)
    foreign = firm.scene.posting("2", Kind.IN_KIND, firm=other, seats=2)
    given = firm.give("1", foreign)
    away = f"/employer/opportunities/{job.public_id}/posting"
    assert client.get(stock_of(job)).location == away, "a job hands nothing over"
    assert client.get(stock_of(foreign)).status_code == 404
    assert client.get(address(given, "slip")).status_code == 404
    assert send(address(given, "stock"), step="hand_over").status_code == 404
