"""All cells of all tables as one linear system: what anybody who reads them can calculate with.

The tables count the same people, so they share their row totals and the total of all: hiding a
cell in one table helps nobody when another table gives it away. Every sum that holds among the
cells is an equation here.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from wasl.figures.tables import ALL, Breakdown

Counts = npt.NDArray[np.int64]
Key = tuple[str, str, str]
"""Table, row and column of a cell; a total that the tables share has an empty table."""


def key_of(table: str, row: str, column: str) -> Key:
    """Return the key of a cell: the totals of rows are the same cells in every table."""
    return ("", row, ALL) if column == ALL else (table, row, column)


class UnequalTotalsError(ValueError):
    """The tables do not count the same people."""


@dataclass(frozen=True)
class System:
    """The cells in a fixed order, their true counts, and the sums: `sums @ counts == 0`.

    totals: which of the cells are sums of others.
    """

    index: dict[Key, int]
    counts: Counts
    sums: csr_array
    totals: frozenset[int]


def build_system(tables: Sequence[Breakdown]) -> System:
    """Put tables with the same rows together. Raises UnequalTotalsError."""
    index: dict[Key, int] = {}
    true: dict[Key, int] = {}
    equations: list[tuple[list[Key], Key]] = []
    for table in tables:
        for (row, column), count in _with_totals(table).items():
            key = key_of(table.name, row, column)
            index.setdefault(key, len(index))
            if true.setdefault(key, count) != count:
                raise UnequalTotalsError(f"{table.name} has another total in row {row!r}")
        equations += _equations(table)
    counts = np.array([true[key] for key in index], dtype=np.int64)
    totals = frozenset(place for key, place in index.items() if ALL in key[1:])
    return System(index, counts, _matrix(index, equations), totals)


def _with_totals(table: Breakdown) -> dict[tuple[str, str], int]:
    rows, columns = (*table.rows, ALL), (*table.columns, ALL)
    counted = dict.fromkeys(((row, column) for row in rows for column in columns), 0)
    for (row, column), count in table.counts.items():
        for key in ((row, column), (row, ALL), (ALL, column), (ALL, ALL)):
            counted[key] += count
    return counted


def _equations(table: Breakdown) -> list[tuple[list[Key], Key]]:
    """Return which cells add up to which: along each row, and down each column."""
    name = table.name
    along = [
        ([key_of(name, row, column) for column in table.columns], key_of(name, row, ALL))
        for row in (*table.rows, ALL)
    ]
    down = [
        ([key_of(name, row, column) for row in table.rows], key_of(name, ALL, column))
        for column in (*table.columns, ALL)
    ]
    return along + down


def _matrix(index: dict[Key, int], equations: Sequence[tuple[list[Key], Key]]) -> csr_array:
    lines: list[int] = []
    places: list[int] = []
    values: list[float] = []
    for line, (parts, total) in enumerate(equations):
        for key, value in [*((part, 1.0) for part in parts), (total, -1.0)]:
            lines.append(line)
            places.append(index[key])
            values.append(value)
    return csr_array((values, (lines, places)), shape=(len(equations), len(index)))
