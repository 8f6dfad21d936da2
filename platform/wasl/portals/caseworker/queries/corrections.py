"""What people an office works with say is wrong."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from models.access_enums import CorrectionState
from models.case import CorrectionRequest
from models.person import Person
from wasl.access.permissions import Permission
from wasl.access.scope import visible
from wasl.access.viewer import Viewer

MOST_DECIDED = 20
_WITH_NAME = joinedload(CorrectionRequest.person).selectinload(Person.identity)


def list_open_corrections(session: Session, viewer: Viewer) -> Sequence[CorrectionRequest]:
    """Return what waits for a decision that a viewer may make, the oldest first."""
    statement = (
        select(CorrectionRequest)
        .where(
            visible(viewer, Permission.DECIDE_CORRECTIONS),
            CorrectionRequest.state == CorrectionState.OPEN,
        )
        .options(_WITH_NAME)
        .order_by(CorrectionRequest.id)
    )
    return session.scalars(statement).all()


def list_decided_corrections(session: Session, viewer: Viewer) -> Sequence[CorrectionRequest]:
    """Return the last ones that were decided."""
    statement = (
        select(CorrectionRequest)
        .where(
            visible(viewer, Permission.DECIDE_CORRECTIONS),
            CorrectionRequest.state != CorrectionState.OPEN,
        )
        .options(_WITH_NAME)
        .order_by(CorrectionRequest.decided_at.desc())
        .limit(MOST_DECIDED)
    )
    return session.scalars(statement).all()
