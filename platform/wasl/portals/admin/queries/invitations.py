"""Invitations as who may revoke them sees them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from models.base import utc_now
from models.enums import Role
from models.sign_in import Invitation
from wasl.access.permissions import Permission
from wasl.access.scope import visible
from wasl.access.viewer import Viewer
from wasl.paging import Page, cut


class InvitationState(StrEnum):
    """Where an invitation stands."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REVOKED = "revoked"
    EXPIRED = "expired"


@dataclass(frozen=True, kw_only=True)
class InvitationRow:
    """A line of the list; sent_to: none when the code went out on paper."""

    public_id: str
    role: Role
    place: str | None
    sent_to: str | None
    by: str | None
    state: InvitationState
    created_at: datetime
    expires_at: datetime

    @property
    def can_be_sent_again(self) -> bool:
        """Whether a new code can be given: until somebody accepted it or it was withdrawn."""
        return self.state in {InvitationState.OPEN, InvitationState.EXPIRED}


def invitation_state(invitation: Invitation) -> InvitationState:
    """Tell where an invitation stands."""
    if invitation.accepted_at is not None:
        return InvitationState.ACCEPTED
    if invitation.revoked_at is not None:
        return InvitationState.REVOKED
    over = utc_now() >= invitation.expires_at
    return InvitationState.EXPIRED if over else InvitationState.OPEN


def present_invitation(invitation: Invitation) -> InvitationRow:
    """Return an invitation as a line."""
    place = invitation.organisation or invitation.office
    return InvitationRow(
        public_id=invitation.public_id,
        role=invitation.role,
        place=place.name if place else None,
        sent_to=invitation.login,
        by=invitation.invited_by.display_name if invitation.invited_by else None,
        state=invitation_state(invitation),
        created_at=invitation.created_at,
        expires_at=invitation.expires_at,
    )


def list_invitations(session: Session, viewer: Viewer, page: int) -> Page[InvitationRow]:
    """Return a page of the invitations in reach, the newest first; those to returnees are left out.

    They belong to the record of a person, which who manages accounts does not see.
    """
    statement = (
        select(Invitation)
        .where(
            visible(viewer, Permission.REVOKE_INVITATION),
            Invitation.role != Role.RETURNEE,
        )
        .order_by(Invitation.id.desc())
        .options(
            joinedload(Invitation.organisation),
            joinedload(Invitation.office),
            joinedload(Invitation.invited_by),
        )
    )
    part = cut(session, statement, page)
    found = session.scalars(statement.offset(part.offset).limit(part.size)).unique()
    return part.page([present_invitation(invitation) for invitation in found])
