"""An office notes that it told a person how it ended with an employer."""

from datetime import timedelta

from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.base import utc_now
from models.referral import Referral
from models.referral_enums import Axis
from wasl.access.viewer import Viewer
from wasl.operations.referrals.core import hold_referral
from wasl.operations.referrals.log import note

TOLD_WITHIN = timedelta(days=30)
"""So long an answer that nobody told the person stands in the worklist."""


def note_told(session: Session, by: Viewer, referral: Referral) -> bool:
    """Write down that the person was told how it ended; return False when it stands there already.

    A referral that is still open is left as it is.
    """
    hold_referral(session, referral)
    closed = referral.closed_at
    if closed is None or (referral.told_at is not None and referral.told_at >= closed):
        return False
    referral.told_at = utc_now()
    state = referral.stage.value
    moved = {"axis": Axis.CLOSING.value, "step": "told", "from": state, "to": state}
    note(session, by, referral, AuditAction.REFERRAL_MOVED, given_by=None, **moved)
    session.flush()
    return True
