"""A posting of the employer with people who said yes to it, for tests of the employer's pages."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.access_enums import ConsentGiver
from models.account import Account, Membership
from models.enums import Role
from models.offer import Interview
from models.opportunity import Opportunity
from models.person import Person
from models.referral import Referral
from models.referral_enums import InterviewWay, ReferralOrigin, RefusalReason, Side
from models.referral_states import ConsentStep, ViewStep
from wasl.access.viewer import COMMAND_LINE, Viewer, viewer_of
from wasl.clock import BAGHDAD
from wasl.operations.referrals.answer_employer import want_to_meet
from wasl.operations.referrals.core import Said, open_referral, take_step
from wasl.operations.referrals.interview_rules import Slot
from wasl.operations.referrals.interviews import Proposal, choose_slot, propose_interview

EMPLOYER = Said(side=Side.EMPLOYER)
PERSON = Said(side=Side.PERSON, given_by=ConsentGiver.SELF, shared_note="words of the person")
NO_FROM_PERSON = Said(side=Side.PERSON, reason=RefusalReason.SAFETY, given_by=ConsentGiver.SELF)
OFFICE = Said(side=Side.OFFICE, shared_note="words of the office", private_note="not for you")


def viewer(session: Session, role: Role = Role.EMPLOYER_OWNER) -> Viewer:
    """Return who works for the employer, as they act."""
    holder = select(Membership.account_id).where(Membership.role == role)
    return viewer_of(session.get_one(Account, session.scalar(holder)))


def at_ten(days: int) -> datetime:
    """Return ten o'clock in Baghdad, some days from now."""
    then = datetime.now(BAGHDAD) + timedelta(days=days)
    return then.replace(hour=10, minute=0, second=0, microsecond=0).astimezone(UTC)


def introduce(session: Session, person: Person, posting: Opportunity) -> Referral:
    """Have a person say yes to a posting, so that its employer has to answer."""
    referral = open_referral(session, COMMAND_LINE, person, posting, ReferralOrigin.OFFICE)
    take_step(session, COMMAND_LINE, referral, ViewStep.SUPPORT, OFFICE)
    take_step(session, COMMAND_LINE, referral, ConsentStep.SAY_YES, PERSON)
    session.flush()
    session.refresh(referral)
    return referral


def bring_together(session: Session, person: Person, posting: Opportunity) -> Referral:
    """Have both say that they want to meet."""
    referral = introduce(session, person, posting)
    want_to_meet(session, viewer(session), referral, EMPLOYER)
    # After a no of the employer the yes from then does not count: they are asked anew.
    take_step(session, COMMAND_LINE, referral, ConsentStep.SAY_YES, PERSON)
    return referral


def agree_on_time(session: Session, referral: Referral) -> Interview:
    """Have the employer propose two times and the person take the first."""
    proposal = Proposal(
        slots=(Slot(starts_at=at_ten(2)), Slot(starts_at=at_ten(3))),
        way=InterviewWay.AT_EMPLOYER,
        place="Gate 2",
        note="Bring your papers",
    )
    interview = propose_interview(session, viewer(session), referral, proposal)
    choose_slot(session, COMMAND_LINE, interview, interview.slots[0].public_id, PERSON)
    return interview
