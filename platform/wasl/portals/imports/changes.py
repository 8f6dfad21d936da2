"""What an import of roundtables changes in records that are known, as pages show it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from wasl.code_names import name_places
from wasl.sectors import name_sector
from wasl.ui.column_labels import changed_label
from wasl.ui.formats import format_day, format_number

SHOWN_CHANGES = 100
_DAYS = frozenset({"held_on", "deadline"})
_PLACES = frozenset({"governorate", "governorate_code"})

Record = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class ChangeLine:
    """A part of a record that changes: what it said, and says then."""

    row: int
    ref: str
    column: str
    before: str | None
    after: str | None


def present_changes(
    session: Session, rows: Sequence[Record], language: str
) -> tuple[list[ChangeLine], int]:
    """Return the first changes of rows (as `RowEffect.to_record` tells them), and how many rest."""
    every = [(row, change) for row in rows for change in row["changes"]]
    lines = [
        ChangeLine(
            row=row["row"],
            ref=row["ref"],
            column=changed_label(change["column"]),
            before=_said(session, change["column"], change["before"], language),
            after=_said(session, change["column"], change["after"], language),
        )
        for row, change in every[:SHOWN_CHANGES]
    ]
    return lines, len(every) - len(lines)


def _said(session: Session, column: str, value: str | None, language: str) -> str | None:
    """Say a value as people write it: names for codes, days and numbers of the page's language."""
    if not value:
        return None
    return next(_words(session, column, value, language), None) or value


def _words(session: Session, column: str, value: str, language: str) -> Iterator[str | None]:
    if column in _DAYS:
        yield format_day(date.fromisoformat(value))
    elif column in _PLACES:
        yield name_places(session, [value], language).get(value)
    elif column == "sector":
        yield name_sector(session, value, language)
    elif column == "quantity" and value.isdecimal():
        yield format_number(int(value))
