"""Which sheet of a workbook holds the roundtables and which the commitments, by their headers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from models.enums import ImportKind
from wasl.files.columns import Format, Reading
from wasl.files.errors import FileError
from wasl.files.formats import FORMATS, headers_of
from wasl.files.header import Layout, find_layout
from wasl.files.source import Table
from wasl.operations.importing.round_table_headers import likeness, spread_mapping, tables_with

# With fewer headers, or none that anybody understands, a sheet is a note and no table of ours.
_FEWEST_HEADERS, _FEWEST_KNOWN = 3, 1


@dataclass(frozen=True)
class Sheets:
    """The sheets of a workbook by the name of their format.

    good: every needed column is there. unfinished: one is missing, which somebody may point out.
    left_out: names of sheets that hold neither; hidden ones are not named.
    """

    good: Mapping[str, Layout]
    unfinished: Mapping[str, Layout]
    left_out: tuple[str, ...]


def find_sheets(tables: Sequence[Table], reading: Reading, mapping: Mapping[str, str]) -> Sheets:
    """Tell what the sheets hold. One sheet is one of the two: what it says more of, it is.

    mapping: see `spread_mapping`. Raises FileError where nothing can be read.
    """
    formats = FORMATS[ImportKind.ROUND_TABLES]
    mapping = spread_mapping(tables, reading, mapping)
    found: dict[str, Layout] = {
        one.name: find_layout(
            tables_with(tables, one, reading, mapping), one, reading, headers_of(one, mapping)
        )
        for one in formats
    }
    if len({id(layout.table) for layout in found.values()}) == 1:
        best = max(found, key=lambda name: likeness(found[name]))
        second = next(one for one in formats if one.name != best)
        rest = [table for table in tables if table is not found[best].table]
        found = {best: found[best], **_other(rest, second, reading, mapping)}
    good = {name: layout for name, layout in found.items() if not layout.missing}
    # Alone, even a sheet of which nothing is understood is shown, for somebody to say.
    unfinished = {
        name: layout
        for name, layout in found.items()
        if layout.missing and (not good or _may_be_one(layout))
    }
    used = {id(layout.table) for layout in (*good.values(), *unfinished.values())}
    left_out = tuple(one.name for one in tables if id(one) not in used and not one.hidden)
    return Sheets(good, unfinished, left_out)


def _other(
    tables: Sequence[Table], format_: Format, reading: Reading, mapping: Mapping[str, str]
) -> dict[str, Layout]:
    """Look for the second format on the sheets that are left."""
    try:
        layout = find_layout(tables, format_, reading, headers_of(format_, mapping))
    except FileError:
        return {}
    return {format_.name: layout}


def _may_be_one(layout: Layout) -> bool:
    named = sum(1 for header in layout.headers if header)
    return named >= _FEWEST_HEADERS and len(layout.columns) >= _FEWEST_KNOWN
