"""Send a draft in: it is published at once, or somebody reads it first."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy.orm import Session

from models.enums import OpportunityStatus
from models.opportunity import Opportunity
from models.opportunity_states import OpportunityStep
from wasl.access.viewer import Viewer
from wasl.files.errors import CellError
from wasl.operations.importing.reference import load_reading
from wasl.operations.move_opportunity import StepRefusedError, move_opportunity
from wasl.operations.postings.errors import PostingInvalidError
from wasl.operations.postings.fields import missing_of
from wasl.operations.postings.hold import hold_posting
from wasl.operations.postings.reading import read_typed
from wasl.operations.postings.review import (
    ReviewPolicy,
    keep_flags,
    must_be_reviewed,
    submit_for_review,
)
from wasl.operations.postings.values import values_of, written


def send_in(
    session: Session,
    by: Viewer,
    opportunity: Opportunity,
    policy: ReviewPolicy,
    today: date,
    *,
    seen: int | None = None,
) -> OpportunityStatus:
    """Publish a draft, or put it into review where it must be read, and return its new state.

    What an organisation publishes that nobody has vetted is seen by nobody else until it is.
    Raises PostingChangedError, StepRefusedError, DeadlinePassedError, and PostingInvalidError for
    a draft with parts that are missing or cannot be read.
    """
    hold_posting(session, opportunity, seen)
    if opportunity.status is not OpportunityStatus.DRAFT:
        raise StepRefusedError(OpportunityStep.SUBMIT, opportunity.status)
    problems = problems_of(session, opportunity, today)
    if problems:
        raise PostingInvalidError(problems)
    causes = must_be_reviewed(session, opportunity, policy)
    if causes:
        submit_for_review(session, by, opportunity, causes, today)
    else:
        keep_flags(opportunity, causes)
        move_opportunity(session, by, opportunity, OpportunityStep.PUBLISH, today)
    return opportunity.status


def problems_of(session: Session, opportunity: Opportunity, today: date) -> Mapping[str, CellError]:
    """Return why a draft cannot be sent in yet, by column: not readable, missing, or over."""
    unread = _unread(session, opportunity, today) if opportunity.typed else {}
    missing = {name: CellError("required") for name in missing_of(opportunity)}
    over = opportunity.apply_by is not None and opportunity.apply_by < today
    return {**({"apply_by": CellError("day_over")} if over else {}), **missing, **unread}


def _unread(session: Session, opportunity: Opportunity, today: date) -> Mapping[str, CellError]:
    """Read what was typed once more, beside what it must go with."""
    values, typed = values_of(opportunity), opportunity.typed
    beside = {name: written(values[name]) for name in ("wage_min",) if name in values}
    found = read_typed(opportunity, {**beside, **typed}, load_reading(session, today))
    return found.problems
