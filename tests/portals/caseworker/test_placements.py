"""After a placement: the office writes down what a person says, and sees no more than they may."""

from collections.abc import Callable
from datetime import timedelta
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
OFFICE = Side.OFFICE


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


def disagree(session: Session, firm: Firm) -> Placement:
    """Somebody of whom the employer says that they left, and they themselves that not."""
    placement = firm.take("1", firm.scene.posting("1"))
    for side, said in ((Side.EMPLOYER, CheckAnswer.ENDED), (Side.PERSON, CheckAnswer.STILL_THERE)):
        check, by = check_of(placement, side), firm.scene.owner
        cause = EndCause.PERSON_LEFT if side is Side.EMPLOYER else None
        answer_check(session, by, check, said, side=side, end_cause=cause, today=TODAY)
    session.commit()
    return placement


def test_a_disagreement_waits_until_the_office_finds_out(
    firm: Firm, web_session: Session, english: Callable[[str], str], send: Send
) -> None:
    placement = disagree(web_session, firm)
    for check in placement.checks:  # long after the time to answer is over
        check.due_on -= timedelta(days=40)
        check.closes_on -= timedelta(days=40)
    path, waits = ours(web_session, placement), "The two sides disagree: ask both"
    assert waits in english("/referrals")
    assert "Then write down what is so." in english(path)
    page = send(f"{path}/settle", day="30", said="not_known").get_data(as_text=True)
    assert "It is off the list" in page
    assert "Could not be found out" in page.partition('id="placement"')[2]
    assert "Then write down what is so." not in page
    assert "The two sides disagree" in page, "it stays a disagreement"
    assert waits not in english("/referrals")
    again = send(f"{path}/settle", day="30", said="still_there").get_data(as_text=True)
    assert "Somebody was quicker." in again
    web_session.rollback()
    assert [one.found for one in placement.settlements] == [None]


def test_what_the_office_finds_to_be_over_ends_the_placement(
    firm: Firm, web_session: Session, english: Callable[[str], str], send: Send
) -> None:
    english("/desk")
    placement = disagree(web_session, firm)
    send(f"{ours(web_session, placement)}/settle", day="30", said="employer_ended")
    web_session.rollback()
    assert (placement.end_cause, placement.ended_told_by) == (EndCause.EMPLOYER_ENDED, Side.OFFICE)
    assert [one.found for one in placement.settlements] == [CheckAnswer.ENDED]


def test_nothing_is_settled_without_a_disagreement_or_with_half_a_form(
    firm: Firm, web_session: Session, english: Callable[[str], str], send: Send
) -> None:
    english("/desk")
    placement = firm.take("1", firm.scene.posting("1"))
    path = f"{ours(web_session, placement)}/settle"
    assert send(path, day="31", said="still_there").status_code == 400
    assert send(path, day="30").status_code == 400
    page = send(path, day="30", said="still_there").get_data(as_text=True)
    assert "Somebody was quicker." in page
    web_session.rollback()
    assert placement.settlements == []


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


def test_what_is_late_to_come_back_waits_for_the_office(
    firm: Firm, web_session: Session, english: Callable[[str], str], send: Send
) -> None:
    given = firm.give("1", firm.tools())
    for step, side in ((AllocationStep.HAND_OVER, Side.EMPLOYER), (AllocationStep.RECEIPT, OFFICE)):
        move_allocation(web_session, firm.scene.owner, given, step, side=side, today=TODAY)
    path, waits = ours(web_session, given), "Ask for what was to be given back"
    given.return_by = TODAY
    web_session.commit()
    assert waits not in english("/referrals"), "its day is not over"
    web_session.rollback()
    given.return_by = TODAY - timedelta(days=1)
    web_session.commit()
    assert waits in english("/referrals")
    assert waits in english(path)
    send(f"{path}/stock", step="return")
    assert waits not in english("/referrals")


def test_another_office_sees_and_writes_nothing(
    firm: Firm, web_session: Session, send: Send
) -> None:
    placement = firm.take("1", firm.scene.posting("1"))
    assert placement.referral is not None
    path, check = f"/referrals/{placement.referral.public_id}", check_of(placement, Side.PERSON)
    for what in ("check", "ended", "stock", "settle"):
        fields = {"check": check.public_id, "said": "still_there", "step": "receipt", "day": "30"}
        assert send(f"{path}/{what}", **fields).status_code == 404
    web_session.rollback()
    assert check_of(placement, Side.PERSON).answer is None
