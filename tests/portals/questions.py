"""Referrals with something to answer, for tests of pages: one for each kind of question."""

from datetime import timedelta

from sqlalchemy.orm import Session

from models.base import utc_now
from models.enums import ConsentPurpose, OpportunityKind, OrganisationStanding
from models.offer import Offer
from models.opportunity import Opportunity
from models.person import Person
from models.placement import Allocation, Placement, PlacementCheck
from models.referral import Referral
from models.referral_enums import AllocationState, InterviewWay, ReferralOrigin, Side
from models.referral_states import ConsentStep, VerdictStep
from tests.portals.caseworker.office import add_posting
from wasl.access.viewer import COMMAND_LINE
from wasl.clock import today_in_baghdad
from wasl.operations.record_consent import record_consent
from wasl.operations.referrals.codes import make_answer_code
from wasl.operations.referrals.core import Said, open_referral, take_step
from wasl.operations.referrals.interview_rules import Slot
from wasl.operations.referrals.interviews import Proposal, propose_interview
from wasl.operations.referrals.open_questions import QuestionKind
from wasl.operations.referrals.seats import take_seats

EMPLOYER, PERSON = Said(side=Side.EMPLOYER), Said(side=Side.PERSON)
OFFICE = Said(side=Side.OFFICE)


def allow(session: Session, person: Person) -> None:
    """Have a person allow everything."""
    for purpose in ConsentPurpose:
        record_consent(session, COMMAND_LINE, person, purpose, True)


def ask(
    session: Session,
    person: Person,
    kind: QuestionKind,
    posting: Opportunity | None = None,
) -> Referral:
    """Bring a person and a posting to where the person is asked something."""
    stock = kind is QuestionKind.RECEIPT
    what = OpportunityKind.IN_KIND if stock else OpportunityKind.JOB
    posting = posting or add_posting(session, ref=f"Q-{kind.value}", kind=what, code=None)
    posting.organisation.standing = OrganisationStanding.VETTED
    referral = open_referral(session, COMMAND_LINE, person, posting, ReferralOrigin.OFFICE)
    if kind is QuestionKind.CONSENT:
        take_step(session, COMMAND_LINE, referral, ConsentStep.ASK, OFFICE)
        return referral
    take_step(session, COMMAND_LINE, referral, ConsentStep.SAY_YES, PERSON)
    take_step(session, COMMAND_LINE, referral, VerdictStep.MEET, EMPLOYER)
    if kind is QuestionKind.SLOTS:
        _propose(session, referral)
    else:
        _offer(session, referral)
    if kind is QuestionKind.CHECK:
        _place(session, referral)
    if kind is QuestionKind.RECEIPT:
        _hand_over(session, referral)
    return referral


def _propose(session: Session, referral: Referral) -> None:
    noon = utc_now().replace(hour=9, minute=0, second=0, microsecond=0)
    slots = tuple(Slot(starts_at=noon + timedelta(days=days)) for days in (2, 3))
    proposal = Proposal(
        slots=slots, way=InterviewWay.AT_EMPLOYER, place="شارع الوطن", note="احضر هويتك"
    )
    propose_interview(session, COMMAND_LINE, referral, proposal)


def _offer(session: Session, referral: Referral) -> None:
    take_step(session, COMMAND_LINE, referral, VerdictStep.OFFER, EMPLOYER)
    take_seats(session, COMMAND_LINE, referral.opportunity)
    until = utc_now() + timedelta(days=5)
    session.add(
        Offer(
            referral=referral,
            wage=650_000,
            starts_on=today_in_baghdad() + timedelta(days=14),
            terms="ثماني ساعات في اليوم",
            answer_by=until,
        )
    )
    session.flush()


def _place(session: Session, referral: Referral) -> None:
    take_step(session, COMMAND_LINE, referral, VerdictStep.PLACE, EMPLOYER)
    today = today_in_baghdad()
    began = today - timedelta(days=31)
    placement = Placement(
        referral=referral,
        person=referral.person,
        opportunity=referral.opportunity,
        starts_on=began,
        checks=[
            PlacementCheck(
                day=30,
                side=side,
                due_on=began + timedelta(days=30),
                closes_on=began + timedelta(days=51),
            )
            for side in (Side.EMPLOYER, Side.PERSON)
        ],
    )
    session.add(placement)
    session.flush()


def _hand_over(session: Session, referral: Referral) -> None:
    take_step(session, COMMAND_LINE, referral, VerdictStep.PLACE, EMPLOYER)
    session.add(
        Allocation(
            referral=referral,
            person_id=referral.person_id,
            opportunity=referral.opportunity,
            state=AllocationState.HANDED_OVER,
            handed_over_at=utc_now(),
            quantity=2,
        )
    )
    session.flush()


def code_for(session: Session, referral: Referral, days: int = 5) -> str:
    """Return a code that works for a referral."""
    until = utc_now() + timedelta(days=days)
    code = make_answer_code(session, COMMAND_LINE, referral, until=until, way="slip")
    session.commit()
    return code
