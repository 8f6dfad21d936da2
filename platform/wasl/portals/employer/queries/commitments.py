"""What the employer's organisation promised, which postings keep it, and how far it has come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from models.commitment import Citation, Commitment, CommitmentParty
from models.enums import OpportunityKind
from models.opportunity import Opportunity, Organisation
from models.round_table_enums import (
    CommitmentKind,
    CommitmentProgress,
    CommitmentState,
)
from models.round_table_states import COUNTED_KINDS
from wasl.access.permissions import Permission
from wasl.access.scope import visible
from wasl.access.viewer import Viewer
from wasl.operations.commitments.draw_down import (
    Cited,
    cited_postings,
    progress_of,
)
from wasl.operations.commitments.shares import Share, shares_of

MOST_TO_CHOOSE = 100
_LAST = (CommitmentProgress.FULFILLED, CommitmentProgress.WITHDRAWN)
_WITH_IT = (
    joinedload(Commitment.meeting),
    selectinload(Commitment.parties).joinedload(CommitmentParty.organisation),
)


@dataclass(frozen=True, kw_only=True)
class OwnCommitment:
    """A commitment of one's own, and what one does for it."""

    commitment: Commitment
    share: Share
    progress: CommitmentProgress

    @property
    def open(self) -> bool:
        """Whether something can still be done for it."""
        return self.commitment.state is CommitmentState.STANDING


@dataclass(frozen=True, kw_only=True)
class CitingPosting:
    """An own posting that names a commitment. cited: what counts or waits; none: refused."""

    opportunity: Opportunity
    cited: Cited | None


def list_own_commitments(session: Session, viewer: Viewer, today: date) -> list[OwnCommitment]:
    """Return what the organisation promised: what is most urgent first, what is done last."""
    found = session.scalars(select(Commitment).where(_own(viewer)).options(*_WITH_IT)).all()
    return sorted(_drawn(session, viewer, found, today), key=_urgency)


def read_own_commitment(
    session: Session, viewer: Viewer, commitment: Commitment, today: date
) -> OwnCommitment:
    """Return how far one commitment has come."""
    (found,) = _drawn(session, viewer, [commitment], today)
    return found


def list_citing(session: Session, viewer: Viewer, commitment: Commitment) -> list[CitingPosting]:
    """Return the own postings that name a commitment, those that count first."""
    cited = {one.opportunity_id: one for one in cited_postings(session, [commitment.id])}
    rows = session.scalars(
        select(Opportunity)
        .join(Citation, Citation.opportunity_id == Opportunity.id)
        .where(Citation.commitment_id == commitment.id, _own_posting(viewer))
        .order_by(Opportunity.id.desc())
    )
    found = [CitingPosting(opportunity=one, cited=cited.get(one.id)) for one in rows]
    return sorted(found, key=lambda one: (one.cited is None, not (one.cited and one.cited.counts)))


def list_to_cite(session: Session, viewer: Viewer, commitment: Commitment) -> list[Opportunity]:
    """Return own postings of the same kind that keep no commitment so far, the newest first."""
    kind = COUNTED_KINDS.get(commitment.kind)
    statement = (
        select(Opportunity)
        .outerjoin(Citation, Citation.opportunity_id == Opportunity.id)
        .where(Opportunity.kind == kind, Citation.id.is_(None), _own_posting(viewer))
        .order_by(Opportunity.id.desc())
        .limit(MOST_TO_CHOOSE)
    )
    return list(session.scalars(statement)) if kind else []


def list_to_keep(
    session: Session, viewer: Viewer, kind: OpportunityKind, besides: str | None
) -> list[Commitment]:
    """Return own commitments of a kind that stand. besides: one that is named already."""
    standing = Commitment.state == CommitmentState.STANDING
    statement = (
        select(Commitment)
        .where(
            _own(viewer),
            Commitment.kind == CommitmentKind(kind.value),
            or_(standing, Commitment.ref == besides),
        )
        .order_by(Commitment.deadline, Commitment.id)
    )
    return list(session.scalars(statement))


def commitment_of(
    session: Session, viewer: Viewer, posting: Opportunity
) -> tuple[Commitment, CitingPosting] | None:
    """Return which own commitment a posting names, and whether it counts; or none."""
    named = (
        select(Commitment)
        .join(Citation, Citation.commitment_id == Commitment.id)
        .where(Citation.opportunity_id == posting.id, _own(viewer))
    )
    commitment = session.scalar(named)
    if commitment is None:
        return None
    cited = cited_postings(session, [commitment.id])
    mine = next((one for one in cited if one.opportunity_id == posting.id), None)
    return commitment, CitingPosting(opportunity=posting, cited=mine)


def _own(viewer: Viewer) -> ColumnElement[bool]:
    return visible(viewer, Permission.SEE_OWN_COMMITMENTS)


def _own_posting(viewer: Viewer) -> ColumnElement[bool]:
    return visible(viewer, Permission.SEE_OWN_OPPORTUNITIES)


def _drawn(
    session: Session, viewer: Viewer, commitments: Sequence[Commitment], today: date
) -> list[OwnCommitment]:
    party = session.get_one(Organisation, viewer.organisation_id)
    shares = shares_of(session, party, commitments)
    return [
        OwnCommitment(
            commitment=one,
            share=shares[one.id],
            progress=progress_of(one, shares[one.id].together, today),
        )
        for one in commitments
    ]


def _urgency(one: OwnCommitment) -> tuple[bool, bool, date, int]:
    deadline = one.commitment.deadline or date.max
    late = one.progress is CommitmentProgress.OVERDUE
    return one.progress in _LAST, not late, deadline, one.commitment.id
