"""Post now what a line of a profile says that an organisation could give."""

from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.base import utc_now
from models.capacity import Capacity
from models.enums import OpportunityKind, OpportunityStatus
from models.opportunity import Opportunity
from wasl.access.viewer import Viewer
from wasl.operations.importing.coding import keep_confirmed
from wasl.operations.postings.begin import begin_posting
from wasl.operations.profile.capacities import hold_capacity
from wasl.operations.profile.confirm import HOLDS

# What is said of a posting while somebody works on it or it is open.
UNFINISHED = frozenset(
    {
        OpportunityStatus.DRAFT,
        OpportunityStatus.IN_REVIEW,
        OpportunityStatus.PUBLISHED,
        OpportunityStatus.PAUSED,
    }
)


def post_capacity(
    session: Session, by: Viewer, capacity: Capacity, today: date, *, seen: int
) -> Opportunity:
    """Return a draft filled from a line; the one that is under way where there is one already.

    Raises ProfileRuleError, ProfileChangedError.
    """
    hold_capacity(session, capacity, seen)
    under_way = unfinished_posting(session, capacity)
    if under_way is not None:
        return under_way
    posting = begin_posting(
        session,
        by,
        capacity.organisation,
        capacity.kind,
        capacity.title,
        today=today,
        capacity=capacity,
        values=_values(session, capacity, today),
    )
    keep_confirmed(posting, capacity)
    session.flush()
    return posting


def unfinished_posting(session: Session, capacity: Capacity) -> Opportunity | None:
    """Return the posting of a line that is a draft, in review, open or paused; the newest."""
    return session.scalar(
        select(Opportunity)
        .where(Opportunity.capacity_id == capacity.id, Opportunity.status.in_(UNFINISHED))
        .order_by(Opportunity.id.desc())
        .limit(1)
    )


def _values(session: Session, capacity: Capacity, today: date) -> dict[str, Any]:
    """Return what a line tells of its posting, by columns of the posting's table."""
    first = capacity.available_from
    values: dict[str, Any] = {
        "seats": _places_left(session, capacity),
        "governorate_code": capacity.governorate_code,
        "description": capacity.conditions,
        "start_date": first if first and first > today else None,
    }
    if capacity.kind is OpportunityKind.IN_KIND:
        values |= {"item": capacity.title, "unit": capacity.unit}
    elif capacity.kind is OpportunityKind.FINANCE:
        values["amount_max"] = capacity.amount
    return values


def _places_left(session: Session, capacity: Capacity) -> int:
    """Return how many of a year's places no posting of the last year has offered; at least one."""
    offered = session.scalar(
        select(func.sum(Opportunity.seats)).where(
            Opportunity.capacity_id == capacity.id, Opportunity.created_at > utc_now() - HOLDS
        )
    )
    return max(1, capacity.quantity - (offered or 0))
