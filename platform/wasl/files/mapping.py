"""Gives each canonical column at most one column of the file."""

from collections import Counter
from collections.abc import Mapping, Sequence

from wasl.files.cells import Cell, is_blank
from wasl.files.codes import Country, Sector
from wasl.files.columns import Format, Reading
from wasl.files.errors import CellError, FileError
from wasl.files.header_words import NO_NOISE, HeaderIndex
from wasl.files.places import District
from wasl.files.vocabulary import word_key

VALUES_WEIGH = 6  # points that a column's values can add to the score of its header
PLAUSIBLE = 0.5  # share of values that must be readable where the header was only nearly right


def assign_columns(
    headers: Sequence[str],
    samples: Sequence[Sequence[Cell]],
    format_: Format,
    index: HeaderIndex,
    reading: Reading,
) -> dict[int, str]:
    """Return the canonical name for each position that was understood.

    The best header wins; where headers leave a doubt, the values below them decide.
    """
    options = [
        (position, name, score)
        for position, header in enumerate(headers)
        for name, score in index.match(header).items()
    ]
    per_header = Counter(position for position, _, _ in options)
    per_name = Counter(name for _, name, _ in options)
    ranked: list[tuple[float, int, str]] = []
    for position, name, score in options:
        rank = float(score)
        if per_header[position] > 1 or per_name[name] > 1 or score < NO_NOISE:
            share = readable_share(name, samples[position], format_, reading)
            if score < NO_NOISE and share < PLAUSIBLE:
                continue
            rank += VALUES_WEIGH * share
        ranked.append((-rank, position, name))
    columns: dict[int, str] = {}
    for _, position, name in sorted(ranked):
        if position not in columns and name not in columns.values():
            columns[position] = name
    return columns


def readable_share(name: str, cells: Sequence[Cell], format_: Format, reading: Reading) -> float:
    """Return which share of cells a column could read (0.5 when there are none).

    Words that a column merely keeps as they are count a quarter.
    """
    column = format_.by_name[name]
    filled = [cell for cell in cells if not is_blank(cell)]
    if not filled:
        return 0.5
    good = 0.0
    for cell in filled:
        try:
            value = column.read(cell, reading)
        except CellError:
            continue
        good += 0.25 if _only_words(value) else 1.0
    return good / len(filled)


def _only_words(value: object) -> bool:
    if isinstance(value, Country | District | Sector):
        return value.code is None
    return value is None


def override_mapping(
    columns: dict[int, str],
    headers: Sequence[str],
    format_: Format,
    overrides: Mapping[str, str],
) -> dict[int, str]:
    """Return the mapping as a person corrected it; an empty name leaves a column out."""
    positions = {word_key(header): position for position, header in enumerate(headers) if header}
    changed = dict(columns)
    for header, name in overrides.items():
        position = positions.get(word_key(header))
        if position is None:
            raise FileError("header_missing", header=header)
        if name and name not in format_.by_name:
            raise FileError("column_unknown", column=name, known=", ".join(format_.by_name))
        changed = {at: old for at, old in changed.items() if at != position and old != name}
        if name:
            changed[position] = name
    return changed
