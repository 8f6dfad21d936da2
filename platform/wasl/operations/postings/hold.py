"""Hold a posting while something is done with it, as whoever acts has it before their eyes."""

from sqlalchemy.orm import Session

from models.opportunity import Opportunity
from wasl.operations.hold_row import hold_row
from wasl.operations.postings.errors import PostingChangedError


def hold_posting(session: Session, opportunity: Opportunity, seen: int | None) -> None:
    """Lock a posting and read it anew.

    seen: the version that somebody had before their eyes; None for what does not depend on it.
    Raises PostingChangedError when another one is there now.
    """
    hold_row(session, opportunity)
    if seen is not None and opportunity.version != seen:
        raise PostingChangedError(opportunity)
