"""Stock of a posting: how much there is, and where each unit is; without names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from models.access_enums import AuditAction
from models.offer import Offer
from models.opportunity import Opportunity
from models.placement import Allocation
from models.placement_states import AllocationStep
from models.referral import Referral
from models.referral_enums import AllocationState, OfferState, Side
from wasl.access.permissions import Permission
from wasl.access.scope import visible
from wasl.access.viewer import Viewer
from wasl.audit.record import record
from wasl.operations.placements.stock import is_late, late_returns, steps_of


@dataclass(frozen=True, kw_only=True)
class StockCounts:
    """Units of a posting (for finance: people) and amounts, by where they are.

    total = free + offered + reserved + handed over + receipted; what was returned is free again.
    """

    total: int
    free: int
    offered: int
    units: Mapping[AllocationState, int]
    amounts: Mapping[AllocationState, int]


@dataclass(frozen=True, kw_only=True)
class StockRow:
    """What was given to one person. overdue: it was to be back before today."""

    referral: str
    card: str
    allocation: Allocation
    overdue: bool
    steps: Sequence[AllocationStep]


@dataclass(frozen=True, kw_only=True)
class Late:
    """A posting of which some units were to be back; since: the day of the first of them."""

    posting: Opportunity
    units: int
    since: date


def count_stock(session: Session, opportunity: Opportunity) -> StockCounts:
    """Count the units of a posting."""
    by_state = session.execute(
        select(Allocation.state, func.sum(Allocation.quantity), func.sum(Allocation.amount))
        .where(Allocation.opportunity_id == opportunity.id)
        .group_by(Allocation.state)
    ).all()
    offered = session.scalar(
        select(func.sum(Offer.quantity))
        .join(Referral, Referral.id == Offer.referral_id)
        .where(Referral.opportunity_id == opportunity.id, Offer.state == OfferState.OPEN)
    )
    return StockCounts(
        total=opportunity.seats,
        free=opportunity.seats - opportunity.seats_taken,
        offered=int(offered or 0),
        units={state: int(units) for state, units, _amount in by_state},
        amounts={state: int(amount) for state, _units, amount in by_state if amount},
    )


def list_stock(
    session: Session, viewer: Viewer, opportunity: Opportunity, today: date
) -> list[StockRow]:
    """Return what was given to whom, what has to be done first at the top; recorded."""
    found = session.execute(
        select(Allocation, Referral)
        .join(Referral, Referral.id == Allocation.referral_id)
        .where(
            Allocation.opportunity_id == opportunity.id,
            visible(viewer, Permission.SEE_OWN_REFERRALS),
        )
        .options(joinedload(Referral.person))
        .order_by(Allocation.reserved_at, Allocation.id)
    ).all()
    for _allocation, referral in found:
        person, subject = referral.person.public_id, ("referral", referral.public_id)
        action = AuditAction.REFERRAL_SEEN
        record(session, viewer, action, person=person, subject=subject, page="stock", named=False)
    order = list(AllocationState)
    rows = [_row(allocation, referral, today) for allocation, referral in found]
    return sorted(rows, key=lambda row: (not row.overdue, order.index(row.allocation.state)))


def list_late(session: Session, viewer: Viewer, today: date) -> list[Late]:
    """Return the postings of which something lent is not back in time, the longest late first."""
    late = (
        select(
            Allocation.opportunity_id,
            func.sum(Allocation.quantity).label("units"),
            func.min(Allocation.return_by).label("since"),
        )
        .where(late_returns(today))
        .group_by(Allocation.opportunity_id)
        .subquery()
    )
    rows = session.execute(
        select(Opportunity, late.c.units, late.c.since)
        .join(late, late.c.opportunity_id == Opportunity.id)
        .where(visible(viewer, Permission.SEE_OWN_OPPORTUNITIES))
        .order_by(late.c.since, Opportunity.id)
    )
    return [Late(posting=row[0], units=int(row[1]), since=row[2]) for row in rows]


def _row(allocation: Allocation, referral: Referral, today: date) -> StockRow:
    return StockRow(
        referral=referral.public_id,
        card=referral.card,
        allocation=allocation,
        overdue=is_late(allocation, today),
        steps=steps_of(allocation, Side.EMPLOYER),
    )
