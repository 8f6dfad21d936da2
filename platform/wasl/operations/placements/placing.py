"""Somebody is placed: the place is theirs, what else was open ends, the posting may be full."""

from collections.abc import Iterable
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.offer import Offer
from models.opportunity import Opportunity
from models.opportunity_states import OpportunityStep
from models.opportunity_states import steps_from as posting_steps_from
from models.placement import Allocation, Placement, PlacementCheck
from models.placement_states import (
    CHECK_DAYS,
    CHECK_OPEN_DAYS,
    ENDED_BY_PLACEMENT,
    STOCK_KINDS,
)
from models.referral import Referral
from models.referral_enums import (
    AllocationState,
    CloseCause,
    EmployerVerdict,
    EndCause,
    Side,
)
from wasl.access.viewer import SCHEDULER, Viewer
from wasl.audit.record import record
from wasl.operations.move_opportunity import move_opportunity
from wasl.operations.placements.errors import PlacementEndedError
from wasl.operations.referrals.core import close_referral
from wasl.operations.referrals.seats import free_seats
from wasl.operations.tell_staff import tell_employer

CHECKED_SIDES = (Side.EMPLOYER, Side.PERSON)
_HELD = (AllocationState.RESERVED, AllocationState.HANDED_OVER, AllocationState.RECEIPTED)


def place(
    session: Session, by: Viewer, offer: Offer, others: Iterable[Referral], today: date
) -> Placement | Allocation:
    """Make an accepted offer a placement with its checks, or an allocation of stock.

    The places are those that the offer held. others: referrals of the same person, locked; what
    the new place leaves no room for ends as placed elsewhere. A posting whose last place this is
    becomes filled.
    """
    referral = offer.referral
    kind = referral.opportunity.kind
    stock = kind in STOCK_KINDS
    made = _allocation(offer) if stock else _placement(offer, today)
    session.add(made)
    session.flush()
    person, subject = referral.person.public_id, ("referral", referral.public_id)
    record(session, by, AuditAction.PLACED, person=person, subject=subject, kind=kind.value)
    for other in others:
        if other.opportunity.kind in ENDED_BY_PLACEMENT.get(kind, ()):
            close_elsewhere(session, by, other)
    _fill(session, referral.opportunity, today)
    return made


def close_elsewhere(session: Session, by: Viewer, referral: Referral) -> bool:
    """End a referral because the person found another place; its employer, if told of it, hears."""
    known = referral.verdict is not EmployerVerdict.NOT_ASKED
    closed = close_referral(session, by, referral, CloseCause.PLACED_ELSEWHERE)
    if closed and known:
        tell_employer(session, referral.opportunity.organisation, "person_not_available")
    return closed


def end_placement(
    session: Session,
    by: Viewer,
    placement: Placement,
    cause: EndCause,
    *,
    side: Side,
    on: date,
) -> None:
    """Write down that a placement is over since a day, and who said so.

    The place is free again unless the placement was for a time that is over. The caller holds the
    placement. Raises PlacementEndedError.
    """
    if placement.ended_on is not None:
        raise PlacementEndedError
    placement.ended_on, placement.end_cause = max(on, placement.starts_on), cause
    placement.ended_told_by = side
    session.flush()
    person = placement.person.public_id if placement.person else None
    record(
        session,
        by,
        AuditAction.PLACEMENT_ENDED,
        person=person,
        subject=("placement", placement.public_id),
        cause=cause.value,
        side=side.value,
    )
    if cause is not EndCause.TERM_OVER:
        free_seats(session, by, placement.opportunity, placement.quantity)


def filled_places(session: Session, opportunity: Opportunity) -> int:
    """Return how many places or units are taken for good: not merely held by an open offer."""
    placed = select(func.coalesce(func.sum(Placement.quantity), 0)).where(
        Placement.opportunity_id == opportunity.id,
        Placement.ended_on.is_(None) | (Placement.end_cause == EndCause.TERM_OVER),
    )
    given = select(func.coalesce(func.sum(Allocation.quantity), 0)).where(
        Allocation.opportunity_id == opportunity.id, Allocation.state.in_(_HELD)
    )
    return int(session.scalar(placed) or 0) + int(session.scalar(given) or 0)


def _fill(session: Session, opportunity: Opportunity, today: date) -> None:
    """Move a posting to filled when no place can become free by an answer any more.

    Places that open offers hold do not count: whoever else is talked to waits for them.
    """
    full = filled_places(session, opportunity) >= opportunity.seats
    if full and OpportunityStep.FILL in posting_steps_from(opportunity.status):
        # Nobody takes this step: in the posting's log it must not look as if the person had.
        move_opportunity(session, SCHEDULER, opportunity, OpportunityStep.FILL, today)


def _allocation(offer: Offer) -> Allocation:
    return Allocation(
        referral=offer.referral,
        person_id=offer.referral.person_id,
        opportunity=offer.referral.opportunity,
        quantity=offer.quantity,
        amount=offer.amount,
    )


def _placement(offer: Offer, today: date) -> Placement:
    opportunity = offer.referral.opportunity
    # An offer without a day begins with the posting's, unless that has gone by.
    planned = offer.starts_on or opportunity.start_date
    starts_on = planned if offer.starts_on or (planned and planned > today) else today
    return Placement(
        referral=offer.referral,
        person=offer.referral.person,
        opportunity=opportunity,
        quantity=offer.quantity,
        starts_on=starts_on or today,
        checks=[
            PlacementCheck(
                day=day,
                side=side,
                due_on=(starts_on or today) + timedelta(days=day),
                closes_on=(starts_on or today) + timedelta(days=day + CHECK_OPEN_DAYS),
            )
            for day in CHECK_DAYS
            for side in CHECKED_SIDES
        ],
    )
