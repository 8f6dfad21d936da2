"""Who came back, as published: tables by governorate, and what is told of each cell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from models.enums import Need, OpportunityKind
from wasl.figures import Figures
from wasl.figures.count import RETURNED
from wasl.figures.supply import NEEDED, WANTED
from wasl.figures.tables import ALL, Shown


class By(StrEnum):
    """What people are told apart by."""

    OCCUPATION = "occupation"
    WANTED = WANTED
    NEEDED = NEEDED
    RETURNED = RETURNED


_CODES: Mapping[By, Sequence[str]] = {
    By.WANTED: tuple(kind.value for kind in OpportunityKind),
    By.NEEDED: tuple(need.value for need in Need),
}


@dataclass(frozen=True, kw_only=True)
class Supply:
    """A table of people. rows: governorates, the last `ALL`; columns: the last one everybody.

    cells: by row and column; what is not in it is not told. overlaps: who is in one column may be
    in another one as well.
    """

    by: By
    rows: Sequence[str]
    columns: Sequence[str]
    cells: Mapping[tuple[str, str], Shown]
    overlaps: bool


def read_supply(figures: Figures, by: By) -> Supply | None:
    """Return a table of the figures of a day; none for a day that was published without it."""
    if by in _CODES:
        return _overlapping(figures, by)
    try:
        table = figures.table(by)
    except KeyError:
        return None
    cells = {
        (row, column): cell
        for row, line in zip(table.rows, table.cells, strict=True)
        for column, cell in zip(table.columns, line, strict=True)
    }
    return Supply(by=by, rows=table.rows, columns=table.columns, cells=cells, overlaps=False)


def _overlapping(figures: Figures, by: By) -> Supply | None:
    if figures.supply is None:
        return None
    everybody = figures.people[0]
    cells: dict[tuple[str, str], Shown] = {
        (one.governorate, one.code): one.people for one in figures.supply if one.by == by
    }
    cells |= {(row, ALL): everybody.cell(row, ALL) for row in everybody.rows}
    columns = (*_CODES[by], ALL)
    return Supply(by=by, rows=everybody.rows, columns=columns, cells=cells, overlaps=True)
