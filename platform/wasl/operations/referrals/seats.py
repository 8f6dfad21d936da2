"""Places of an opportunity: taken and freed by one conditional statement, never overbooked."""

from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.opportunity import Opportunity
from wasl.access.viewer import Viewer
from wasl.audit.record import record
from wasl.operations.referrals.errors import NoSeatLeftError


def free_now(session: Session, opportunity: Opportunity) -> int:
    """Return how many places are neither filled nor held by an open offer, as of this moment."""
    free: int = session.execute(
        select(Opportunity.seats - Opportunity.seats_taken).where(Opportunity.id == opportunity.id)
    ).scalar_one()
    return free


def take_seats(session: Session, by: Viewer, opportunity: Opportunity, count: int = 1) -> None:
    """Take places for an offer. Raises NoSeatLeftError, and then has taken none.

    Whether there are any is asked by the statement that takes them: who reads first and writes
    then overbooks when two do so at once.
    """
    taken = session.execute(
        update(Opportunity)
        .where(
            Opportunity.id == opportunity.id, Opportunity.seats_taken + count <= Opportunity.seats
        )
        .values(seats_taken=Opportunity.seats_taken + count)
        .returning(Opportunity.seats_taken)
        .execution_options(synchronize_session=False)
    ).scalar_one_or_none()
    if taken is None:
        raise NoSeatLeftError(free_now(session, opportunity))
    _note(session, by, opportunity, AuditAction.SEATS_TAKEN, count=count, taken=taken)


def free_seats(session: Session, by: Viewer, opportunity: Opportunity, count: int = 1) -> None:
    """Give places back that an offer held, or somebody who is not there any more."""
    taken = session.execute(
        update(Opportunity)
        .where(Opportunity.id == opportunity.id)
        .values(seats_taken=Opportunity.seats_taken - count)
        .returning(Opportunity.seats_taken)
        .execution_options(synchronize_session=False)
    ).scalar_one()
    _note(session, by, opportunity, AuditAction.SEATS_FREED, count=count, taken=taken)


def _note(
    session: Session, by: Viewer, opportunity: Opportunity, action: AuditAction, **counts: Any
) -> None:
    session.expire(opportunity, ["seats_taken"])
    subject = ("opportunity", opportunity.public_id)
    record(session, by, action, subject=subject, reason=None, **counts)
