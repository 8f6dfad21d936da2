"""Tables of the map of demand as sheets of a workbook."""

from collections.abc import Sequence

from wasl.files.write_workbook import FileSheet, Value
from wasl.portals.secretariat.demand_sheets import Cell, Sheet


def as_file_sheet(sheet: Sheet, about: Sequence[str], name: str) -> FileSheet:
    """Return a table of the map as a sheet of the file."""
    codes = [code for code, _text in sheet.columns]
    rows = [[row.name, *(cell_value(row.cells[code]) for code in codes)] for row in sheet.rows]
    header = [sheet.first, *(text for _code, text in sheet.columns)]
    return FileSheet(name=name, about=[sheet.title, *about], header=header, rows=rows)


def cell_value(cell: Cell) -> Value:
    """Return what stands in a cell of the file: a number, or why there is none."""
    return cell.text if cell.value is None else cell.value
