"""What an office has to do about referrals, each as one condition on the table."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, exists, or_
from sqlalchemy.orm import aliased

from models.offer import Interview, Offer
from models.placement import Allocation, CheckSettlement, Placement, PlacementCheck
from models.referral import Referral
from models.referral_enums import (
    AllocationState,
    CloseCause,
    EmployerVerdict,
    InterviewState,
    OfferState,
    ReferralStage,
    Side,
)
from wasl.clock import BAGHDAD
from wasl.operations.placements.stock import late_returns
from wasl.operations.referrals.tell_answer import TOLD_WITHIN

NEAR = timedelta(days=2)
"""A deadline is near from so long before it."""

_ANSWERS = (CloseCause.EMPLOYER_DECLINED, CloseCause.EMPLOYER_SILENT)


class Waits(StrEnum):
    """What waits for the office, the most urgent first."""

    OFFER = "offer"
    SLOTS = "slots"
    NEAR = "near"
    WISH = "wish"
    DISAGREE = "disagree"
    CHECK = "check"
    RECEIPT = "receipt"
    BACK = "back"
    TELL = "tell"


def conditions_of_waits(now: datetime) -> Mapping[Waits, ColumnElement[bool]]:
    """Return for each thing that can wait the condition on Referral under which it does."""
    return {
        Waits.OFFER: and_(
            Referral.stage == ReferralStage.OFFER,
            exists()
            .where(Offer.referral_id == Referral.id, Offer.state == OfferState.OPEN)
            .correlate(Referral),
        ),
        Waits.SLOTS: and_(
            Referral.stage == ReferralStage.MEETING,
            exists().where(
                Interview.referral_id == Referral.id, Interview.state == InterviewState.PROPOSED
            ),
        ),
        Waits.NEAR: and_(
            Referral.stage == ReferralStage.WITH_PERSON, Referral.consent_by <= now + NEAR
        ),
        Waits.WISH: and_(
            Referral.stage == ReferralStage.WITH_OFFICE, Referral.verdict == EmployerVerdict.MEET
        ),
        Waits.DISAGREE: and_(Referral.stage == ReferralStage.PLACED, _disagree()),
        Waits.CHECK: and_(Referral.stage == ReferralStage.PLACED, _to_be_asked(now)),
        Waits.RECEIPT: exists().where(
            Allocation.referral_id == Referral.id,
            Allocation.state == AllocationState.HANDED_OVER,
        ),
        Waits.BACK: exists().where(
            Allocation.referral_id == Referral.id,
            late_returns(now.astimezone(BAGHDAD).date()),
        ),
        Waits.TELL: and_(
            Referral.stage == ReferralStage.CLOSED,
            Referral.close_cause.in_(_ANSWERS),
            Referral.closed_at >= now - TOLD_WITHIN,
            or_(Referral.told_at.is_(None), Referral.told_at < Referral.closed_at),
        ),
    }


def _to_be_asked(now: datetime) -> ColumnElement[bool]:
    """Tell whether the person is asked whether they are still there, and has not answered."""
    today = now.astimezone(BAGHDAD).date()
    return exists().where(
        Placement.referral_id == Referral.id,
        PlacementCheck.placement_id == Placement.id,
        PlacementCheck.side == Side.PERSON,
        PlacementCheck.answer.is_(None),
        PlacementCheck.due_on <= today,
        PlacementCheck.closes_on >= today,
    )


def _disagree() -> ColumnElement[bool]:
    """Tell whether the two sides answered the latest check differently, and nobody found out.

    It waits until the office settles it, or says itself that it is over.
    """
    one, other, later = aliased(PlacementCheck), aliased(PlacementCheck), aliased(PlacementCheck)
    newer = exists().where(
        later.placement_id == one.placement_id, later.day > one.day, later.answer.is_not(None)
    )
    settled = exists().where(
        CheckSettlement.placement_id == one.placement_id, CheckSettlement.day == one.day
    )
    return exists().where(
        Placement.referral_id == Referral.id,
        or_(Placement.ended_told_by.is_(None), Placement.ended_told_by != Side.OFFICE),
        one.placement_id == Placement.id,
        other.placement_id == Placement.id,
        one.day == other.day,
        one.side == Side.EMPLOYER,
        other.side == Side.PERSON,
        one.answer != other.answer,
        ~newer,
        ~settled,
    )
