"""What waits for who keeps the platform."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from models.access_enums import MessageState
from models.base import utc_now
from models.case import Erasure
from models.enums import OrganisationStanding, Role
from models.message import Message
from models.opportunity import Organisation
from models.sign_in import Invitation, ResetRequest
from wasl.access.permissions import Permission
from wasl.access.scope import visible
from wasl.access.viewer import Viewer


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """How much of each thing waits."""

    organisations: int
    resets: int
    invitations: int
    failed_messages: int
    erasures: int


def _count(session: Session, table: type, *conditions: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).select_from(table).where(*conditions)) or 0


def count_waiting(session: Session, viewer: Viewer) -> Waiting:
    """Return what waits, as far as it is in reach of the viewer."""
    now = utc_now()
    return Waiting(
        organisations=_count(
            session,
            Organisation,
            Organisation.standing == OrganisationStanding.UNVETTED,
            Organisation.registered_at.is_not(None),
        ),
        resets=_count(
            session,
            ResetRequest,
            visible(viewer, Permission.CONFIRM_RESET),
            ResetRequest.requested_by_id.is_not(None),
            ResetRequest.confirmed_by_id.is_(None),
            ResetRequest.used_at.is_(None),
            ResetRequest.cancelled_at.is_(None),
            ResetRequest.expires_at > now,
        ),
        invitations=_count(
            session,
            Invitation,
            visible(viewer, Permission.REVOKE_INVITATION),
            Invitation.role != Role.RETURNEE,
            Invitation.accepted_at.is_(None),
            Invitation.revoked_at.is_(None),
            Invitation.expires_at > now,
        ),
        failed_messages=_count(session, Message, Message.state == MessageState.FAILED),
        erasures=_count(
            session,
            Erasure,
            Erasure.done_at.is_(None),
            Erasure.cancelled_at.is_(None),
            Erasure.due_at <= now,
        ),
    )
