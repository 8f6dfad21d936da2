"""The formats of roundtables and of what was promised there (FILES.md, section 6)."""

import re

from wasl.files import codes, dates, numbers, people
from wasl.files.cells import Cell, cell_text, clean_text
from wasl.files.columns import Column, Format, Reading
from wasl.files.errors import CellError
from wasl.files.intake_columns import NAME, TEXT, plain, text
from wasl.files.lists import unique
from wasl.files.opportunity_columns import MAX_SEATS, read_place
from wasl.files.vocabulary import look_up, values_of

REF = 32
POLICY = "policy"
COMMITMENT_TYPES = ", ".join([*values_of("kind"), POLICY])
MOST_ORGANISATIONS = 300
_ARABIC_COMMA = "،"
_STRONG = re.compile(r"[;؛\n]+")
_BULLET = re.compile(r"^(?:[-•*–]\s*|\d{1,3}[.)\-]\s+)")


def parse_organisations(cell: Cell) -> tuple[str, ...] | None:
    """Read names between `;` and line breaks; where there are none of these, between commas.

    A number alone says how many they are, as lists of meetings do, and names nobody.
    """
    if clean_text(cell_text(cell)).isdecimal():
        return None
    items = _lines(cell)
    if len(items) == 1 and not isinstance(cell, list):
        mark = _ARABIC_COMMA if _ARABIC_COMMA in items[0] else ","
        items = items[0].split(mark)
    return _names(items)


def parse_parties(cell: Cell) -> tuple[str, ...] | None:
    """Read who promised something together; a comma may be part of a name."""
    return _names(_lines(cell))


def read_type(cell: Cell, _: Reading) -> str | None:
    """Read one of the kinds of opportunity, or a measure of policy."""
    if look_up("measure", clean_text(cell_text(cell))) == POLICY:
        return POLICY
    try:
        return codes.parse_code(cell, "kind")
    except CellError as error:
        if error.code != "unknown_value":
            raise
        raise CellError("unknown_value", accepted=COMMITMENT_TYPES) from error


def read_full_day(cell: Cell, reading: Reading) -> object | None:
    """Read a day that may lie ahead; of a year or a month alone, the first one."""
    found = dates.parse_date(cell, reading.today)
    return found.first_day() if found else None


def _lines(cell: Cell) -> list[str]:
    """Return what stands between `;` and line breaks, each name to its last sign."""
    if isinstance(cell, list):
        return [clean_text(item) for item in cell]
    return _STRONG.split(clean_text(cell_text(cell)))


def _names(items: list[str]) -> tuple[str, ...] | None:
    bare = [_BULLET.sub("", item.strip()).strip() for item in items]
    names = [name for item in bare if (name := people.parse_name(item, NAME)) is not None]
    if len(names) > MOST_ORGANISATIONS:
        raise CellError("out_of_range", low=1, high=MOST_ORGANISATIONS)
    return tuple(unique(names)) or None


ROUNDTABLES = Format(
    name="roundtables",
    key="ref",
    needed=(("ref",), ("date",)),
    columns=(
        Column("ref", plain(people.parse_key, REF), required=True),
        Column("date", read_full_day, required=True, coded=True),
        Column("city", plain(people.parse_name, NAME)),
        Column("host", plain(people.parse_name, NAME)),
        Column("chair", plain(people.parse_name, NAME)),
        Column("title", plain(people.parse_name, NAME)),
        Column("participants", plain(parse_organisations), unordered=True),
    ),
)
COMMITMENTS = Format(
    name="commitments",
    key="ref",
    needed=(("ref",), ("stakeholder",), ("type",)),
    columns=(
        Column("ref", plain(people.parse_key, REF), required=True),
        Column("roundtable", plain(people.parse_key, REF)),
        Column("stakeholder", plain(parse_parties), required=True),
        Column("type", read_type, required=True, coded=True),
        Column("quantity", plain(numbers.parse_count, 1, MAX_SEATS), coded=True),
        Column("unit", plain(people.parse_name, NAME)),
        Column("sector", plain(codes.parse_sector)),
        Column("governorate", read_place, coded=True),
        Column("deadline", read_full_day, coded=True),
        Column("text", text(TEXT)),
        Column("responsible_role", plain(people.parse_name, NAME)),
        Column("status_reported", plain(people.parse_name, NAME)),
    ),
)
