"""To which sheet of a workbook of roundtables a header belongs that somebody says the column of."""

from collections.abc import Mapping, Sequence

from models.enums import ImportKind
from wasl.files.columns import Format, Reading
from wasl.files.errors import FileError
from wasl.files.formats import FORMATS, headers_of, key_of_header
from wasl.files.header import Layout, find_layout
from wasl.files.source import Table
from wasl.files.vocabulary import word_key

_FORMATS = FORMATS[ImportKind.ROUND_TABLES]


def spread_mapping(
    tables: Sequence[Table], reading: Reading, mapping: Mapping[str, str]
) -> dict[str, str]:
    """Return a mapping in which each header is one of a sheet, as `key_of_header` names it.

    A header that names no sheet counts for each sheet that has it, as the columns of that sheet
    are. Raises FileError where no sheet has it, or none that has it knows the column.
    """
    named = {
        key: name
        for one in _FORMATS
        for key, name in mapping.items()
        if key.startswith(key_of_header(one.name, ""))
    }
    plain = {key: name for key, name in mapping.items() if key not in named}
    left = dict(plain)
    for table in tables if plain else ():
        format_ = _format_of(table, reading, plain)
        if format_ is None:
            continue
        for header, name in _held(table, format_, reading, plain).items():
            if not name or name in format_.by_name:
                named[key_of_header(format_.name, header)] = name
                left.pop(header, None)
    for header, name in left.items():
        _refuse(tables, reading, header, name)
    return named


def tables_with(
    tables: Sequence[Table], format_: Format, reading: Reading, mapping: Mapping[str, str]
) -> Sequence[Table]:
    """Return the tables that have all headers of which a mapping speaks for a format; else all."""
    wanted = headers_of(format_, mapping)
    found = [one for one in tables if len(_held(one, format_, reading, wanted)) == len(wanted)]
    return found or tables


def likeness(layout: Layout) -> tuple[bool, int]:
    """Return how much a table says of what a format asks for, to be compared."""
    return not layout.missing, len(layout.columns)


def _format_of(table: Table, reading: Reading, plain: Mapping[str, str]) -> Format | None:
    """Return as what a table says most, with what is said of its headers; none where of nothing."""
    found: dict[str, Layout] = {}
    for one in _FORMATS:
        held = _held(table, one, reading, plain)
        known = {header: name for header, name in held.items() if not name or name in one.by_name}
        layout = _layout(table, one, reading, known)
        if held and layout is not None:
            found[one.name] = layout
    best = max(found, key=lambda name: likeness(found[name]), default=None)
    return next((one for one in _FORMATS if one.name == best), None)


def _held(
    table: Table, format_: Format, reading: Reading, headers: Mapping[str, str]
) -> dict[str, str]:
    """Return what is said of headers that a table has."""
    layout = _layout(table, format_, reading, {})
    keys = {word_key(header) for header in layout.headers if header} if layout else set()
    return {header: name for header, name in headers.items() if word_key(header) in keys}


def _layout(
    table: Table, format_: Format, reading: Reading, overrides: Mapping[str, str]
) -> Layout | None:
    try:
        return find_layout([table], format_, reading, overrides)
    except FileError:  # it holds no table at all
        return None


def _refuse(tables: Sequence[Table], reading: Reading, header: str, name: str) -> None:
    if not any(_held(table, one, reading, {header: name}) for table in tables for one in _FORMATS):
        raise FileError("header_missing", header=header)
    known = dict.fromkeys(column for one in _FORMATS for column in one.by_name)
    raise FileError("column_unknown", column=name, known=", ".join(known))
