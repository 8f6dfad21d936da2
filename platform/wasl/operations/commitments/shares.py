"""What one party does for a commitment, apart from what others do.

Of its own postings a party knows every number. Whom others took is none of its business: of them it
is told places that anybody can see, and people only as figures are published, rounded, and not at
all where they are few.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.commitment import Citation, Commitment
from models.opportunity import Opportunity, Organisation
from models.round_table_enums import CommitmentKind
from models.round_table_states import STANDING_OFFERS
from wasl.figures.reader import FEW, rounded
from wasl.figures.tables import Mark, Shown
from wasl.operations.commitments.draw_down import (
    Cited,
    DrawDown,
    cited_postings,
    draw_down,
    sum_up,
)


@dataclass(frozen=True, kw_only=True)
class Others:
    """What others do for it. offered: places that stand; filled: as figures are published."""

    offered: int
    filled: Shown


@dataclass(frozen=True, kw_only=True)
class Share:
    """A party's own part, and what others add; none where nobody else does."""

    own: DrawDown
    others: Others | None

    @property
    def left(self) -> int:
        """Places that were promised and that nobody offers."""
        elsewhere = self.others.offered if self.others else 0
        return max(0, self.own.left - elsewhere)


@dataclass
class _Parts:
    own: list[Cited] = field(default_factory=list)
    others: list[Cited] = field(default_factory=list)
    others_standing: int = 0


def shares_of(
    session: Session, party: Organisation, commitments: Sequence[Commitment]
) -> dict[int, Share]:
    """Return what a party does for some commitments, by their id."""
    parts = _parts(session, party, [one.id for one in commitments])
    totals = draw_down(session, commitments)
    return {
        one.id: Share(
            own=totals[one.id]
            if one.kind is CommitmentKind.POLICY
            else sum_up(totals[one.id].pledged, parts[one.id].own),
            others=_others(parts[one.id]),
        )
        for one in commitments
    }


def _parts(session: Session, party: Organisation, ids: Sequence[int]) -> dict[int, _Parts]:
    rows = session.execute(
        select(Opportunity.id, Opportunity.organisation_id, Opportunity.status)
        .join(Citation, Citation.opportunity_id == Opportunity.id)
        .where(Citation.commitment_id.in_(ids))
    )
    known = {key: (organisation == party.id, status) for key, organisation, status in rows}
    parts = {key: _Parts() for key in ids}
    for one in cited_postings(session, ids):
        mine, status = known[one.opportunity_id]
        of = parts[one.commitment_id]
        if mine:
            of.own.append(one)
        elif one.counts:
            of.others.append(one)
            of.others_standing += one.offered if status in STANDING_OFFERS else 0
    return parts


def _others(parts: _Parts) -> Others | None:
    if not parts.others:
        return None
    filled = sum(one.filled for one in parts.others)
    return Others(
        offered=parts.others_standing, filled=Mark.FEW if filled < FEW else rounded(filled)
    )
