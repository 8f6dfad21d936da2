"""Send several drafts in at once: those that are complete go, the others stay drafts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from models.enums import OpportunityStatus
from models.opportunity import Opportunity
from wasl.access.viewer import Viewer
from wasl.operations.move_opportunity import DeadlinePassedError, StepRefusedError
from wasl.operations.postings.errors import PostingInvalidError
from wasl.operations.postings.review import ReviewPolicy
from wasl.operations.postings.send_in import send_in


@dataclass(frozen=True, kw_only=True)
class SentIn:
    """What became of some drafts: how many are published, are read first, or were left alone."""

    published: int = 0
    in_review: int = 0
    left: int = 0


def send_in_several(
    session: Session,
    by: Viewer,
    drafts: Sequence[Opportunity],
    policy: ReviewPolicy,
    today: date,
) -> SentIn:
    """Send each draft in by itself; one that cannot go keeps no other back."""
    states = [_send(session, by, draft, policy, today) for draft in drafts]
    return SentIn(
        published=states.count(OpportunityStatus.PUBLISHED),
        in_review=states.count(OpportunityStatus.IN_REVIEW),
        left=states.count(None),
    )


def _send(
    session: Session, by: Viewer, draft: Opportunity, policy: ReviewPolicy, today: date
) -> OpportunityStatus | None:
    try:
        return send_in(session, by, draft, policy, today)
    except (PostingInvalidError, StepRefusedError, DeadlinePassedError):
        return None
