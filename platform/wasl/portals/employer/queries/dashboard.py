"""What an employer's first page counts: what waits, and places by kind."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session

from models.enums import OpportunityKind, OpportunityStatus
from models.offer import Offer
from models.opportunity import Opportunity
from models.opportunity_log import OpportunityMove
from models.opportunity_states import OpportunityStep
from models.referral import Referral
from models.referral_enums import OfferState, ReferralStage
from wasl.access.permissions import Permission
from wasl.access.scope import visible
from wasl.access.viewer import Viewer
from wasl.portals.employer.queries.meetings import MeetingFilter, Turn, count_turns

ENDS_SOON = timedelta(days=7)
MOST_POSTINGS = 8
_SHOWN = (OpportunityStatus.PUBLISHED, OpportunityStatus.PAUSED, OpportunityStatus.FILLED)


class Care(StrEnum):
    """Why a posting needs its employer."""

    SENT_BACK = "sent_back"
    ASKED_AFTER = "asked_after"
    ENDS_SOON = "ends_soon"


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """How many people wait for what, and by when the first of them must be answered."""

    answers: int
    answer_by: datetime | None
    meetings: int
    offers: int
    offer_by: datetime | None


@dataclass(frozen=True, kw_only=True)
class Places:
    """Places, or units of stock, of what was ever shown: offered = free + held + filled."""

    offered: int
    held: int
    filled: int


def count_waiting(session: Session, viewer: Viewer) -> Waiting:
    """Count the people who wait for the employer, and those whom it waits for."""

    def turns(stage: ReferralStage, turn: Turn) -> int:
        return count_turns(session, viewer, MeetingFilter(stage=stage))[turn]

    own = visible(viewer, Permission.SEE_OWN_REFERRALS)
    first_answer = select(func.min(Referral.answer_by)).where(
        own, Referral.stage == ReferralStage.WITH_EMPLOYER
    )
    first_offer = (
        select(func.min(Offer.answer_by))
        .join(Referral, Referral.id == Offer.referral_id)
        .where(own, Offer.state == OfferState.OPEN)
    )
    return Waiting(
        answers=turns(ReferralStage.WITH_EMPLOYER, Turn.MINE),
        answer_by=session.scalar(first_answer),
        meetings=turns(ReferralStage.MEETING, Turn.MINE),
        offers=turns(ReferralStage.OFFER, Turn.OTHERS),
        offer_by=session.scalar(first_offer),
    )


def postings_to_care_for(
    session: Session, viewer: Viewer, today: date
) -> list[tuple[Opportunity, Care]]:
    """Return the postings that need their employer, those that were sent back first."""
    care = _care(today)
    statement = (
        select(Opportunity, care.label("care"))
        .where(visible(viewer, Permission.SEE_OWN_OPPORTUNITIES), care.is_not(None))
        .order_by(_place_of(care), Opportunity.apply_by, Opportunity.id)
        .limit(MOST_POSTINGS)
    )
    return [(posting, Care(why)) for posting, why in session.execute(statement)]


def _care(today: date) -> ColumnElement[Any]:
    last_step = (
        select(OpportunityMove.step)
        .where(OpportunityMove.opportunity_id == Opportunity.id)
        .order_by(OpportunityMove.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    sent_back = and_(
        Opportunity.status == OpportunityStatus.DRAFT, last_step == OpportunityStep.SEND_BACK
    )
    shown = Opportunity.status.in_((OpportunityStatus.PUBLISHED, OpportunityStatus.PAUSED))
    ends = and_(shown, Opportunity.apply_by.between(today, today + ENDS_SOON))
    return case(
        (sent_back, Care.SENT_BACK.value),
        (and_(shown, Opportunity.asked_after_at.is_not(None)), Care.ASKED_AFTER.value),
        (ends, Care.ENDS_SOON.value),
    )


def _place_of(care: ColumnElement[Any]) -> ColumnElement[int]:
    return case({why.value: number for number, why in enumerate(Care)}, value=care)


def count_places(session: Session, viewer: Viewer) -> list[tuple[OpportunityKind, Places]]:
    """Return the places of what was ever shown, by kind; kinds without any are left out."""
    found = _places(session, viewer, Opportunity.kind)
    return [(kind, found[kind]) for kind in OpportunityKind if kind in found]


def _places(session: Session, viewer: Viewer, by: Any) -> dict[Any, Places]:
    """Count places by a column of Opportunity. Held is what open offers keep for somebody."""
    shown = and_(
        visible(viewer, Permission.SEE_OWN_OPPORTUNITIES),
        or_(Opportunity.published_at.is_not(None), Opportunity.status.in_(_SHOWN)),
    )
    seats = session.execute(
        select(by, func.sum(Opportunity.seats), func.sum(Opportunity.seats_taken))
        .where(shown)
        .group_by(by)
    ).all()
    offered = select(by, func.sum(Offer.quantity)).join(Referral, Referral.id == Offer.referral_id)
    rows: Sequence[Any] = session.execute(
        offered.join(Opportunity, Opportunity.id == Referral.opportunity_id)
        .where(shown, Offer.state == OfferState.OPEN)
        .group_by(by)
    ).all()
    held = {row[0]: int(row[1]) for row in rows}
    return {
        key: Places(
            offered=int(all_of_them),
            held=held.get(key, 0),
            filled=int(taken) - held.get(key, 0),
        )
        for key, all_of_them, taken in seats
    }
