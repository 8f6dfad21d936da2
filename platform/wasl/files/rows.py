"""Rows of a file as their format understands them, each with what is wrong with it."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from wasl.files.cells import (
    MAX_CELL,
    Cell,
    ErrorText,
    LongText,
    RawRow,
    cell_text,
    clean_text,
    is_blank,
    is_damaged,
    storable_text,
)
from wasl.files.columns import Column, Format, Reading, canonical
from wasl.files.errors import CellError, Problem
from wasl.files.footers import TailFilter, repeats_header
from wasl.files.header import Layout, column_letter
from wasl.files.places import Relocation

# Column, code and parameters of what only shows when cells are seen together.
Finding = tuple[str, str, dict[str, str]]
Check = Callable[[Mapping[str, object]], Iterator[Finding]]


@dataclass
class ParsedRow:
    """A row with the values that were understood; usable when `problem` is None."""

    number: int
    values: dict[str, object]
    unrecognised: dict[str, str] = field(default_factory=dict)
    wording: dict[str, str] = field(default_factory=dict)
    problem: Problem | None = None

    def understood(self) -> dict[str, object]:
        """Return the values as JSON has them, without blanks."""
        return {name: canonical(value) for name, value in self.values.items()}


def row_digest(understood: Mapping[str, object], format_: Format) -> str:
    """Return the SHA-256 of what was understood; the order of sets does not matter."""
    ordered = comparable(understood, format_)
    text = json.dumps(ordered, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def comparable(understood: Mapping[str, object], format_: Format) -> dict[str, object]:
    """Return values so that equal ones are equal: sets sorted, numbers of one kind."""
    unordered = {column.name for column in format_.columns if column.unordered}
    return {
        name: _sorted(value) if name in unordered else _plain(value)
        for name, value in understood.items()
    }


def _plain(value: object) -> object:
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    return value


def _sorted(value: object) -> object:
    if isinstance(value, list):
        return sorted((_plain(item) for item in value), key=json.dumps)
    return _plain(value)


class RowReader:
    """Reads the rows of one table after its header was understood."""

    def __init__(
        self,
        layout: Layout,
        format_: Format,
        reading: Reading,
        check: Check,
        constants: Mapping[str, str] | None = None,
    ) -> None:
        self._layout = layout
        self._format = format_
        self._reading = reading
        self._check = check
        self._constants = dict(constants or {})
        self._positions = {name: position for position, name in layout.columns.items()}
        reading.scales = layout.scales

    def rows(self) -> Iterator[ParsedRow]:
        """Yield the rows below the header; blank rows, totals and signatures are left out."""
        tail = TailFilter(self._layout, self._format)
        for raw in self._layout.table.rows():
            if raw.number <= self._layout.header_row or raw.blank():
                continue
            if repeats_header(raw, self._layout.headers):
                continue
            for kept in tail.take(raw):
                yield self.read(kept)

    def read(self, raw: RawRow) -> ParsedRow:
        """Read one row."""
        if raw.error:
            return ParsedRow(raw.number, {}, problem=Problem(raw.number, "", "", raw.error))
        problems: list[Problem] = []
        values: dict[str, object] = {}
        wording: dict[str, str] = {}
        self._reading.values = values
        for column in self._format.columns:
            cell = self._cell(raw, column.name)
            try:
                value = self._read_cell(cell, column)
            except CellError as error:
                problems.append(self._problem(raw, column.name, error.code, error.params))
                continue
            if value is not None:
                values[column.name] = value
                text = cell_text(cell).strip()
                if column.coded and text and not _says_the_same(text, value):
                    wording[column.name] = text
        self._format.settle(values)
        problems += self._cross_problems(raw, values, problems)
        problem = None
        if problems:
            problem = _joined(problems)
        return ParsedRow(raw.number, values, self._unrecognised(raw), wording, problem)

    def _cell(self, raw: RawRow, name: str) -> Cell:
        position = self._positions.get(name)
        cell = raw.cells[position] if position is not None and position < len(raw.cells) else None
        return self._constants.get(name) if is_blank(cell) else cell

    def _read_cell(self, cell: Cell, column: Column) -> object | None:
        if isinstance(cell, LongText):
            raise CellError("too_long", limit=MAX_CELL)
        if isinstance(cell, ErrorText):
            raise CellError("cell_error")
        if is_blank(cell):
            return None
        if isinstance(cell, str | list) and is_damaged(cell_text(cell)):
            raise CellError("unreadable")
        return column.read(cell, self._reading)

    def _problem(self, raw: RawRow, name: str, code: str, params: Mapping[str, str]) -> Problem:
        value = storable_text(clean_text(cell_text(self._cell(raw, name))))
        return Problem(raw.number, self._layout.header_of(name), value, code, params)

    def _cross_problems(
        self, raw: RawRow, values: dict[str, object], before: list[Problem]
    ) -> list[Problem]:
        """Return what only shows when cells are seen together, and required cells left empty."""
        failed = {problem.column for problem in before}
        found = [
            self._problem(raw, column.name, "required", {})
            for column in self._format.columns
            if column.required
            and column.name not in values
            and self._layout.header_of(column.name) not in failed
        ]
        if not before:
            found += [
                self._problem(raw, name, code, params) for name, code, params in self._check(values)
            ]
        return found

    def _unrecognised(self, raw: RawRow) -> dict[str, str]:
        kept: dict[str, str] = {}
        headers = self._layout.headers
        for position, cell in enumerate(raw.cells):
            if position in self._layout.columns or is_blank(cell):
                continue
            header = headers[position] if position < len(headers) else ""
            text = storable_text(cell_text(cell))
            kept[header or f"column {column_letter(position)}"] = text
        return kept


def _joined(problems: list[Problem]) -> Problem:
    """Return one entry for a row: the first problem, with the others beside it."""
    first = problems[0]
    return Problem(
        first.row, first.column, first.value, first.code, first.params, tuple(problems[1:])
    )


def _says_the_same(text: str, value: object) -> bool:
    """Tell whether a cell already has the canonical words, in whatever order."""
    written = canonical_text(value)
    return text == written or sorted(text.split("; ")) == sorted(written.split("; "))


def canonical_text(value: object) -> str:
    """Return a value as a canonical file would write it, to see whether a cell says it so."""
    if isinstance(value, Relocation):
        return "any" if value.anywhere else "; ".join(value.governorates)
    plain = canonical(value)
    if isinstance(plain, bool):
        return "yes" if plain else "no"
    if isinstance(plain, dict):
        return str(plain.get("code") or plain.get("wording") or "")
    if isinstance(plain, list):
        return "; ".join(_item_text(item) for item in plain)
    if isinstance(plain, float) and plain.is_integer():
        return str(int(plain))
    return str(plain)


def _item_text(item: object) -> str:
    if isinstance(item, dict):
        return ":".join(str(part) for part in item.values())
    return str(item)
