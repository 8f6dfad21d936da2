"""What became of everything that was promised, in numbers that tell of nobody: for observers."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.cited import counts
from models.commitment import Citation, Commitment
from models.opportunity import Opportunity
from models.round_table_enums import CommitmentKind, CommitmentState
from models.round_table_states import STANDING_OFFERS
from wasl.figures import read_figures
from wasl.figures.promised import LASTED, PROMISED
from wasl.figures.tables import ALL, Mark, Shown


@dataclass(frozen=True, kw_only=True)
class PromisedTotal:
    """A kind of what stands. promised, offered: exact, they are no people.

    offered: places of postings that can be seen; of one that ended they would be the people who
    got one. filled, lasted: as published that day.
    """

    kind: CommitmentKind
    commitments: int
    promised: int
    offered: int
    filled: Shown
    lasted: Shown


def totals(session: Session, today: date) -> Sequence[PromisedTotal]:
    """Return what was promised and what became of it, kind by kind; measures of policy are not."""
    said = _said(session)
    offered = _offered(session)
    published = read_figures(session, today).promised
    table = next((one for one in published if one.name == PROMISED), None)

    def shown(kind: CommitmentKind, column: str) -> Shown:
        return table.cell(kind.value, column) if table else Mark.KEPT_BACK

    return [
        PromisedTotal(
            kind=kind,
            commitments=number,
            promised=quantity,
            offered=offered[kind],
            filled=shown(kind, ALL),
            lasted=shown(kind, LASTED),
        )
        for kind, number, quantity in said
    ]


def _said(session: Session) -> list[tuple[CommitmentKind, int, int]]:
    rows = session.execute(
        select(Commitment.kind, func.count(), func.sum(Commitment.quantity))
        .where(
            Commitment.state == CommitmentState.STANDING,
            Commitment.kind != CommitmentKind.POLICY,
        )
        .group_by(Commitment.kind)
    )
    found = {kind: (number, int(quantity)) for kind, number, quantity in rows}
    return [(kind, *found[kind]) for kind in CommitmentKind if kind in found]


def _offered(session: Session) -> Counter[CommitmentKind]:
    rows = session.execute(
        select(Commitment.kind, func.sum(Opportunity.seats))
        .select_from(Citation)
        .join(Citation.commitment)
        .join(Citation.opportunity)
        .where(
            Commitment.state == CommitmentState.STANDING,
            Opportunity.status.in_(STANDING_OFFERS),
            counts(),
        )
        .group_by(Commitment.kind)
    )
    return Counter({kind: int(seats) for kind, seats in rows})
