"""The map of demand in words: a table of numbers by governorate or sector, and kind."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from models.enums import OpportunityKind
from wasl.figures import Figures
from wasl.figures.count import UNKNOWN
from wasl.figures.filled import BY_PLACE, BY_SECTOR
from wasl.figures.reader import FEW, rounded
from wasl.figures.tables import ALL, Mark
from wasl.i18n.texts import gettext as _
from wasl.i18n.texts import lazy_gettext
from wasl.portals.secretariat.queries.demand import (
    ANYWHERE,
    NO_SECTOR,
    Count,
    Line,
    Measure,
)
from wasl.ui.formats import format_number
from wasl.ui.labels import label
from wasl.ui.tile_map import TileMap, Told, draw_map

KINDS = tuple(OpportunityKind)
NOT_TIED = lazy_gettext("Not tied to a place")
NOT_KNOWN = lazy_gettext("Sector not known")
MEASURES: Mapping[Measure, str] = {
    Measure.COULD_GIVE: lazy_gettext("Could give in a year"),
    Measure.OPEN: lazy_gettext("Offered now"),
    Measure.FREE: lazy_gettext("Free now"),
    Measure.ENTERPRISES: lazy_gettext("Enterprises"),
    Measure.FILLED: lazy_gettext("Filled in twelve months"),
}


class By(StrEnum):
    """What the rows of the table are."""

    PLACE = "place"
    SECTOR = "sector"


BYS: Mapping[By, str] = {
    By.PLACE: lazy_gettext("By governorate"),
    By.SECTOR: lazy_gettext("By sector"),
}


FIRSTS: Mapping[By, str] = {
    By.PLACE: lazy_gettext("Governorate"),
    By.SECTOR: lazy_gettext("Sector"),
}


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A number as it is shown. value: none where there is none to show, then `text` says why."""

    text: str
    value: int | None


@dataclass(frozen=True, kw_only=True)
class SheetRow:
    """A row. code: of the governorate or section, empty for all of them."""

    code: str
    name: str
    cells: Mapping[str, Cell]


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A table. columns: code and name of the kinds, `ALL` the last; empty: rows without anything.

    most: the largest of the rows' totals, by which bars are drawn.
    """

    by: By
    measure: Measure
    columns: Sequence[tuple[str, str]]
    rows: Sequence[SheetRow]
    empty: Sequence[str]
    most: int

    @property
    def title(self) -> str:
        """What it is a table of."""
        return str(MEASURES[self.measure])

    @property
    def first(self) -> str:
        """What the first column is called."""
        return str(FIRSTS[self.by])


@dataclass(frozen=True, kw_only=True)
class Axis:
    """Codes of the rows in their order, with their names."""

    by: By
    names: Mapping[str, str]

    def code_of(self, line: Line) -> str:
        """Return the row that a line stands in."""
        return line.place if self.by is By.PLACE else line.section


def axis_of(by: By, places: Sequence[tuple[str, str]], sections: Mapping[str, str]) -> Axis:
    """Return the rows of a table; what belongs to none comes last."""
    if by is By.PLACE:
        return Axis(by=by, names={**dict(places), ANYWHERE: str(NOT_TIED)})
    return Axis(by=by, names={**sections, NO_SECTOR: str(NOT_KNOWN)})


def count_sheet(lines: Sequence[Line], measure: Measure, axis: Axis) -> Sheet:
    """Return a table of what enterprises could give or offer. Raises ValueError for FILLED."""
    if measure is Measure.FILLED:
        raise ValueError("what was filled is counted in the published figures")
    of_rows: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        of_rows[axis.code_of(line)].append(line)
    counted = [_counted(code, name, of_rows[code], measure) for code, name in axis.names.items()]
    rows = [row for row in counted if row.cells[ALL].value != 0]
    whole = [_counted(ALL, _("All"), lines, measure)] if rows else []
    empty = [row.name for row in counted if row.cells[ALL].value == 0]
    return _sheet(axis.by, measure, [*rows, *whole], empty)


def measured(count: Count, measure: Measure) -> Cell:
    """Return what is shown of a count.

    What is offered is told exactly. So what of it is free is not: the difference would be people
    who got a place, and of few of them nothing is told.
    """
    value = int(getattr(count, measure.value))
    if measure is Measure.FREE and count.open:
        return _published(Mark.FEW if value < FEW else rounded(value))
    return Cell(text=format_number(value), value=value)


def _counted(code: str, name: str, lines: Sequence[Line], measure: Measure) -> SheetRow:
    of_kinds: dict[str, list[Line]] = {kind.value: [] for kind in KINDS}
    for line in lines:
        of_kinds[line.kind.value].append(line)
    of_kinds[ALL] = list(lines)
    cells = {kind: measured(Count.of(known), measure) for kind, known in of_kinds.items()}
    return SheetRow(code=code, name=name, cells=cells)


def filled_sheet(figures: Figures, axis: Axis) -> Sheet:
    """Return the table of who got something, as published: small numbers are not told.

    Raises KeyError for a day that was published without.
    """
    table = figures.table(BY_PLACE if axis.by is By.PLACE else BY_SECTOR)
    rows, last = [], ANYWHERE if axis.by is By.PLACE else NO_SECTOR
    for code, name in [*axis.names.items(), (ALL, _("All"))]:
        column = UNKNOWN if code == last else code
        shown = {kind: table.cell(kind, column) for kind in (*map(str, KINDS), ALL)}
        cells = {kind: _published(cell) for kind, cell in shown.items()}
        rows.append(SheetRow(code=code, name=name, cells=cells))
    return _sheet(axis.by, Measure.FILLED, rows, [])


def map_of(sheet: Sheet | None, places: Mapping[str, str]) -> TileMap | None:
    """Return the totals of a table by governorate as a map; none where its rows are no places.

    places: names by code. A governorate without a row has nothing, and the table says so.
    """
    if sheet is None or sheet.by is not By.PLACE or not sheet.rows:
        return None
    nothing = Cell(text=format_number(0), value=0)
    cells = dict.fromkeys(places, nothing) | {row.code: row.cells[ALL] for row in sheet.rows}
    told = {code: Told(text=one.text, value=one.value) for code, one in cells.items()}
    return draw_map(told, places)


def _published(cell: int | Mark) -> Cell:
    if cell is Mark.FEW:
        return Cell(text=_("under 5"), value=None)
    if isinstance(cell, Mark):
        return Cell(text=_("not shown"), value=None)
    return Cell(text=format_number(cell), value=cell)


def _sheet(by: By, measure: Measure, rows: Sequence[SheetRow], empty: Sequence[str]) -> Sheet:
    values = [row.cells[ALL].value or 0 for row in rows if row.code != ALL]
    columns = [*((kind.value, str(label(kind))) for kind in KINDS), (ALL, _("All kinds"))]
    return Sheet(
        by=by,
        measure=measure,
        columns=columns,
        rows=rows,
        empty=empty,
        most=max(values, default=0),
    )
