"""Stock for one person: handed over, receipt confirmed, returned, or not needed any more."""

from collections.abc import Mapping
from datetime import date, timedelta

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.base import utc_now
from models.opportunity_kinds import InKindSupport
from models.placement import Allocation
from models.placement_states import ALLOCATION_TRANSITIONS, AllocationStep
from models.referral_enums import AllocationState, Side
from wasl.access.viewer import Viewer
from wasl.audit.record import record
from wasl.operations.hold_row import hold_row
from wasl.operations.placements.errors import AllocationStepRefusedError, WrongSideError
from wasl.operations.referrals.ask_person import ask_person
from wasl.operations.referrals.seats import free_seats
from wasl.operations.tell_staff import tell_caseworkers, tell_employer

RECEIPT_WITHIN = timedelta(days=14)
"""So long the code works with which a person confirms a receipt; the office can do it any time."""

# Who confirms a receipt is never who handed over; who has it back is who gave it, or the office.
SIDES: Mapping[AllocationStep, frozenset[Side]] = {
    AllocationStep.HAND_OVER: frozenset({Side.EMPLOYER}),
    AllocationStep.RECEIPT: frozenset({Side.PERSON, Side.OFFICE}),
    AllocationStep.RETURN: frozenset({Side.EMPLOYER, Side.OFFICE}),
    AllocationStep.RELEASE: frozenset({Side.EMPLOYER, Side.PERSON, Side.OFFICE}),
}
_WITH_SOMEBODY = ALLOCATION_TRANSITIONS[AllocationStep.RETURN].sources
_BACK_IN_STOCK = frozenset({AllocationStep.RETURN, AllocationStep.RELEASE})


def steps_of(allocation: Allocation, side: Side) -> list[AllocationStep]:
    """Return what a side can do with stock now, in the order of the table."""
    return [
        step
        for step, transition in ALLOCATION_TRANSITIONS.items()
        if allocation.state in transition.sources and side in SIDES[step]
    ]


def late_returns(today: date) -> ColumnElement[bool]:
    """Return the condition on Allocation: it was to be back before a day, and is not."""
    return Allocation.state.in_(_WITH_SOMEBODY) & (Allocation.return_by < today)


def is_late(allocation: Allocation, today: date) -> bool:
    """Tell whether something that was lent was to be back before a day, and is not."""
    due = allocation.return_by
    return due is not None and due < today and allocation.state in _WITH_SOMEBODY


def move_allocation(
    session: Session,
    by: Viewer,
    allocation: Allocation,
    step: AllocationStep,
    *,
    side: Side,
    today: date,
) -> bool:
    """Take a step with stock; return False when it was taken before (a double click).

    After it is handed over the person is asked, with a code, whether they received it; somebody
    who cannot be reached is asked by their caseworker. What is returned or not needed is free for
    somebody else at once. Raises WrongSideError, AllocationStepRefusedError.
    """
    if side not in SIDES[step]:
        raise WrongSideError(side)
    hold_row(session, allocation)
    transition, before = ALLOCATION_TRANSITIONS[step], allocation.state
    if before is transition.target:
        return False
    if before not in transition.sources:
        raise AllocationStepRefusedError(step, before)
    allocation.state = transition.target
    _stamp(allocation, today)
    session.flush()
    _note(session, by, allocation, before)
    if step in _BACK_IN_STOCK:
        free_seats(session, by, allocation.opportunity, allocation.quantity)
    _tell(session, by, allocation, step)
    return True


def _stamp(allocation: Allocation, today: date) -> None:
    now, posting = utc_now(), allocation.opportunity
    if allocation.state is AllocationState.HANDED_OVER:
        allocation.handed_over_at = now
        if isinstance(posting, InKindSupport) and posting.to_be_returned:
            days = posting.return_after_days
            allocation.return_by = today + timedelta(days=days) if days else None
    elif allocation.state is AllocationState.RECEIPTED:
        allocation.receipted_at = now
    else:
        allocation.ended_at = now


def _note(session: Session, by: Viewer, allocation: Allocation, before: AllocationState) -> None:
    referral = allocation.referral
    moved = {"from": before.value, "to": allocation.state.value}
    record(
        session,
        by,
        AuditAction.ALLOCATION_MOVED,
        person=referral.person.public_id if referral else None,
        subject=("referral", referral.public_id) if referral else None,
        **moved,
    )


def _tell(session: Session, by: Viewer, allocation: Allocation, step: AllocationStep) -> None:
    referral = allocation.referral
    if referral is None:
        return
    if step is AllocationStep.HAND_OVER:
        ask_for_receipt(session, by, allocation)
    elif by.organisation_id is None:
        tell_employer(session, allocation.opportunity.organisation, "stock_answered")
    else:
        tell_caseworkers(session, referral.person, "employer_answered")


def ask_for_receipt(session: Session, by: Viewer, allocation: Allocation) -> bool:
    """Send a person a code with which they confirm a receipt; else have their caseworker ask.

    Return whether they were sent one.
    """
    referral = allocation.referral
    if referral is None:
        return False
    if ask_person(session, by, referral, "receipt", utc_now() + RECEIPT_WITHIN):
        return True
    tell_caseworkers(session, referral.person, "receipt_to_ask")
    return False
