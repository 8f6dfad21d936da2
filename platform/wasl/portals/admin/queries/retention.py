"""Erasures that were asked for, and decisions on how long records are kept."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.case import Erasure
from models.retention import RetentionPolicy

SHOWN = 50


def list_erasures(session: Session) -> Sequence[Erasure]:
    """Return the erasures that wait, the next first, then the last that were done."""
    order = (Erasure.done_at.is_not(None), Erasure.due_at, Erasure.id)
    waiting = select(Erasure).where(Erasure.cancelled_at.is_(None))
    return session.scalars(waiting.order_by(*order).limit(SHOWN)).all()


def list_decisions(session: Session) -> Sequence[RetentionPolicy]:
    """Return the decisions on how long records are kept, the last first."""
    statement = select(RetentionPolicy).order_by(RetentionPolicy.id.desc()).limit(SHOWN)
    return session.scalars(statement).all()
