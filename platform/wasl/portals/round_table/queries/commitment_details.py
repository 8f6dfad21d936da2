"""What stands behind several commitments at once: postings, milestones, words, what was changed."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from models.commitment import Assessment, CommitmentAmendment, Milestone
from models.enums import OpportunityStatus
from models.opportunity import Opportunity
from wasl.operations.commitments.draw_down import Cited, cited_postings


def list_cited(session: Session, ids: Sequence[int]) -> list[tuple[Cited, Opportunity]]:
    """Return the postings that count for some commitments or wait for a word, with counts."""
    cited = cited_postings(session, ids)
    found = session.scalars(
        select(Opportunity)
        .where(Opportunity.id.in_([one.opportunity_id for one in cited]))
        .options(joinedload(Opportunity.organisation))
    )
    by_id = {one.id: one for one in found}
    return [(one, by_id[one.opportunity_id]) for one in cited]


def status_told(posting: Opportunity) -> OpportunityStatus:
    """Return where a posting stands for who is not told whom it came to.

    Whether it ended because all its places were taken is a number of people.
    """
    filled = posting.status is OpportunityStatus.FILLED
    return OpportunityStatus.CLOSED if filled else posting.status


def list_milestones(session: Session, ids: Sequence[int]) -> Sequence[Milestone]:
    """Return the milestones of some commitments in the order in which they are due."""
    return session.scalars(
        select(Milestone)
        .where(Milestone.commitment_id.in_(ids))
        .order_by(Milestone.commitment_id, Milestone.due_on, Milestone.id)
    ).all()


def list_words(session: Session, ids: Sequence[int]) -> Sequence[Assessment]:
    """Return what was said of some commitments, the latest first."""
    return session.scalars(
        select(Assessment)
        .where(Assessment.commitment_id.in_(ids))
        .options(joinedload(Assessment.organisation))
        .order_by(Assessment.at.desc(), Assessment.id.desc())
    ).all()


def list_amendments(session: Session, ids: Sequence[int]) -> Sequence[CommitmentAmendment]:
    """Return what was changed of some commitments, the latest first."""
    return session.scalars(
        select(CommitmentAmendment)
        .where(CommitmentAmendment.commitment_id.in_(ids))
        .order_by(CommitmentAmendment.at.desc(), CommitmentAmendment.id.desc())
    ).all()
