"""What the pages of this portal show."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from models.base import utc_now
from models.sign_in import ResetRequest
from wasl.access.permissions import Permission
from wasl.access.scope import visible
from wasl.access.viewer import Viewer
from wasl.operations.resets import ResetRule, is_open, obstacle


@dataclass(frozen=True, kw_only=True)
class WaitingReset:
    """A reset that waits for its second person, and why the reader is not that person."""

    reset: ResetRequest
    obstacle: ResetRule | None


def waiting_resets(session: Session, viewer: Viewer) -> Sequence[WaitingReset]:
    """Return the resets within reach that wait for a second person, the oldest first."""
    rows = session.scalars(
        select(ResetRequest)
        .where(
            visible(viewer, Permission.CONFIRM_RESET),
            ResetRequest.requested_by_id.is_not(None),
            ResetRequest.confirmed_by_id.is_(None),
            is_open(utc_now()),
        )
        .options(joinedload(ResetRequest.account), joinedload(ResetRequest.requested_by))
        .order_by(ResetRequest.id)
    )
    return [WaitingReset(reset=row, obstacle=obstacle(viewer, row)) for row in rows]
