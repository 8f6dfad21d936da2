"""What is shown already and then changed is checked as it was when it was sent in."""

from collections.abc import Collection
from datetime import date

from sqlalchemy.orm import Session

from models.enums import Role
from models.opportunity import Opportunity
from models.opportunity_states import OpportunityStep
from wasl.access.viewer import Viewer
from wasl.operations.move_opportunity import move_opportunity
from wasl.operations.postings.review import (
    ReviewCause,
    ReviewPolicy,
    keep_flags,
    must_be_reviewed,
)
from wasl.operations.postings.wording import check_posting
from wasl.operations.tell_staff import tell_role

Held = frozenset[tuple[str, str]]


def holding_words(opportunity: Opportunity) -> Held:
    """Return the rules that hold a posting, each with the words that broke it."""
    return frozenset(
        (finding.code.value, finding.words)
        for finding in check_posting(opportunity)
        if finding.holds
    )


def hold_changed(
    session: Session,
    by: Viewer,
    opportunity: Opportunity,
    before: Collection[tuple[str, str]],
    *,
    policy: ReviewPolicy,
    today: date,
) -> bool:
    """Put a changed posting back into review where it must be read again; tell whether it was.

    before: what held it before the change. Who read it then knows of that, and let it pass.
    """
    causes = must_be_reviewed(session, opportunity, policy)
    worse = holding_words(opportunity) - frozenset(before)
    again: list[ReviewCause] = [
        cause
        for cause in causes
        if cause is ReviewCause.EVERY or (worse and cause is ReviewCause.WORDING)
    ]
    keep_flags(opportunity, again)
    if not again:
        return False
    move_opportunity(session, by, opportunity, OpportunityStep.HOLD, today)
    tell_role(session, Role.SECRETARIAT, "posting_to_review")
    return True
