"""Give a posting more time, or say that it still stands: its employer cares for it."""

from datetime import date

from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.base import utc_now
from models.enums import OpportunityStatus
from models.opportunity import Opportunity
from wasl.access.viewer import Viewer
from wasl.audit.record import record
from wasl.files.errors import CellError
from wasl.operations.postings.errors import PostingInvalidError, PostingNotOpenError
from wasl.operations.postings.hold import hold_posting

# What is over is opened again first: what changed meanwhile is read before it is seen.
EXTENDABLE = frozenset(
    {OpportunityStatus.DRAFT, OpportunityStatus.PUBLISHED, OpportunityStatus.PAUSED}
)


def extend_posting(
    session: Session,
    by: Viewer,
    opportunity: Opportunity,
    last_day: date,
    today: date,
    *,
    seen: int | None = None,
) -> None:
    """Set the last day to apply. Raises PostingChangedError, PostingNotOpenError,
    and PostingInvalidError for a day that is over.
    """
    hold_posting(session, opportunity, seen)
    if opportunity.status not in EXTENDABLE:
        raise PostingNotOpenError(opportunity.status)
    if last_day < today:
        raise PostingInvalidError({"apply_by": CellError("day_over")})
    _attend(opportunity)
    if opportunity.apply_by == last_day:
        return
    opportunity.apply_by, opportunity.expiry_told_at = last_day, None
    opportunity.typed = {
        name: text for name, text in opportunity.typed.items() if name != "apply_by"
    }
    _record(session, by, opportunity, "apply_by")


def confirm_posting(session: Session, by: Viewer, opportunity: Opportunity) -> None:
    """Say that what is offered still stands: it is not asked after again for a long time."""
    hold_posting(session, opportunity, None)
    if opportunity.status not in EXTENDABLE:
        raise PostingNotOpenError(opportunity.status)
    _attend(opportunity)
    _record(session, by, opportunity, "attended_at")


def _attend(opportunity: Opportunity) -> None:
    opportunity.attended_at, opportunity.asked_after_at = utc_now(), None


def _record(session: Session, by: Viewer, opportunity: Opportunity, column: str) -> None:
    session.flush()
    subject = ("opportunity", opportunity.public_id)
    record(session, by, AuditAction.OPPORTUNITY_CHANGED, subject=subject, columns=[column])
