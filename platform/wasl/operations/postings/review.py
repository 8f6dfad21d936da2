"""Postings that somebody reads before they are seen: which, and what the reader decides."""

from datetime import date
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.enums import OpportunityStatus, Role
from models.opportunity import Opportunity
from models.opportunity_log import OpportunityMove
from models.opportunity_states import OpportunityStep, PostingRefusal, ReviewCause
from wasl.access.viewer import Viewer
from wasl.operations.move_opportunity import StepRefusedError, move_opportunity
from wasl.operations.postings.hold import hold_posting
from wasl.operations.postings.wording import check_posting
from wasl.operations.tell_staff import tell_employer, tell_role
from wasl.operations.vet_organisation import belongs_to

__all__ = [
    "NoteMissingError",
    "OwnPostingError",
    "ReviewCause",
    "ReviewPolicy",
    "keep_flags",
    "may_review",
    "must_be_reviewed",
    "publish_reviewed",
    "refuse_posting",
    "send_back",
    "submit_for_review",
]
FIRST_POSTINGS = 3
"""So many postings of an organisation are its first ones, or its first after a refusal."""


class ReviewPolicy(StrEnum):
    """Which postings are read before they are seen; the values of `WASL_REVIEW_POSTINGS`."""

    FLAGGED = "flagged"
    FIRST = "first"
    ALL = "all"


class OwnPostingError(Exception):
    """Nobody reviews what they wrote, or what an organisation offers that they work(ed) for."""


class NoteMissingError(ValueError):
    """An employer who is to change something, or is refused, is told in words what and why."""


def must_be_reviewed(
    session: Session, opportunity: Opportunity, policy: ReviewPolicy
) -> list[ReviewCause]:
    """Return why somebody must read a posting before it is seen; empty: nobody must.

    It changes nothing; `keep_flags` writes down what was found.
    """
    causes = {
        ReviewCause.WORDING: any(finding.holds for finding in check_posting(opportunity)),
        ReviewCause.REFUSED_BEFORE: _refused_lately(session, opportunity.organisation_id),
        ReviewCause.FIRST: policy is ReviewPolicy.FIRST
        and _published(session, opportunity.organisation_id) < FIRST_POSTINGS,
        ReviewCause.EVERY: policy is ReviewPolicy.ALL,
    }
    return [cause for cause, holds in causes.items() if holds]


def keep_flags(opportunity: Opportunity, causes: list[ReviewCause]) -> None:
    """Write down which rules a posting breaks, and why it is read, if it is."""
    rules = dict.fromkeys(finding.code.value for finding in check_posting(opportunity))
    opportunity.flags = [*rules, *(cause.value for cause in causes)]


def submit_for_review(
    session: Session, by: Viewer, opportunity: Opportunity, causes: list[ReviewCause], today: date
) -> None:
    """Hand a draft to those who read postings, and tell them. Raises as `move_opportunity`."""
    keep_flags(opportunity, causes)
    move_opportunity(session, by, opportunity, OpportunityStep.SUBMIT, today)
    tell_role(session, Role.SECRETARIAT, "posting_to_review")


def publish_reviewed(
    session: Session, by: Viewer, opportunity: Opportunity, today: date, *, seen: int
) -> None:
    """Show a posting that somebody read.

    seen: the version that the reader had before their eyes. Raises OwnPostingError,
    PostingChangedError, and as `move_opportunity`.
    """
    _begin(session, by, opportunity, OpportunityStep.PUBLISH, seen)
    move_opportunity(session, by, opportunity, OpportunityStep.PUBLISH, today)
    tell_employer(session, opportunity.organisation, "posting_published")


def send_back(
    session: Session, by: Viewer, opportunity: Opportunity, today: date, *, note: str, seen: int
) -> None:
    """Give a posting back to its employer, who is told what to change and may send it in again.

    Raises NoteMissingError, and as `publish_reviewed`.
    """
    _check_note(note)
    _begin(session, by, opportunity, OpportunityStep.SEND_BACK, seen)
    move_opportunity(session, by, opportunity, OpportunityStep.SEND_BACK, today, note=note)
    tell_employer(session, opportunity.organisation, "posting_sent_back")


def refuse_posting(
    session: Session,
    by: Viewer,
    opportunity: Opportunity,
    today: date,
    *,
    reason: PostingRefusal,
    note: str,
    seen: int,
) -> None:
    """Say that a posting will not be shown; the next ones of its organisation are read as well.

    The note is needed for a reason that says nothing by itself. Raises as `send_back`.
    """
    if reason is PostingRefusal.OTHER:
        _check_note(note)
    _begin(session, by, opportunity, OpportunityStep.REFUSE, seen)
    step = OpportunityStep.REFUSE
    move_opportunity(session, by, opportunity, step, today, reason=reason, note=note)
    tell_employer(session, opportunity.organisation, "posting_refused")


def may_review(session: Session, by: Viewer, opportunity: Opportunity) -> bool:
    """Tell whether somebody has no part in a posting: did not write it, works not for its owner."""
    if by.account_id is None:
        return True
    if by.account_id == opportunity.created_by_id:
        return False
    return not belongs_to(session, by, opportunity.organisation)


def _check_note(note: str) -> None:
    if not note.strip():
        raise NoteMissingError


def _begin(
    session: Session, by: Viewer, opportunity: Opportunity, step: OpportunityStep, seen: int
) -> None:
    """Lock a posting that waits to be read, as it was read."""
    if not may_review(session, by, opportunity):
        raise OwnPostingError
    hold_posting(session, opportunity, seen)
    if opportunity.status is not OpportunityStatus.IN_REVIEW:
        raise StepRefusedError(step, opportunity.status)


def _published(session: Session, organisation_id: int) -> int:
    """Count the postings of an organisation that were ever shown."""
    shown = select(func.count()).where(
        Opportunity.organisation_id == organisation_id, Opportunity.published_at.is_not(None)
    )
    return session.scalar(shown) or 0


def _refused_lately(session: Session, organisation_id: int) -> bool:
    """Tell whether a posting was refused, and not enough others were read and shown since."""

    def last(step: OpportunityStep) -> list[int]:
        moves = (
            select(OpportunityMove.id)
            .join(OpportunityMove.opportunity)
            .where(Opportunity.organisation_id == organisation_id, OpportunityMove.step == step)
            .order_by(OpportunityMove.id.desc())
            .limit(FIRST_POSTINGS)
        )
        return list(session.scalars(moves))

    refused, shown = last(OpportunityStep.REFUSE), last(OpportunityStep.PUBLISH)
    return bool(refused) and sum(move > refused[0] for move in shown) < FIRST_POSTINGS
