"""The gap board as a page shows it: narrowed, named, and its worst part as a picture."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from wasl.code_names import list_governorates, name_occupations
from wasl.figures.tables import ALL
from wasl.operations.gaps.board import Board, Gap

COUNTRY = "all"
"""As an address and a form say the whole country."""
ROWS_OF_PICTURE, ROWS_OF_GROUP = 12, 10


@dataclass(frozen=True, kw_only=True)
class GapFilter:
    """What the board is narrowed to. group: the first digits of occupations."""

    governorate: str = ""
    group: str = ""

    @property
    def count(self) -> int:
        """How many filters are set."""
        return bool(self.governorate) + bool(self.group)


@dataclass(frozen=True, kw_only=True)
class GapNames:
    """What the rows of a board are called, by code; governorates by name."""

    governorates: Sequence[tuple[str, str]]
    occupations: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class Heat:
    """The worst rows of a board: occupations, places, and the gap where both meet."""

    groups: Sequence[str]
    places: Sequence[str]
    gaps: dict[tuple[str, str], Gap]

    @property
    def most(self) -> int:
        """The most places that are missing in one cell."""
        return max((gap.missing or 0 for gap in self.gaps.values()), default=0)


@dataclass(frozen=True, kw_only=True)
class GapGroup:
    """The gaps of a governorate, or of the whole country. worst: as many of them as are shown."""

    place: str
    worst: Sequence[Gap]
    gaps: int
    missing: int

    @property
    def is_cut(self) -> bool:
        """Whether there are more gaps than are shown."""
        return self.gaps > len(self.worst)


def group_gaps(gaps: Sequence[Gap]) -> list[GapGroup]:
    """Return gaps by place, where most places are missing first. gaps: the worst first."""
    by_place: dict[str, list[Gap]] = defaultdict(list)
    for gap in gaps:
        by_place[gap.governorate].append(gap)
    groups = [
        GapGroup(
            place=place,
            worst=found[:ROWS_OF_GROUP],
            gaps=len(found),
            missing=sum(gap.missing or 0 for gap in found),
        )
        for place, found in by_place.items()
    ]
    return sorted(groups, key=lambda one: (-one.missing, -one.gaps, one.place))


def narrow(board: Board, wanted: GapFilter) -> list[Gap]:
    """Return the gaps that are wanted, the worst first: those of people, and of promises.

    The whole country stands among governorates only where too few are ready in each of them.
    """
    found = [
        one
        for one in board.gaps
        if one.group.startswith(wanted.group) and (one.ready or one.trained or one.promised)
    ]
    if wanted.governorate:
        place = ALL if wanted.governorate == COUNTRY else wanted.governorate
        return [one for one in found if one.governorate == place]
    told = {one.group for one in found if one.governorate != ALL and one.ready is not None}
    return [
        one
        for one in found
        if one.governorate != ALL or (one.ready is not None and one.group not in told)
    ]


def name_gaps(session: Session, gaps: Sequence[Gap], language: str) -> GapNames:
    """Return the names of everything that stands in some gaps."""
    return GapNames(
        governorates=list_governorates(session, language),
        occupations=name_occupations(session, (one.group for one in gaps), language),
    )


def heat_of(gaps: Sequence[Gap], names: GapNames) -> Heat:
    """Return the occupations with the most places missing, wherever it is told."""
    told = [one for one in gaps if one.missing is not None]
    missing: Counter[str] = Counter()
    for one in told:
        missing[one.group] += one.missing or 0
    groups = [group for group, number in missing.most_common(ROWS_OF_PICTURE) if number]
    shown = {(one.group, one.governorate): one for one in told if one.group in groups}
    there = {place for _group, place in shown}
    ordered = [code for code, _name in (*names.governorates, (ALL, "")) if code in there]
    return Heat(groups=groups, places=ordered, gaps=shown)
