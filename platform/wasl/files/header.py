"""Finds the header of a table, in any of the first rows, and what each column means."""

import string
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from wasl.files.cells import Cell, RawRow, cell_text, clean_text, is_blank, storable_text
from wasl.files.columns import Format, Reading
from wasl.files.errors import FileError
from wasl.files.header_words import HeaderIndex, header_index, header_scale
from wasl.files.mapping import assign_columns, override_mapping
from wasl.files.source import Table

LOOKED_THROUGH = 40  # rows in which the header must be
SAMPLE = 60  # rows below it that help to tell columns apart
SURE_FROM = 3  # columns that make a row a header


@dataclass
class Layout:
    """A table with its header row understood."""

    table: Table
    header_row: int
    headers: list[str]
    columns: dict[int, str]
    missing: tuple[str, ...] = ()
    scales: dict[str, int] = field(default_factory=dict)

    def header_of(self, column: str) -> str:
        """Return what the file calls a canonical column, or its canonical name."""
        for position, name in self.columns.items():
            if name == column:
                return self.headers[position]
        return column

    def understood(self) -> dict[str, str]:
        """Return each header of the file with the column that it was taken for."""
        return {self.headers[position]: name for position, name in sorted(self.columns.items())}

    def unrecognised(self) -> list[str]:
        """Return the headers that no column was found for."""
        return [
            header
            for position, header in enumerate(self.headers)
            if header and position not in self.columns
        ]


@dataclass(frozen=True)
class _Candidate:
    score: float
    table: Table
    row: RawRow
    labels: list[str]
    below: list[RawRow]


def column_letter(position: int) -> str:
    """Return the name of a column as a spreadsheet shows it: 0 is A, 26 is AA."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = string.ascii_uppercase[rest] + letters
    return letters


def find_layout(
    tables: Sequence[Table],
    format_: Format,
    reading: Reading,
    overrides: Mapping[str, str] | None = None,
) -> Layout:
    """Choose the table, find its header and map its columns.

    `overrides` maps headers of the file to canonical names, or to nothing to leave a column
    unrecognised. What is needed and missing is in `Layout.missing`; FileError when the file has
    no text at all or an override names what does not exist.
    """
    overrides = overrides or {}
    index = header_index(format_.name)
    candidates = [
        found
        for table in tables
        if (found := _best_header(table, format_, index, overrides)) is not None
    ]
    if not candidates:
        raise FileError("nothing_found")
    best = max(candidates, key=lambda candidate: candidate.score)
    headers = _distinct(best.labels)
    samples = _samples(best.below, len(headers))
    columns = assign_columns(headers, samples, format_, index, reading)
    columns = override_mapping(columns, headers, format_, overrides)
    mapped = set(columns.values())
    return Layout(
        table=best.table,
        header_row=best.row.number,
        headers=headers,
        columns=columns,
        missing=tuple(" / ".join(names) for names in format_.needed if not mapped & set(names)),
        scales={name: header_scale(headers[position]) for position, name in columns.items()},
    )


def _best_header(
    table: Table, format_: Format, index: HeaderIndex, overrides: Mapping[str, str]
) -> _Candidate | None:
    """Return the row of a table that is most like a header (one row, or two that are merged)."""
    rows = [row for row in islice(table.rows(), LOOKED_THROUGH + SAMPLE) if not row.error]
    top = rows[:LOOKED_THROUGH]
    best: tuple[float, int, list[str]] | None = None
    widest: tuple[float, int, list[str]] | None = None
    for position, row in enumerate(top):
        single = [_label(cell) for cell in row.cells]
        options = [single]
        if position and row.number - top[position - 1].number <= 1:
            options.append(_two_levels(top[position - 1].cells, single, index))
        for labels in options:
            score = _score(labels, index, overrides)
            if score >= SURE_FROM and (best is None or score > best[0]):
                best = (score, position, labels)
        texts = len({label for label in single if label and not label.isdecimal()})
        if widest is None or texts > 1.5 * widest[0]:
            widest = (texts, position, single)
    chosen = best or widest
    if chosen is None:
        return None
    score, position, labels = chosen if best else (chosen[0] / 1000, chosen[1], chosen[2])
    score += 0.5 * (table.name.strip().lower() == format_.name) - 2 * table.hidden
    return _Candidate(score, table, top[position], labels, rows[position + 1 :])


def _label(cell: Cell) -> str:
    """Return the text of a cell as a header: in one line, and fit to be stored and sent."""
    return storable_text(clean_text(cell_text(cell))).replace("\n", " ")


def _score(labels: Iterable[str], index: HeaderIndex, overrides: Mapping[str, str]) -> float:
    """Count the different columns that labels name; long texts are not labels."""
    found: set[str] = set()
    for label in labels:
        if label in overrides:
            found.add(overrides[label] or label)
        elif label and len(label) <= 120:
            found.update(list(index.match(label, fuzzy=False))[:1])
    return len(found)


def _two_levels(upper: Sequence[Cell], lower: list[str], index: HeaderIndex) -> list[str]:
    """Join a merged header: a group above its columns, or a column over both rows."""
    labels, group = [], ""
    for position in range(max(len(upper), len(lower))):
        cell = upper[position] if position < len(upper) else None
        above = "" if is_blank(cell) else _label(cell)
        below = lower[position] if position < len(lower) else ""
        group = above or group
        joined = f"{group} {below}"
        if not below:
            labels.append(above)
        elif group and _exact(index, joined, f"{below} {group}"):
            labels.append(joined)
        else:
            labels.append(below)
    return labels


def _exact(index: HeaderIndex, *labels: str) -> bool:
    return any(max(index.match(label, fuzzy=False).values(), default=0) >= 98 for label in labels)


def _distinct(labels: list[str]) -> list[str]:
    """Give headers that stand twice a number, so that each names one column."""
    seen: dict[str, int] = {}
    distinct = []
    for label in labels:
        count = seen[label] = seen.get(label, 0) + 1
        distinct.append(label if count == 1 or not label else f"{label} ({count})")
    return distinct


def _samples(rows: list[RawRow], width: int) -> list[list[Cell]]:
    """Return, for each column, its cells in the first rows that are not blank."""
    samples: list[list[Cell]] = [[] for _ in range(width)]
    for row in rows[:SAMPLE]:
        for position, cell in enumerate(row.cells[:width]):
            if not is_blank(cell):
                samples[position].append(cell)
    return samples
