"""Who withdraws consent to matching leaves everything that is open; what has happened stays."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.base import utc_now
from models.enums import ConsentPurpose
from models.message import Message
from models.offer import Interview, Offer
from models.person import Person
from models.referral import Referral
from models.referral_enums import (
    CloseCause,
    ConsentState,
    EmployerVerdict,
    InterviewState,
    InterviewWay,
    OfferState,
    ReferralOrigin,
    Side,
)
from models.referral_states import ConsentStep, Step, VerdictStep
from models.register import Consent
from tests.operations.cast import add_offer
from tests.operations.trust import add_returnee, day, employer_of
from wasl.access.viewer import COMMAND_LINE
from wasl.operations.record_consent import record_consent
from wasl.operations.referrals.core import Said, open_referral, take_step
from wasl.operations.referrals.leave_referrals import leave_after_a_no
from wasl.operations.referrals.seats import take_seats

YES, MEET = ConsentStep.SAY_YES, VerdictStep.MEET
OFFERED = (YES, MEET, VerdictStep.OFFER)


def refer(session: Session, person: Person, ref: str, *steps: Step) -> Referral:
    """A referral to a new opportunity, moved on; its employer has an account."""
    offer = add_offer(session, ref)
    employer_of(session, offer)
    referral = open_referral(session, COMMAND_LINE, person, offer, ReferralOrigin.OFFICE)
    for step in steps:
        side = Side.EMPLOYER if isinstance(step, VerdictStep) else Side.PERSON
        take_step(session, COMMAND_LINE, referral, step, Said(side=side))
    return referral


def say_no(session: Session, person: Person, purpose: str = "matching") -> None:
    record_consent(session, COMMAND_LINE, person, ConsentPurpose(purpose), False)


@pytest.mark.parametrize(
    ("steps", "consent", "cause"),
    [
        ((), ConsentState.REFUSED, CloseCause.PERSON_REFUSED),
        ((MEET,), ConsentState.REFUSED, CloseCause.PERSON_REFUSED),
        ((ConsentStep.ASK,), ConsentState.REFUSED, CloseCause.PERSON_REFUSED),
        ((YES,), ConsentState.WITHDRAWN, CloseCause.PERSON_WITHDREW),
        (OFFERED, ConsentState.WITHDRAWN, CloseCause.PERSON_WITHDREW),
        ((*OFFERED, VerdictStep.PLACE), ConsentState.GIVEN, CloseCause.PLACED),
    ],
)
def test_a_no_to_matching_ends_what_is_open(
    session: Session, steps: tuple[Step, ...], consent: ConsentState, cause: CloseCause
) -> None:
    person = add_returnee(session)
    referral = refer(session, person, "B-1", *steps)
    say_no(session, person)
    assert (referral.consent, referral.close_cause) == (consent, cause)


def test_a_no_to_contact_ends_nothing_and_other_people_stay(session: Session) -> None:
    person, other = add_returnee(session), add_returnee(session, "T-2")
    mine, theirs = refer(session, person, "B-1", YES), refer(session, other, "B-2", YES)
    say_no(session, person, "contact")
    assert mine.closed_at is None
    say_no(session, person, "data")
    assert mine.closed_at is not None
    assert theirs.closed_at is None


def test_places_and_meetings_are_let_go(session: Session) -> None:
    person = add_returnee(session)
    referral = refer(session, person, "B-1", *OFFERED)
    later = utc_now() + timedelta(days=3)
    meeting = Interview(referral=referral, way=InterviewWay.PHONE, state=InterviewState.AGREED)
    offer = Offer(referral=referral, answer_by=later)
    session.add_all([meeting, offer])
    take_seats(session, COMMAND_LINE, referral.opportunity)
    say_no(session, person)
    assert (meeting.state, offer.state) == (InterviewState.CANCELLED, OfferState.WITHDRAWN)
    assert referral.opportunity.seats_taken == 0


@pytest.mark.parametrize("known", [False, True])
def test_only_employers_who_knew_of_it_are_told(session: Session, *, known: bool) -> None:
    person = add_returnee(session)
    referral = refer(session, person, "B-1", *([YES] if known else [ConsentStep.ASK]))
    assert (referral.verdict is EmployerVerdict.WAITING) is known
    say_no(session, person)
    told = {message.template for message in session.scalars(select(Message))}
    assert ("person_not_available" in told) is known


@pytest.mark.parametrize(("granted", "left"), [(False, 1), (True, 0)])
def test_a_no_that_comes_in_a_file_counts_as_well(
    session: Session, *, granted: bool, left: int
) -> None:
    person = add_returnee(session)
    referral = refer(session, person, "B-1", YES)
    said = Consent(purpose=ConsentPurpose.MATCHING, granted=granted)
    person.consents.append(said)
    session.flush()
    assert leave_after_a_no(session, COMMAND_LINE, [said]) == left
    assert (referral.closed_at is not None) is bool(left)


def test_an_old_no_in_a_file_takes_back_no_later_yes(session: Session) -> None:
    person = add_returnee(session)
    referral = refer(session, person, "B-1", YES)
    said = Consent(purpose=ConsentPurpose.MATCHING, granted=False, given_on=day(1))
    person.consents.append(said)
    session.flush()
    assert leave_after_a_no(session, COMMAND_LINE, [said]) == 0
    assert referral.closed_at is None
