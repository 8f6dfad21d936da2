"""After a placement: the office writes down what a person says, and sees no more than they may."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from models.account import Account
from models.case import CaseAssignment
from models.enums import OpportunityKind as Kind
from models.placement import Placement, PlacementCheck
from models.placement_states import AllocationStep
from models.referral_enums import AllocationState, CheckAnswer, EndCause, Side
from tests.operations.placements.scene import TODAY
from tests.portals.caseworker.office import add_case
from tests.portals.employer.placed import Firm, firm_of
from wasl.operations.placements.checks import answer_check
from wasl.operations.placements.stock import move_allocation

Send = Callable[..., TestResponse]


@pytest.fixture
def firm(web_session: Session, employer: Account) -> Firm:
    """An employer whose people are cases of the office that is signed in."""
    return firm_of(web_session, employer)


def ours(session: Session, found: Any) -> str:
    """Make the person a case of the office, and return the address of the referral."""
    person = found.referral.person
    for case in session.query(CaseAssignment).filter_by(person_id=person.id):
        session.delete(case)
    add_case(session, person)
    session.commit()
    return f"/referrals/{found.referral.public_id}"


def check_of(placement: Placement, side: Side) -> PlacementCheck:
    return next(one for one in placement.checks if (one.day, one.side) == (30, side))


def test_the_office_writes_down_what_the_person_says(
    firm: Firm, web_session: Session, english: Callable[[str], str], send: Send
) -> None:
    placement = firm.take("1", firm.scene.posting("1"))
    path, check = ours(web_session, placement), check_of(placement, Side.PERSON).public_id
    assert "Ask them now: they have been there for 30 days." in english(path)
    assert "Ask whether they are still there" in english("/referrals")
    page = send(f"{path}/check", check=check, said="still_there", given_by="proxy")
    web_session.rollback()
    answered = check_of(placement, Side.PERSON)
    assert (answered.answer, answered.given_by) == (CheckAnswer.STILL_THERE, "proxy")
    assert "The employer does not see it before they have answered." in page.get_data(as_text=True)


def test_the_employers_answer_is_not_shown_to_whoever_asks_the_person(
    firm: Firm, web_session: Session, english: Callable[[str], str], send: Send
) -> None:
    placement = firm.take("1", firm.scene.posting("1"))
    path, check = ours(web_session, placement), check_of(placement, Side.PERSON).public_id

    def part() -> str:
        return english(path).partition('id="placement"')[2].partition("</section")[0]

    before = _without_tokens(part())
    web_session.rollback()
    answer_check(
        web_session,
        firm.scene.owner,
        check_of(placement, Side.EMPLOYER),
        CheckAnswer.ENDED,
        side=Side.EMPLOYER,
        end_cause=EndCause.PERSON_LEFT,
        today=TODAY,
    )
    web_session.commit()
    assert _without_tokens(part()) == before
    page = send(f"{path}/check", check=check, said="still_there").get_data(as_text=True)
    assert "The two sides disagree" in page
    assert "The two sides disagree: ask both" in english("/referrals")


def _without_tokens(text: str) -> list[str]:
    return [line for line in text.splitlines() if "csrf_token" not in line]


def test_the_office_cannot_answer_for_the_employer(
    firm: Firm, web_session: Session, send: Send
) -> None:
    placement = firm.take("1", firm.scene.posting("1"))
    path, check = ours(web_session, placement), check_of(placement, Side.EMPLOYER).public_id
    assert send(f"{path}/check", check=check, said="still_there").status_code == 404


def test_an_office_that_knows_ends_the_questions(
    firm: Firm, web_session: Session, english: Callable[[str], str], send: Send
) -> None:
    placement = firm.take("1", firm.scene.posting("1"))
    english("/desk")
    page = send(f"{ours(web_session, placement)}/ended", said="never_started")
    web_session.rollback()
    assert (placement.end_cause, placement.ended_told_by) == (EndCause.NEVER_STARTED, Side.OFFICE)
    assert "Noted. Nobody is asked any more." in page.get_data(as_text=True)


def test_a_receipt_is_written_down(
    firm: Firm, web_session: Session, english: Callable[[str], str], send: Send
) -> None:
    given = firm.give("1", firm.scene.posting("1", Kind.IN_KIND, seats=2))
    move_allocation(
        web_session,
        firm.scene.owner,
        given,
        AllocationStep.HAND_OVER,
        side=Side.EMPLOYER,
        today=TODAY,
    )
    path = ours(web_session, given)
    assert "Ask whether they received it" in english("/referrals")
    send(f"{path}/stock", step="receipt")
    web_session.rollback()
    assert given.state is AllocationState.RECEIPTED
    refused = send(f"{path}/stock", step="hand_over").get_data(as_text=True)
    assert "Somebody was quicker." in refused


def test_another_office_sees_and_writes_nothing(
    firm: Firm, web_session: Session, send: Send
) -> None:
    placement = firm.take("1", firm.scene.posting("1"))
    assert placement.referral is not None
    path, check = f"/referrals/{placement.referral.public_id}", check_of(placement, Side.PERSON)
    for what in ("check", "ended", "stock"):
        fields = {"check": check.public_id, "said": "still_there", "step": "receipt"}
        assert send(f"{path}/{what}", **fields).status_code == 404
    web_session.rollback()
    assert check_of(placement, Side.PERSON).answer is None
