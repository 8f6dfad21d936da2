"""Publish counts of people so that nothing about fewer than five of them can be worked out.

1. A cell under five shows no number: `Mark.FEW`. Zero counts as under five: shown, it would say
   that nobody of a kind lives there, and that every hidden cell stands for somebody.
2. All other cells are rounded to the nearest multiple of five, so that a cell that grows by one
   from one day to the next rarely shows it, and sums leave room.
3. Of more cells nothing is said (`Mark.KEPT_BACK`), until, for each cell under five, there is a
   whole set of tables that agrees with everything published and in which that cell is 0, and
   another one in which it is 4. Such tables are not argued for but found, by integer programs over
   all cells of all tables with all their sums. So whoever reads the tables, and knows how they were
   made, learns of such a cell that it is 0, 1, 2, 3 or 4, and nothing more.

Rounding to multiples of five is how UNHCR publishes figures of the people it protects.
"""

from collections.abc import Sequence

import numpy as np

from wasl.figures.reader import FEW, Numbers, ProtectionError, Reader, Target, rounded
from wasl.figures.system import Counts, System, build_system, key_of
from wasl.figures.tables import ALL, Breakdown, Mark, PublishedTable, Shown

_MANY = 0.98


def protect(tables: Sequence[Breakdown]) -> list[PublishedTable]:
    """Return tables of the same people as they may be published.

    tables: with the same rows; each counts everybody exactly once. Raises UnequalTotalsError, and
    ProtectionError when no protection was found.
    """
    if not tables:
        return []
    system = build_system(tables)
    nobody_to_tell_of = system.counts.max() < FEW  # no cell shows a number, sums included
    kept_back: set[int] = set() if nobody_to_tell_of else _cells_to_keep_back(system)
    return [_publish(table, system, kept_back) for table in tables]


def _cells_to_keep_back(system: System) -> set[int]:
    reader = Reader(system)
    few = np.flatnonzero(system.counts < FEW)
    targets: set[Target] = {(int(place), value) for place in few for value in (0, FEW - 1)}
    _reach_together(reader, targets)
    kept_back: set[int] = set()
    while targets:
        target = min(targets)
        wish = _wish_for(reader, targets)
        counts = reader.agreeing(wish, target)
        if counts is None:
            more = reader.cheapest_to_keep_back(target)
            kept_back.update(more)
            reader.keep_back(more)
            counts = reader.agreeing(wish, target)
        if counts is None:
            raise ProtectionError(f"{target} is still impossible")
        targets -= _reached(targets, counts)
    return kept_back


def _wish_for(reader: Reader, targets: set[Target], *values: int) -> Numbers:
    """Weigh cells so that many targets are reached at once; of some values only, or of all."""
    wish = np.zeros(len(reader.lowest))
    for place, value in targets:
        if not values or value in values:
            wish[place] += 1.0 if value == 0 else -1.0
    return wish


def _reach_together(reader: Reader, targets: set[Target]) -> None:
    """Take away the targets that are possible as it is, as long as that takes many at a time."""
    before = 2 * len(targets)
    while targets and len(targets) < before * _MANY:
        before = len(targets)
        for value in (FEW - 1, 0):
            counts = reader.agreeing(_wish_for(reader, targets, value))
            if counts is not None:
                targets -= _reached(targets, counts)


def _reached(targets: set[Target], counts: Counts) -> set[Target]:
    return {target for target in targets if counts[target[0]] == target[1]}


def _publish(table: Breakdown, system: System, kept_back: set[int]) -> PublishedTable:
    rows, columns = (*table.rows, ALL), (*table.columns, ALL)

    def shown(row: str, column: str) -> Shown:
        place = system.index[key_of(table.name, row, column)]
        count = int(system.counts[place])
        if place in kept_back:
            return Mark.KEPT_BACK
        return Mark.FEW if count < FEW else rounded(count)

    cells = tuple(tuple(shown(row, column) for column in columns) for row in rows)
    return PublishedTable(name=table.name, rows=rows, columns=columns, cells=cells)
