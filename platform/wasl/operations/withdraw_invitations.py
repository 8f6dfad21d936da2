"""Make open invitations useless, because something they rest on is gone."""

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from models.base import utc_now
from models.sign_in import Invitation


def withdraw_invitations(session: Session, *conditions: ColumnElement[bool]) -> int:
    """Withdraw the open invitations that meet the conditions; return how many."""
    statement = select(Invitation).where(
        Invitation.accepted_at.is_(None), Invitation.revoked_at.is_(None), *conditions
    )
    found = session.scalars(statement).all()
    for invitation in found:
        invitation.revoked_at = utc_now()
    session.flush()
    return len(found)
