"""Measure all barriers of a day: counted, protected, and only then given out of hand."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from models.plan_enums import Barrier
from wasl.barriers.definitions import SIGNS, Ground, grounds_of
from wasl.barriers.read_signs import People, Signs, places_of, read_signs
from wasl.figures.count import UNKNOWN, list_governorates
from wasl.figures.protect import protect
from wasl.figures.tables import ALL, Breakdown, Mark, PublishedTable, Shown

_MET, _NOT_MET = "met", "not_met"


@dataclass(frozen=True, kw_only=True)
class Measured:
    """How many met a barrier, and of how many, as it may be told.

    governorate: `ALL` is the whole country. Numbers are in fives; zero: fewer than five; none:
    kept back.
    """

    barrier: Barrier
    governorate: str
    met: int | None
    looked_at: int | None


def measure(session: Session, today: date) -> list[Measured]:
    """Measure every barrier in every governorate and in the country, half a year up to a day.

    Barriers that are looked for among the same people are protected together, with those who did
    not meet them: of neither can anything about fewer than five be worked out.
    """
    signs = read_signs(session, today)
    places = places_of(session, set().union(*signs.asked.values()))
    rows = list_governorates(session)
    together: dict[frozenset[Ground], list[Breakdown]] = defaultdict(list)
    for barrier in Barrier:
        together[grounds_of(barrier)].append(_table(barrier, signs, places, rows))
    return [
        one
        for tables in together.values()
        for table in protect(tables)
        for one in _measures(table, rows)
    ]


def _table(
    barrier: Barrier, signs: Signs, places: Mapping[int, str | None], rows: Sequence[str]
) -> Breakdown:
    met = _all_of(signs.shown.get(sign, set()) for sign in SIGNS[barrier])
    counts: Counter[tuple[str, str]] = Counter()
    for person in _all_of(signs.asked[ground] for ground in grounds_of(barrier)):
        counts[places.get(person) or UNKNOWN, _MET if person in met else _NOT_MET] += 1
    return Breakdown(name=barrier.value, rows=rows, columns=[_MET, _NOT_MET], counts=counts)


def _all_of(sets: Iterable[People]) -> People:
    return set().union(*sets)


def _measures(table: PublishedTable, rows: Sequence[str]) -> list[Measured]:
    return [
        Measured(
            barrier=Barrier(table.name),
            governorate=place,
            met=_told(table.cell(place, _MET)),
            looked_at=_told(table.cell(place, ALL)),
        )
        for place in (*rows, ALL)
        if place != UNKNOWN
    ]


def _told(shown: Shown) -> int | None:
    if isinstance(shown, Mark):
        return 0 if shown is Mark.FEW else None
    return shown
