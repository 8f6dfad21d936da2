"""The gap board: who could begin, and what there is for them, by occupation and governorate.

People come from the figures of the day (`figures.gaps`), protected, the same for everybody until
tomorrow. Places and promises are counted as they are now. A place is a job or an internship.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from models.commitment import Commitment, CommitmentParty
from models.enums import OpportunityKind
from models.offered import is_offered
from models.opportunity import Opportunity
from models.round_table_enums import CommitmentKind, CommitmentState
from models.round_table_states import ENDED_OFFERS, STANDING_OFFERS
from wasl.clock import BAGHDAD
from wasl.figures import read_figures
from wasl.figures.reader import FEW, rounded
from wasl.figures.tables import ALL, Mark, Shown
from wasl.operations.commitments.shares import Kept, read_kept

PLACES = (OpportunityKind.JOB, OpportunityKind.INTERNSHIP)
PROMISES = (CommitmentKind.JOB, CommitmentKind.INTERNSHIP)
_FEW_COUNT_AS = FEW // 2

Cell = tuple[str, str]


@dataclass(frozen=True, kw_only=True)
class Gap:
    """An occupation in a governorate, or in the whole country (`ALL`).

    ready, trained: people, in fives; none: fewer than five, or too few to be told. offered: places
    of what is published, exactly. free: those that nobody has, protected, because the difference
    would be people. promised: places of commitments that are not offered yet. owed: the same as
    members may be told it, where that differs: of postings that ended, what is offered is people.
    last: the day on which a place was last posted.
    """

    group: str
    governorate: str
    ready: int | None = None
    trained: int | None = None
    offered: int = 0
    free: Shown = 0
    promised: int = 0
    owed: int | None = None
    last: date | None = None

    @property
    def supply(self) -> int:
        """Free places as they count for the gap; fewer than five as two, as far as there are."""
        return min(_FEW_COUNT_AS, self.offered) if isinstance(self.free, Mark) else self.free

    @property
    def told_promised(self) -> int:
        """Places that are promised and not offered yet, as members may be told it."""
        return self.promised if self.owed is None else self.owed

    @property
    def missing(self) -> int | None:
        """How many places are missing, about; none where it is not told how many are ready."""
        return None if self.ready is None else max(0, self.ready - self.supply - self.told_promised)


@dataclass(frozen=True, kw_only=True)
class Board:
    """All gaps, the worst first. day: of the figures; told: whether people were counted that day.

    untied_places, untied_promised, untied_owed: what stands in no governorate's row, for none is
    named.
    """

    day: date
    told: bool
    gaps: Sequence[Gap]
    untied_places: int = 0
    untied_promised: int = 0
    untied_owed: int = 0


@dataclass(frozen=True, kw_only=True)
class Unfilled:
    """A commitment whose places are not all offered. group, governorate: empty, none is named.

    told: how many are left, as those may know it who have no part in it. kept: by whom it is kept.
    """

    commitment_id: int
    kind: OpportunityKind
    group: str | None
    governorate: str | None
    left: int
    told: int
    parties: frozenset[int]
    kept: Kept


def read_board(session: Session, today: date) -> Board:
    """Return the board as of a day; it costs the same however many people there are."""
    figures = read_figures(session, today)
    rows: dict[Cell, Gap] = {
        (one.group, one.governorate): Gap(
            group=one.group, governorate=one.governorate, ready=one.ready, trained=one.trained
        )
        for one in figures.gaps or ()
    }
    offered, free = _places(session)
    unfilled = list_unfilled(session)
    promised = _promised((one, one.left) for one in unfilled)
    owed = _promised((one, one.told) for one in unfilled)
    last = _last_posted(session)
    standing = {*offered, *promised, *owed}
    for cell in {*rows, *standing} - _untied(standing):
        number = offered.get(cell, 0)
        rows[cell] = replace(
            rows.get(cell, Gap(group=cell[0], governorate=cell[1])),
            offered=number,
            free=_shown(free.get(cell, 0), number),
            promised=promised.get(cell, 0),
            owed=owed.get(cell, 0),
            last=last.get(cell),
        )
    return Board(
        day=figures.day,
        told=figures.gaps is not None,
        gaps=sorted(rows.values(), key=_worst_first),
        untied_places=sum(offered[cell] for cell in _untied(offered)),
        untied_promised=sum(promised[cell] for cell in _untied(promised)),
        untied_owed=sum(owed[cell] for cell in _untied(owed)),
    )


def without_people(board: Board) -> Board:
    """Return a board for who is not told whom promises came to: of each what is owed (`told`)."""
    owed = [replace(one, promised=one.told_promised) for one in board.gaps]
    return replace(board, gaps=owed, untied_promised=board.untied_owed)


def list_unfilled(session: Session) -> list[Unfilled]:
    """Return the standing commitments of jobs and internships that are not all offered.

    One of which nothing is left is among them where that may not be told: `left` is none then.
    """
    standing = session.scalars(
        select(Commitment)
        .where(Commitment.state == CommitmentState.STANDING, Commitment.kind.in_(PROMISES))
        .order_by(Commitment.id)
    ).all()
    kept = read_kept(session, standing)
    told = {key: one.share_of(()).left for key, one in kept.items()}
    parties: dict[int, set[int]] = defaultdict(set)
    for commitment, organisation in session.execute(
        select(CommitmentParty.commitment_id, CommitmentParty.organisation_id)
    ):
        parties[commitment].add(organisation)
    return [
        Unfilled(
            commitment_id=one.id,
            kind=OpportunityKind(one.kind.value),
            group=one.occupation_code,
            governorate=one.governorate_code,
            left=kept[one.id].drawn.left,
            told=told[one.id],
            parties=frozenset(parties[one.id]),
            kept=kept[one.id],
        )
        for one in standing
        if kept[one.id].drawn.left or told[one.id]
    ]


def posted() -> ColumnElement[bool]:
    """Tell, in a statement on Opportunity, whether it is or was a place that could be had."""
    was_seen = Opportunity.status.in_(STANDING_OFFERS | ENDED_OFFERS)
    return Opportunity.kind.in_(PLACES) & was_seen & Opportunity.published_at.is_not(None)


def _places(session: Session) -> tuple[Mapping[Cell, int], Mapping[Cell, int]]:
    """Return places that are offered, and those of them that nobody has."""
    offered: dict[Cell, int] = defaultdict(int)
    free: dict[Cell, int] = defaultdict(int)
    key = (Opportunity.occupation_code, Opportunity.governorate_code)
    for group, governorate, seats, taken in session.execute(
        select(*key, func.sum(Opportunity.seats), func.sum(Opportunity.seats_taken))
        .where(is_offered(), Opportunity.kind.in_(PLACES))
        .group_by(*key)
    ):
        for cell in _cells(group, governorate):
            offered[cell] += int(seats)
            free[cell] += int(seats) - int(taken)
    return offered, free


def _promised(unfilled: Iterable[tuple[Unfilled, int]]) -> Mapping[Cell, int]:
    promised: dict[Cell, int] = defaultdict(int)
    for one, number in unfilled:
        for cell in _cells(one.group, one.governorate) if number else ():
            promised[cell] += number
    return promised


def _cells(group: str | None, governorate: str | None) -> list[Cell]:
    """Return the rows in which something stands: its place's, and the whole country's."""
    if group is None or governorate is None:
        return [("", ""), *([(group, ALL)] if group else [])]
    return [(group, governorate), (group, ALL)]


def _untied(cells: Mapping[Cell, int] | set[Cell]) -> set[Cell]:
    return {cell for cell in cells if not cell[0]}


def _last_posted(session: Session) -> Mapping[Cell, date]:
    last: dict[Cell, date] = {}
    key = (Opportunity.occupation_code, Opportunity.governorate_code)
    latest: Any = select(*key, func.max(Opportunity.published_at))
    for group, governorate, moment in session.execute(latest.where(posted()).group_by(*key)):
        day = moment.astimezone(BAGHDAD).date()
        for cell in _cells(group, governorate):
            last[cell] = max(day, last.get(cell, day))
    return last


def _shown(free: int, offered: int) -> Shown:
    if not offered:
        return 0
    return Mark.FEW if free < FEW else min(rounded(free), offered)


def _worst_first(gap: Gap) -> tuple[int, int, int, str, str]:
    # Of equal gaps first where no place was posted for longest.
    since = gap.last.toordinal() if gap.last else 0
    missing = -1 if gap.missing is None else gap.missing
    return (-missing, -(gap.ready or 0), since, gap.group, gap.governorate)
