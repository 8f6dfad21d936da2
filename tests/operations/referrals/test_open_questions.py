"""What waits for a person's answer: each kind while it can be answered, and no longer."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from models.base import utc_now
from models.offer import Interview
from models.person import Person
from models.placement import PlacementCheck
from models.referral import Referral
from models.referral_enums import CloseCause, ReferralOrigin, Side
from models.referral_states import VerdictStep
from tests.operations.cast import add_offer
from tests.operations.trust import add_returnee
from tests.portals.questions import EMPLOYER, ask
from wasl.access.viewer import COMMAND_LINE
from wasl.clock import today_in_baghdad
from wasl.operations.referrals.core import close_referral, open_referral, take_step
from wasl.operations.referrals.open_questions import (
    QuestionKind,
    open_questions_of_person,
    open_questions_of_referral,
)

ALL = list(QuestionKind)
OPEN_ONES = (QuestionKind.CONSENT, QuestionKind.SLOTS, QuestionKind.OFFER)


@pytest.fixture
def person(session: Session) -> Person:
    """Somebody who allows everything."""
    return add_returnee(session)


def kinds(session: Session, referral: Referral, days: int = 0) -> list[QuestionKind]:
    today = today_in_baghdad() + timedelta(days=days)
    return [one.kind for one in open_questions_of_referral(session, referral, today)]


@pytest.mark.parametrize("kind", ALL)
def test_each_kind_is_found_by_referral_and_by_person(
    session: Session, person: Person, kind: QuestionKind
) -> None:
    referral = ask(session, person, kind)
    theirs = add_offer(session, "B-9")
    other = ask(session, add_returnee(session, "T-2"), QuestionKind.CONSENT, theirs)
    assert kinds(session, referral) == [kind]
    [mine] = open_questions_of_person(session, person, today_in_baghdad())
    assert (mine.kind, mine.referral) == (kind, referral)
    assert mine.until > utc_now()
    assert mine.key.startswith(f"{kind.value}-")
    assert kinds(session, other) == [QuestionKind.CONSENT]


@pytest.mark.parametrize("kind", OPEN_ONES)
def test_what_ended_asks_nothing(session: Session, person: Person, kind: QuestionKind) -> None:
    referral = ask(session, person, kind)
    close_referral(session, COMMAND_LINE, referral, CloseCause.OPPORTUNITY_ENDED)
    assert kinds(session, referral) == []


def test_times_that_have_gone_by_are_no_question(session: Session, person: Person) -> None:
    referral = ask(session, person, QuestionKind.SLOTS)
    meeting = session.query(Interview).one()
    meeting.slots[0].starts_at = utc_now() - timedelta(hours=1)
    session.flush()
    assert kinds(session, referral) == [QuestionKind.SLOTS], "one is still to come"
    meeting.slots[1].starts_at = utc_now() - timedelta(minutes=1)
    session.flush()
    assert kinds(session, referral) == []


@pytest.mark.parametrize(("days", "open_"), [(-2, False), (0, True), (20, True), (21, False)])
def test_a_check_is_open_from_its_day_to_its_last(
    session: Session, person: Person, *, days: int, open_: bool
) -> None:
    referral = ask(session, person, QuestionKind.CHECK)
    assert bool(kinds(session, referral, days)) is open_


def test_what_the_employer_is_asked_is_no_question_to_the_person(
    session: Session, person: Person
) -> None:
    referral = ask(session, person, QuestionKind.CHECK)
    check = session.query(PlacementCheck).filter_by(side=Side.PERSON).one()
    session.delete(check)
    session.flush()
    assert kinds(session, referral) == []


def test_a_wish_that_was_not_passed_on_asks_nothing(session: Session, person: Person) -> None:
    offer = add_offer(session, "B-1")
    referral = open_referral(session, COMMAND_LINE, person, offer, ReferralOrigin.EMPLOYER)
    take_step(session, COMMAND_LINE, referral, VerdictStep.MEET, EMPLOYER)
    assert kinds(session, referral) == []


def test_what_is_due_first_stands_first(session: Session, person: Person) -> None:
    for kind in ALL:
        ask(session, person, kind)
    found = open_questions_of_person(session, person, today_in_baghdad())
    assert sorted(found, key=lambda one: one.until) == found
    assert {one.kind for one in found} == set(ALL)
