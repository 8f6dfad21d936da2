"""Whom the employer took: what it is asked about them, and how many are still there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from models.access_enums import AuditAction
from models.opportunity import Opportunity
from models.placement import Allocation, Placement, PlacementCheck
from models.placement_states import AllocationStep
from models.referral import Referral
from models.referral_enums import Side
from wasl.access.permissions import Permission
from wasl.access.scope import visible
from wasl.access.viewer import Viewer
from wasl.audit.record import record
from wasl.operations.placements.made import allocation_of, placement_of
from wasl.operations.placements.outcomes import SeenCheck, checks_seen_by
from wasl.operations.placements.stock import steps_of


@dataclass(frozen=True, kw_only=True)
class PlacedRow:
    """Somebody whom the employer took, without a name.

    waiting: the check that waits for the employer's answer. next_on: when the next one is due.
    """

    referral: str
    card: str
    title: str
    starts_on: date
    ended_on: date | None
    waiting: SeenCheck | None
    next_on: date | None


@dataclass(frozen=True, kw_only=True)
class Made:
    """What came of a referral, for its page: a placement with its checks, or stock with its steps.

    can_end: nobody said yet that somebody is not there any more.
    """

    placement: Placement | None
    checks: Sequence[SeenCheck]
    can_end: bool
    allocation: Allocation | None
    steps: Sequence[AllocationStep]


def load_made(session: Session, referral: Referral, today: date) -> Made:
    """Return what came of a referral, as its employer may see it."""
    placement, allocation = placement_of(session, referral), allocation_of(session, referral)
    checks = checks_seen_by(placement, Side.EMPLOYER, today) if placement else []
    ended = any(one.my_cause for one in checks) or (placement and placement.ended_on is not None)
    return Made(
        placement=placement,
        checks=checks,
        can_end=placement is not None and not ended,
        allocation=allocation,
        steps=steps_of(allocation, Side.EMPLOYER) if allocation else [],
    )


def list_placed(session: Session, viewer: Viewer, today: date) -> list[PlacedRow]:
    """Return all whom the employer took: what waits first, by its last day; recorded."""
    rows = session.execute(
        select(Placement, Referral)
        .join(Referral, Referral.id == Placement.referral_id)
        .where(visible(viewer, Permission.SEE_OWN_REFERRALS))
        .options(
            selectinload(Placement.checks),
            joinedload(Referral.opportunity),
            joinedload(Referral.person),
        )
    ).all()
    found = [_row(placement, referral, today) for placement, referral in rows]
    for _placement, referral in rows:
        _note(session, viewer, referral)
    last = date.max
    return sorted(
        found,
        key=lambda row: (
            row.waiting is None,
            row.waiting.closes_on if row.waiting else row.next_on or last,
            row.card,
        ),
    )


def find_checks(session: Session, viewer: Viewer, chosen: Sequence[str]) -> list[PlacementCheck]:
    """Return those of some checks that this employer is asked; what is not its own is left out."""
    statement = (
        select(PlacementCheck)
        .join(Placement, Placement.id == PlacementCheck.placement_id)
        .join(Referral, Referral.id == Placement.referral_id)
        .where(
            PlacementCheck.public_id.in_(chosen),
            PlacementCheck.side == Side.EMPLOYER,
            visible(viewer, Permission.ANSWER_REFERRAL),
        )
    )
    return list(session.scalars(statement))


def count_waiting_checks(session: Session, organisation_id: int, today: date) -> int:
    """Return about how many people an employer is asked now and has not answered."""
    waiting = (
        select(func.count(PlacementCheck.id))
        .join(Placement, Placement.id == PlacementCheck.placement_id)
        .join(Opportunity, Opportunity.id == Placement.opportunity_id)
        .where(
            Opportunity.organisation_id == organisation_id,
            PlacementCheck.side == Side.EMPLOYER,
            PlacementCheck.answer.is_(None),
            PlacementCheck.due_on <= today,
            PlacementCheck.closes_on >= today,
        )
    )
    return session.scalar(waiting) or 0


def _row(placement: Placement, referral: Referral, today: date) -> PlacedRow:
    checks = checks_seen_by(placement, Side.EMPLOYER, today)
    return PlacedRow(
        referral=referral.public_id,
        card=referral.card,
        title=referral.opportunity.title,
        starts_on=placement.starts_on,
        ended_on=placement.ended_on,
        waiting=next((one for one in checks if one.waits), None),
        next_on=next((one.due_on for one in checks if one.due_on > today and not one.mine), None),
    )


def _note(session: Session, viewer: Viewer, referral: Referral) -> None:
    person, subject = referral.person.public_id, ("referral", referral.public_id)
    action = AuditAction.REFERRAL_SEEN
    record(session, viewer, action, person=person, subject=subject, page="checks", named=False)
