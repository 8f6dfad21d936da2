"""One record between a person and an opportunity, with all that its page tells."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from models.account import Account
from models.offer import Interview, Offer
from models.opportunity import Opportunity
from models.person import Person
from models.referral import Referral, ReferralStep
from models.referral_enums import InterviewState, OfferState, ReferralStage, Side
from models.release import IdentityRelease
from wasl.access.viewer import Viewer
from wasl.operations.referrals.line import place_in_line
from wasl.operations.referrals.open_questions import OpenQuestion, open_questions_of_referral
from wasl.operations.referrals.responsiveness import Responsiveness, responsiveness_of

ALL_OF_A_REFERRAL = (
    joinedload(Referral.person).joinedload(Person.identity),
    joinedload(Referral.opportunity).joinedload(Opportunity.organisation),
    selectinload(Referral.steps),
)


@dataclass(frozen=True, kw_only=True)
class LogLine:
    """A step of the log: who took it (an account of the viewer's office by name), and its notes.

    private_note: empty unless the viewer's own side wrote it.
    """

    step: ReferralStep
    name: str | None
    private_note: str | None


@dataclass(frozen=True, kw_only=True)
class ReferralRecord:
    """What the page of a referral shows beside the referral itself."""

    response: Responsiveness
    place_in_line: int | None
    questions: Sequence[OpenQuestion]
    meeting: Interview | None
    offer: Offer | None
    release: IdentityRelease | None
    log: Sequence[LogLine]


def read_referral(
    session: Session, viewer: Viewer, referral: Referral, today: date
) -> ReferralRecord:
    """Return what the office sees of a referral."""
    employer = referral.opportunity.organisation_id
    waits_in_line = referral.stage is ReferralStage.IN_LINE
    return ReferralRecord(
        response=responsiveness_of(session, [employer])[employer],
        place_in_line=place_in_line(session, referral) if waits_in_line else None,
        questions=open_questions_of_referral(session, referral, today),
        meeting=session.scalar(
            select(Interview)
            .where(
                Interview.referral_id == referral.id, Interview.state != InterviewState.CANCELLED
            )
            .order_by(Interview.id.desc())
            .limit(1)
        ),
        offer=session.scalar(
            select(Offer)
            .where(Offer.referral_id == referral.id, Offer.state != OfferState.WITHDRAWN)
            .order_by(Offer.id.desc())
            .limit(1)
        ),
        release=_release(session, referral),
        log=_log(session, viewer, referral),
    )


def _release(session: Session, referral: Referral) -> IdentityRelease | None:
    return session.scalar(
        select(IdentityRelease)
        .where(
            IdentityRelease.person_id == referral.person_id,
            IdentityRelease.opportunity_id == referral.opportunity_id,
            IdentityRelease.withdrawn_at.is_(None),
        )
        .limit(1)
    )


def _log(session: Session, viewer: Viewer, referral: Referral) -> list[LogLine]:
    """Return the steps, the newest first; colleagues by name, notes of other offices left out."""
    accounts = {step.account_id for step in referral.steps if step.account_id is not None}
    known = {
        account.id: account
        for account in session.scalars(select(Account).where(Account.id.in_(accounts))).unique()
    }
    return [
        _line(step, viewer, known.get(step.account_id or 0)) for step in reversed(referral.steps)
    ]


def _line(step: ReferralStep, viewer: Viewer, account: Account | None) -> LogLine:
    held = account.membership if account else None
    ours = held is not None and viewer.office_id is not None and held.office_id == viewer.office_id
    note = step.private_note if ours and step.side is Side.OFFICE else None
    name = account.display_name if account is not None and ours else None
    return LogLine(step=step, name=name, private_note=note)


def find_open_offer(session: Session, referral: Referral) -> Offer | None:
    """Return the offer that waits for the person's answer, or none."""
    return session.scalar(
        select(Offer).where(Offer.referral_id == referral.id, Offer.state == OfferState.OPEN)
    )
