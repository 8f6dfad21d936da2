"""What holds for all that an employer does with people: somebody vouches for it, it is noted."""

from sqlalchemy import update
from sqlalchemy.orm import Session

from models.base import utc_now
from models.opportunity import Opportunity
from models.organisation_states import SEEN_STANDINGS


class NotVouchedForError(Exception):
    """Nobody vouches for the employer, so that it meets nobody new and makes no offers."""


def check_vouched_for(opportunity: Opportunity) -> None:
    """Raise NotVouchedForError when the employer is not in good standing, or not any more."""
    if opportunity.organisation.standing not in SEEN_STANDINGS:
        raise NotVouchedForError


def attend(session: Session, opportunity: Opportunity) -> None:
    """Note that its employer did something with an opportunity: it is not unattended.

    The opportunity keeps its version: somebody who is writing it is not disturbed.
    """
    session.execute(
        update(Opportunity)
        .where(Opportunity.id == opportunity.id)
        .values(attended_at=utc_now(), asked_after_at=None, updated_at=Opportunity.updated_at)
        .execution_options(synchronize_session=False)
    )
    session.expire(opportunity, ["attended_at", "asked_after_at"])
