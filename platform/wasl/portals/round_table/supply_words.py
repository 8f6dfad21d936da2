"""The supply map in words: what its tables, columns and cells are called; as a workbook."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from models.enums import Need, OpportunityKind
from wasl.figures.count import EARLIER, UNKNOWN
from wasl.figures.tables import ALL, Mark, Shown
from wasl.files.write_workbook import FileSheet, Value
from wasl.i18n.texts import gettext as _
from wasl.i18n.texts import lazy_gettext
from wasl.portals.round_table.queries.supply import By, Supply
from wasl.ui.formats import format_day, format_number
from wasl.ui.labels import label
from wasl.ui.tile_map import TileMap, Told, draw_map

TITLES: Mapping[By, str] = {
    By.OCCUPATION: lazy_gettext("Work that people have done longest"),
    By.WANTED: lazy_gettext("What people want"),
    By.NEEDED: lazy_gettext("What people need"),
    By.RETURNED: lazy_gettext("When people came back"),
}
_WORDS: Mapping[str, str] = {
    UNKNOWN: lazy_gettext("Not known"),
    EARLIER: lazy_gettext("Earlier"),
    ALL: lazy_gettext("Everybody"),
    **{one.value: label(one) for one in (*OpportunityKind, *Need)},
}


@dataclass(frozen=True, kw_only=True)
class SupplyNames:
    """What governorates and groups of occupations are called, by code."""

    places: Mapping[str, str]
    groups: Mapping[str, str]

    def row(self, code: str) -> str:
        """Name a row."""
        if code == ALL:
            return _("All of Iraq")
        return str(_WORDS[UNKNOWN]) if code == UNKNOWN else self.places.get(code, code)

    def column(self, by: By, code: str) -> str:
        """Name a column; years are called as they are written."""
        if by is By.OCCUPATION and code in self.groups:
            return self.groups[code]
        return str(_WORDS.get(code, code))


def cell_of(supply: Supply, row: str, column: str) -> Told:
    """Return what is told of a cell: a number, or why there is none."""
    cell: Shown | None = supply.cells.get((row, column))
    if cell is None and row == ALL and (known := _sum_of_told(supply, column)):
        return Told(text=_("about %(number)s or more", number=format_number(known)), value=None)
    if cell is None:
        return Told(text=_("not told"), value=None)
    if isinstance(cell, Mark):
        text = _("under 5") if cell is Mark.FEW else _("not shown")
        return Told(text=text, value=None)
    return Told(text=format_number(cell), value=cell)


def _sum_of_told(supply: Supply, column: str) -> int:
    """Add up what is told of governorates, as every reader can."""
    cells = (supply.cells.get((row, column)) for row in supply.rows if row != ALL)
    return sum(cell for cell in cells if isinstance(cell, int))


def columns_of(supply: Supply, names: SupplyNames) -> list[tuple[str, str]]:
    """Return code and name of the columns but that of everybody, which is the last."""
    return [(code, names.column(supply.by, code)) for code in supply.columns if code != ALL]


def map_of(supply: Supply, column: str, names: SupplyNames) -> TileMap:
    """Return one column as a map."""
    told = {row: cell_of(supply, row, column) for row in supply.rows if row != ALL}
    return draw_map(told, names.places)


def file_sheet(supply: Supply, names: SupplyNames, day: date) -> FileSheet:
    """Return a table as a sheet, told as the page tells it."""
    about = [
        str(TITLES[supply.by]),
        _("People as of %(day)s, in fives; under 5, none is told.", day=format_day(day)),
    ]
    if supply.overlaps:
        about.append(_("Who said several things is in several columns."))
    header = [_("Governorate"), *(name for _code, name in columns_of(supply, names))]
    header.append(names.column(supply.by, ALL))
    return FileSheet(
        name=str(TITLES[supply.by]), about=about, header=header, rows=_rows(supply, names)
    )


def _rows(supply: Supply, names: SupplyNames) -> Sequence[Sequence[Value]]:
    rows: list[list[Value]] = []
    for row in supply.rows:
        told = [cell_of(supply, row, column) for column in supply.columns]
        cells: list[Value] = [one.text if one.value is None else one.value for one in told]
        rows.append([names.row(row), *cells])
    return rows
