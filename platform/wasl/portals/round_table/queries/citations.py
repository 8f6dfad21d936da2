"""Postings that may count for a commitment: what waits, pair by pair, and what was decided."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from models.cited import counts, waits
from models.commitment import Citation, Commitment, CommitmentParty
from models.opportunity import Opportunity, Organisation
from models.round_table_enums import CitationState
from wasl.access.permissions import Permission
from wasl.access.scope import visible
from wasl.access.viewer import Viewer
from wasl.operations.organisation_names import all_names, name_key

_SHOWN = 20  # of what was decided
_LOADED = (
    joinedload(Citation.opportunity).joinedload(Opportunity.organisation),
    joinedload(Citation.commitment)
    .selectinload(Commitment.parties)
    .joinedload(CommitmentParty.organisation),
)


@dataclass(frozen=True, kw_only=True)
class Pair:
    """An employer whose postings name commitments of somebody else, one after the other.

    alike: the words of one name stand in the other: maybe they are one.
    """

    employer: Organisation
    party: Organisation
    citations: Sequence[Citation]
    alike: bool

    @property
    def places(self) -> int:
        """How many places wait together."""
        return sum(one.opportunity.seats for one in self.citations)


def list_waiting(session: Session, viewer: Viewer) -> list[Pair]:
    """Return what waits for a word, by who posted and who promised; most places first."""
    statement = (
        select(Citation)
        .join(Citation.opportunity)
        .where(waits(), visible(viewer, Permission.DECIDE_CITATION))
        .options(*_LOADED)
        .order_by(Citation.commitment_id, Citation.id)
    )
    found: dict[tuple[Organisation, Organisation], list[Citation]] = defaultdict(list)
    for citation in session.scalars(statement):
        parties = citation.commitment.parties
        if parties:
            found[citation.opportunity.organisation, parties[0].organisation].append(citation)
    pairs = [
        Pair(employer=one, party=other, citations=some, alike=_alike(one, other))
        for (one, other), some in found.items()
    ]
    return sorted(pairs, key=lambda pair: (not pair.alike, -pair.places, pair.employer.id))


def list_decided(session: Session, viewer: Viewer) -> Sequence[Citation]:
    """Return what was decided last, the latest first."""
    statement = (
        select(Citation)
        .where(
            Citation.state != CitationState.PROPOSED,
            visible(viewer, Permission.DECIDE_CITATION),
        )
        .options(*_LOADED)
        .order_by(Citation.decided_at.desc(), Citation.id.desc())
        .limit(_SHOWN)
    )
    return session.scalars(statement).all()


def list_citations(session: Session, viewer: Viewer) -> list[tuple[Citation, bool]]:
    """Return every posting that names a commitment, and whether it counts for it."""
    rows = session.execute(
        select(Citation, counts())
        .join(Citation.opportunity)
        .where(visible(viewer, Permission.DECIDE_CITATION))
        .options(*_LOADED)
        .order_by(Citation.commitment_id, Citation.id)
    )
    return [(citation, bool(counted)) for citation, counted in rows]


def _alike(one: Organisation, other: Organisation) -> bool:
    """Tell whether all words of the shorter of two names stand in the longer one: “GMAC”."""
    for names in product(all_names(one), all_names(other)):
        shorter, longer = sorted((set(name_key(name).split()) for name in names), key=len)
        if shorter and shorter <= longer:
            return True
    return False


def named_posting(session: Session, public_id: str) -> Opportunity | None:
    """Return the posting that a form names."""
    return session.scalar(select(Opportunity).where(Opportunity.public_id == public_id))


def named_commitment(session: Session, public_id: str) -> Commitment | None:
    """Return the commitment that a form names."""
    return session.scalar(
        select(Commitment)
        .where(Commitment.public_id == public_id)
        .options(selectinload(Commitment.parties))
    )
