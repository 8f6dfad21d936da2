"""JSON Lines: one object a row, its keys are the headers."""

import json
from collections.abc import Iterator
from pathlib import Path

from wasl.files.cells import MAX_CELL, MAX_COLUMNS, Cell, LongText, RawRow
from wasl.files.delimited import detect_encoding
from wasl.files.errors import FileError

MAX_LINE = 4_000_000


def read_json_lines(path: Path) -> Iterator[RawRow]:
    """Yield a first row with all keys of the file, then a row for each line.

    A line that is not an object is a row with an error; its number is that of the line.
    """
    keys = _collect_keys(path)
    yield RawRow(0, list(keys))
    for number, record in _records(path):
        if record is None:
            yield RawRow(number, [], "not_json")
        else:
            yield RawRow(number, [_cell(record.get(key)) for key in keys])


def _collect_keys(path: Path) -> list[str]:
    keys: dict[str, None] = {}
    for number, record in _records(path):
        keys.update(dict.fromkeys(record or ()))
        if len(keys) > MAX_COLUMNS:
            raise FileError("too_many_columns", row=number, limit=MAX_COLUMNS)
    if not keys:
        raise FileError("not_a_table", found="JSON (write one object a line)")
    return list(keys)


def _records(path: Path) -> Iterator[tuple[int, dict[str, object] | None]]:
    encoding = detect_encoding(path)
    with path.open("r", encoding=encoding, errors="replace") as file:
        number = 0
        while line := file.readline(MAX_LINE):
            number += 1
            if len(line) == MAX_LINE and not line.endswith("\n"):
                while (rest := file.readline(MAX_LINE)) and not rest.endswith("\n"):
                    pass
                yield number, None
            elif line.strip():
                yield number, _parse(line)


def _parse(line: str) -> dict[str, object] | None:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return record if isinstance(record, dict) else None


def _cell(value: object) -> Cell:
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, list):
        return [_plain(item)[: MAX_CELL + 1] for item in value]
    text = _plain(value)
    return LongText(text[:MAX_CELL]) if len(text) > MAX_CELL else text


def _plain(value: object) -> str:
    """Return an item as the cells of a sheet would have it: `title | years | country`, `de:B2`."""
    if isinstance(value, dict):
        fields = [str(item) for item in value.values() if not isinstance(item, dict | list)]
        if set(value) <= {"language", "level", "code", "name"}:
            return ":".join(fields)
        if len(value) == 1 and fields:
            return f"{next(iter(value))}:{fields[0]}"
        return " | ".join(fields)
    if isinstance(value, list):
        return " | ".join(str(item) for item in value)
    return "" if value is None else str(value)
