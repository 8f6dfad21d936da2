"""What one party does for a commitment, apart from what others do.

Of its own postings a party knows every number. Whom others took is none of its business: of them it
is told places that anybody can see, and people only as figures are published, rounded, and not at
all where they are few.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

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
    """What others do for it. offered: places that stand; filled: as figures are published.

    ended: those of the filled ones whose posting is over, as figures are published.
    """

    offered: int
    filled: Shown
    ended: Shown = Mark.FEW


@dataclass(frozen=True, kw_only=True)
class Share:
    """A party's own part, and what others add; none where nobody else does."""

    own: DrawDown
    others: Others | None

    @property
    def left(self) -> int:
        """Places that were promised and that nobody offers, as far as the party may know."""
        if self.others is None:
            return self.own.left
        ended = 0 if isinstance(self.others.ended, Mark) else self.others.ended
        return max(0, self.own.left - self.others.offered - ended)

    @property
    def together(self) -> DrawDown:
        """What all did at least, as far as the party may know: its progress is told by that.

        By the exact sum a party would see somebody begin with the others, on the day they do.
        """
        if self.others is None:
            return self.own
        shown = self.others.filled
        least = 0 if isinstance(shown, Mark) else max(FEW, shown - FEW // 2)
        return DrawDown(
            pledged=self.own.pledged,
            offered=self.own.offered + self.others.offered,
            filled=self.own.filled + least,
            retained=self.own.retained,
        )


@dataclass(frozen=True)
class _Line:
    """A posting that counts or waits. stands: whether its places can still be had."""

    cited: Cited
    organisation_id: int
    stands: bool


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What is done for a commitment, and by whom."""

    drawn: DrawDown
    policy: bool
    lines: Sequence[_Line]

    def share_of(self, names: Collection[int]) -> Share:
        """Return the part of an organisation under its names; of none, all are others."""
        if self.policy:
            return Share(own=self.drawn, others=None)
        own = [one.cited for one in self.lines if one.organisation_id in names]
        others = [
            one for one in self.lines if one.organisation_id not in names and one.cited.counts
        ]
        return Share(own=sum_up(self.drawn.pledged, own), others=_others(others))


def shares_of(
    session: Session, party: Organisation, commitments: Sequence[Commitment]
) -> dict[int, Share]:
    """Return what a party does for some commitments, by their id."""
    kept = read_kept(session, commitments)
    return {key: one.share_of({party.id}) for key, one in kept.items()}


def read_kept(session: Session, commitments: Sequence[Commitment]) -> dict[int, Kept]:
    """Return what is done for some commitments, by their id."""
    lines = _lines(session, [one.id for one in commitments])
    policies = [one for one in commitments if one.kind is CommitmentKind.POLICY]
    measured = draw_down(session, policies) if policies else {}
    return {
        one.id: Kept(
            drawn=measured.get(one.id)
            or sum_up(one.quantity, [line.cited for line in lines[one.id]]),
            policy=one.id in measured,
            lines=lines[one.id],
        )
        for one in commitments
    }


def _lines(session: Session, ids: Sequence[int]) -> dict[int, list[_Line]]:
    rows = session.execute(
        select(Opportunity.id, Opportunity.organisation_id, Opportunity.status)
        .join(Citation, Citation.opportunity_id == Opportunity.id)
        .where(Citation.commitment_id.in_(ids))
    )
    known = {key: (organisation, status in STANDING_OFFERS) for key, organisation, status in rows}
    lines: dict[int, list[_Line]] = {key: [] for key in ids}
    for one in cited_postings(session, ids):
        lines[one.commitment_id].append(_Line(one, *known[one.opportunity_id]))
    return lines


def _others(lines: Sequence[_Line]) -> Others | None:
    if not lines:
        return None
    return Others(
        offered=sum(one.cited.offered for one in lines if one.stands),
        filled=_shown(sum(one.cited.filled for one in lines)),
        ended=_shown(sum(one.cited.filled for one in lines if not one.stands)),
    )


def _shown(people: int) -> Shown:
    return Mark.FEW if people < FEW else rounded(people)
