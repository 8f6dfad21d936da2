"""Is everybody still there: two taps, for several at once, and never the other side's answer."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from models.account import Account
from models.enums import OrganisationStanding, Role
from models.opportunity import Organisation
from models.placement import Placement, PlacementCheck
from models.referral_enums import CheckAnswer, EndCause, Side
from tests.operations.placements.scene import TODAY
from tests.portals.employer.placed import NAME, Firm, firm_of
from wasl.operations.placements.checks import answer_check
from wasl.operations.placements.settle import settle_check

SignIn = Callable[[Role | None], FlaskClient]
Token = Callable[[str], str]
CheckPage = Callable[..., Any]
STILL, ENDED = CheckAnswer.STILL_THERE, CheckAnswer.ENDED


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
    """Send a form and read the page that it leads to."""

    def post(path: str, **fields: Any) -> str:
        data = {"csrf_token": token(client.get("/employer/checks").get_data(as_text=True))}
        response = client.post(path, data={**data, **fields}, follow_redirects=True)
        assert response.status_code == 200, response.status_code
        return response.get_data(as_text=True)

    return post


def mine(placement: Placement, day: int = 30) -> PlacementCheck:
    return next(one for one in placement.checks if (one.day, one.side) == (day, Side.EMPLOYER))


def theirs(placement: Placement, day: int = 30) -> PlacementCheck:
    return next(one for one in placement.checks if (one.day, one.side) == (day, Side.PERSON))


def address(placement: Placement) -> str:
    assert placement.referral is not None
    return f"/employer/people/{placement.referral.public_id}"


def test_who_is_asked_about_comes_first_without_a_name(
    firm: Firm, see: Callable[[str], Any]
) -> None:
    posting = firm.scene.posting("1", seats=3)
    due, later = firm.take("1", posting), firm.take("2", posting, days_ago=3)
    page = see("/employer/checks")
    assert NAME not in page.text
    cards = [page.words().index(one.referral.card) for one in (due, later) if one.referral]
    assert cards == sorted(cards)
    assert page.text.count('name="chosen"') == 1
    assert "Still there" in page.words()


def test_nobody_to_ask_about_is_said(firm: Firm, see: Callable[[str], Any]) -> None:
    page = see("/employer/checks").words()
    assert "Nobody has to be asked about now." in page


def test_one_tap_says_still_there(
    firm: Firm, send: Callable[..., str], web_session: Session
) -> None:
    placement = firm.take("1", firm.scene.posting("1"))
    path, check = f"{address(placement)}/check", mine(placement).public_id
    page = send(path, check=check, said="still_there", **{"from": "list"})
    web_session.rollback()
    assert mine(placement).answer is STILL
    assert mine(placement).answered_by_id is not None
    assert "Nobody has to be asked about now." in page


def test_not_there_any_more_says_why_and_can_be_corrected(
    firm: Firm, send: Callable[..., str], web_session: Session
) -> None:
    placement = firm.take("1", firm.scene.posting("1"))
    path, check = f"{address(placement)}/check", mine(placement).public_id
    page = send(path, check=check, said="person_left")
    web_session.rollback()
    assert (mine(placement).answer, mine(placement).end_cause) == (ENDED, EndCause.PERSON_LEFT)
    assert placement.ended_on is None
    assert "Until the other side has answered you can correct your answer." in page
    send(path, check=check, said="still_there")
    web_session.rollback()
    assert mine(placement).answer is STILL


@pytest.mark.parametrize("said", ["", "ended", "nonsense"])
def test_an_answer_that_is_none_changes_nothing(
    firm: Firm, client: FlaskClient, token: Token, web_session: Session, said: str
) -> None:
    placement = firm.take("1", firm.scene.posting("1"))
    data = {
        "csrf_token": token(client.get("/employer/checks").get_data(as_text=True)),
        "check": mine(placement).public_id,
        "said": said,
    }
    assert client.post(f"{address(placement)}/check", data=data).status_code == 400
    web_session.rollback()
    assert mine(placement).answer is None


def test_the_persons_answer_stands_on_no_page_before_the_employers(
    firm: Firm, client: FlaskClient, send: Callable[..., str], web_session: Session
) -> None:
    """The page with the answer of the person is the page without it, to the letter."""
    placement = firm.take("1", firm.scene.posting("1"))
    paths = (address(placement), "/employer/checks", "/employer/people")

    def seen() -> list[str]:
        texts = [client.get(path, follow_redirects=True).get_data(as_text=True) for path in paths]
        return [text.partition("<main")[2].partition("</main")[0] for text in texts]

    before = seen()
    web_session.rollback()
    answer_check(
        web_session,
        firm.scene.helper,
        theirs(placement),
        ENDED,
        side=Side.PERSON,
        end_cause=EndCause.EMPLOYER_ENDED,
        today=TODAY,
    )
    web_session.commit()
    assert [_without_tokens(text) for text in seen()] == [_without_tokens(t) for t in before]
    page = send(f"{address(placement)}/check", check=mine(placement).public_id, said="still_there")
    assert "The two sides disagree" in page


def _without_tokens(text: str) -> list[str]:
    return [line for line in text.splitlines() if "csrf_token" not in line]


def test_the_persons_question_cannot_be_answered_by_the_employer(
    firm: Firm, client: FlaskClient, token: Token, web_session: Session
) -> None:
    placement = firm.take("1", firm.scene.posting("1"))
    data = {
        "csrf_token": token(client.get("/employer/checks").get_data(as_text=True)),
        "check": theirs(placement).public_id,
        "said": "still_there",
    }
    assert client.post(f"{address(placement)}/check", data=data).status_code == 404
    data["chosen"] = theirs(placement).public_id
    client.post("/employer/checks", data=data)
    web_session.rollback()
    assert theirs(placement).answer is None


def test_all_that_are_ticked_are_still_there(
    firm: Firm, send: Callable[..., str], web_session: Session
) -> None:
    posting = firm.scene.posting("1", seats=4)
    made = [firm.take(number, posting) for number in "123"]
    chosen = [mine(one).public_id for one in made[:2]]
    page = send("/employer/checks", chosen=chosen)
    web_session.rollback()
    assert [mine(one).answer for one in made] == [STILL, STILL, None]
    assert "2 answers are kept." in page
    assert "These were answered before." in send("/employer/checks", chosen=chosen)
    assert "Tick at least one card." in send("/employer/checks")


def test_nobody_answers_for_another_company(
    firm: Firm, client: FlaskClient, token: Token, web_session: Session
) -> None:
    other = Organisation(name="Mill", name_key="mill", standing=OrganisationStanding.VETTED)
    placement = firm.take("1", firm.scene.posting("1", firm=other))
    data = {
        "csrf_token": token(client.get("/employer/checks").get_data(as_text=True)),
        "check": mine(placement).public_id,
        "chosen": mine(placement).public_id,
        "said": "still_there",
    }
    assert client.post(f"{address(placement)}/check", data=data).status_code == 404
    assert client.post(f"{address(placement)}/ended", data=data).status_code == 404
    client.post("/employer/checks", data=data)
    web_session.rollback()
    assert mine(placement).answer is None


def test_an_end_between_two_checks_is_said_on_the_persons_page(
    firm: Firm, send: Callable[..., str], web_session: Session
) -> None:
    posting = firm.scene.posting("1")
    placement = firm.take("1", posting, days_ago=10)
    page = send(f"{address(placement)}/ended", said="person_left")
    web_session.rollback()
    assert placement.end_cause is EndCause.PERSON_LEFT
    assert posting.seats_taken == 0
    assert "Not there any more since" in page
    assert "This was said before." in send(f"{address(placement)}/ended", said="person_left")


def test_what_an_office_found_out_stays_with_the_office(
    firm: Firm, see: Callable[[str], Any], web_session: Session
) -> None:
    """It rests on what the person told the office: the employer's page is as it was before."""
    placement = firm.take("1", firm.scene.posting("1"))
    for check, said in ((mine(placement), STILL), (theirs(placement), ENDED)):
        cause = EndCause.EMPLOYER_ENDED if said is ENDED else None
        by, side = firm.scene.owner, check.side
        answer_check(web_session, by, check, said, side=side, end_cause=cause, today=TODAY)
    web_session.commit()
    before = see(address(placement)).words()
    assert "The two sides disagree" in before
    web_session.rollback()
    settle_check(web_session, firm.scene.helper, placement, 30, STILL, today=TODAY)
    web_session.commit()
    assert see(address(placement)).words() == before
    assert "Found out" not in see("/employer/checks").words()
