"""How employers answer is counted, and slow ones get fewer introductions until they answer."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from models.base import utc_now
from models.opportunity import Opportunity
from models.person import Person
from models.referral import Referral
from models.referral_enums import CloseCause, ReferralOrigin, ReferralStage, RefusalReason, Side
from models.referral_states import ConsentStep, VerdictStep
from tests.operations.cast import add_offer, add_person
from wasl.access.viewer import COMMAND_LINE
from wasl.operations.referrals.core import (
    BY_CALENDAR,
    Said,
    close_referral,
    open_referral,
    take_step,
)
from wasl.operations.referrals.responsiveness import (
    LARGEST_ROOM,
    SILENT_ROOM,
    SLOW_ROOM,
    USUAL_ROOM,
    WINDOW,
    Pace,
    Responsiveness,
    responsiveness_of,
    room_for_introductions,
)

YES = Said(side=Side.PERSON)
NO = Said(side=Side.EMPLOYER, reason=RefusalReason.SKILLS)


def introduced(session: Session, offer: Opportunity, name: str) -> Referral:
    person: Person = add_person(session, name)
    referral = open_referral(session, COMMAND_LINE, person, offer, ReferralOrigin.OFFICE)
    take_step(session, COMMAND_LINE, referral, ConsentStep.SAY_YES, YES)
    return referral


def asked_days_ago(session: Session, referral: Referral, days: float) -> None:
    """Let the question have been put some days ago."""
    for step in referral.steps:
        step.at -= timedelta(days=days)
    session.flush()


def of(session: Session, offer: Opportunity) -> Responsiveness:
    session.flush()
    session.expire_all()
    return responsiveness_of(session, [offer.organisation_id])[offer.organisation_id]


def test_whoever_was_asked_nothing_is_not_called_slow(session: Session) -> None:
    offer = add_offer(session, "B-1")
    found = of(session, offer)
    assert (found.asked, found.median_days, found.pace) == (0, None, Pace.NEW)
    assert (found.room, found.places) == (USUAL_ROOM, 1)


def test_answers_silence_and_what_waits_are_counted(session: Session) -> None:
    offer = add_offer(session, "B-1")
    for number, days in enumerate((1, 3, 8)):
        referral = introduced(session, offer, f"answered {number}")
        asked_days_ago(session, referral, days)
        take_step(session, COMMAND_LINE, referral, VerdictStep.DECLINE, NO)
    silent = introduced(session, offer, "silent")
    take_step(session, COMMAND_LINE, silent, VerdictStep.EXPIRE, BY_CALENDAR)
    introduced(session, offer, "waits")
    found = of(session, offer)
    assert (found.answered, found.silent, found.asked, found.waiting) == (3, 1, 4, 1)
    assert found.median_days == pytest.approx(3, abs=0.01)
    assert found.pace is Pace.GOOD


def test_a_question_that_lies_beyond_its_day_counts_before_the_calendar_comes_by(
    session: Session,
) -> None:
    offer = add_offer(session, "B-1")
    referral = introduced(session, offer, "late")
    assert of(session, offer).silent == 0
    referral.answer_by = utc_now() - timedelta(minutes=1)
    assert of(session, offer).silent == 1


def test_a_wish_that_was_let_lie_is_silence(session: Session) -> None:
    offer = add_offer(session, "B-1")
    referral = introduced(session, offer, "wanted")
    take_step(session, COMMAND_LINE, referral, VerdictStep.MEET, Said(side=Side.EMPLOYER))
    take_step(session, COMMAND_LINE, referral, VerdictStep.EXPIRE, BY_CALENDAR)
    found = of(session, offer)
    assert (found.answered, found.silent) == (1, 1)


def test_what_something_else_made_needless_counts_for_nobody(session: Session) -> None:
    offer = add_offer(session, "B-1")
    gone, left = introduced(session, offer, "gone"), introduced(session, offer, "left")
    close_referral(session, COMMAND_LINE, gone, CloseCause.PLACED_ELSEWHERE)
    take_step(session, COMMAND_LINE, left, ConsentStep.WITHDRAW, YES)
    assert of(session, offer).asked == 0


def test_what_is_long_past_and_others_are_not_counted(session: Session) -> None:
    offer, other = add_offer(session, "B-1"), add_offer(session, "B-2")
    old = introduced(session, offer, "old")
    take_step(session, COMMAND_LINE, old, VerdictStep.DECLINE, NO)
    asked_days_ago(session, old, WINDOW.days + 1)
    theirs = introduced(session, other, "theirs")
    take_step(session, COMMAND_LINE, theirs, VerdictStep.DECLINE, NO)
    assert of(session, offer).asked == 0
    assert of(session, other).asked == 1


@pytest.mark.parametrize(
    ("answered", "silent", "places", "pace", "room"),
    [
        (0, 3, 1, Pace.NEW, USUAL_ROOM),
        (0, 4, 1, Pace.SILENT, SILENT_ROOM),
        (1, 3, 1, Pace.SLOW, SLOW_ROOM),
        (1, 4, 1, Pace.SILENT, SILENT_ROOM),
        (2, 2, 1, Pace.GOOD, USUAL_ROOM),
        (9, 10, 1, Pace.SLOW, SLOW_ROOM),
        (9, 0, 25, Pace.GOOD, 25),
        (9, 0, 900, Pace.GOOD, LARGEST_ROOM),
        (0, 9, 900, Pace.SILENT, SILENT_ROOM),
    ],
)
def test_the_rule_of_the_room(
    *, answered: int, silent: int, places: int, pace: Pace, room: int
) -> None:
    found = Responsiveness(answered=answered, silent=silent, places=places)
    assert found.pace is pace
    assert room_for_introductions(found) == room


def test_those_who_were_asked_take_room_for_proposals_only(session: Session) -> None:
    found = Responsiveness(waiting=2, in_line=1, proposed=3)
    assert found.free_to_propose == USUAL_ROOM - 6
    offer = add_offer(session, "B-1")
    person = add_person(session, "asked")
    referral = open_referral(session, COMMAND_LINE, person, offer, ReferralOrigin.OFFICE)
    take_step(session, COMMAND_LINE, referral, ConsentStep.ASK, Said(side=Side.OFFICE))
    assert referral.stage is ReferralStage.WITH_PERSON
    assert (of(session, offer).proposed, of(session, offer).waiting) == (1, 0)
