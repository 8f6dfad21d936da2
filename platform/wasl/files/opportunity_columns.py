"""The opportunities format (FILES.md, section 2): one row an opportunity."""

import re

from matching.coding.normalise import fold
from wasl.files import codes, education, numbers, people
from wasl.files.cells import Cell, cell_text, clean_text
from wasl.files.columns import Column, Format, Reading
from wasl.files.errors import CellError
from wasl.files.intake_columns import (
    KEY,
    NAME,
    TEXT,
    coded,
    money,
    plain,
    read_day,
    read_district,
    read_governorate,
    text,
)
from wasl.files.vocabulary import is_blank_word, look_up

MAX_SEATS = 1_000_000
_CODE = 32
_LEADING_ISCO = re.compile(r"^(?:isco(?:-?08)?\s*[:\-]?\s*)?[a-z]?(\d{1,4})(?!\d)")
_ISCO_BESIDE_WORDS = re.compile(r"(?<!\d)(\d{4})\)?$")


def read_occupation(cell: Cell, reading: Reading) -> object | None:
    """Read an ISCO-08 code, also out of `7212 - Welders`."""
    words = clean_text(cell_text(cell))
    if not words or is_blank_word(words):
        return None
    key = fold(words)
    found = _LEADING_ISCO.match(key) or _ISCO_BESIDE_WORDS.search(key)
    if not found:
        raise CellError("not_an_occupation")
    # Spreadsheets drop the zero of the armed forces' groups (0110, 0210, 0310).
    code = found.group(1)
    for candidate in (code, code.zfill(4)):
        if candidate in reading.occupations:
            return candidate
    raise CellError("not_an_occupation")


def read_place(cell: Cell, reading: Reading) -> object | None:
    """Read a governorate; `all governorates` and `remote` name none."""
    words = clean_text(cell_text(cell))
    if look_up("anywhere", words) == "any" or look_up("remote", words) == "yes":
        return None
    return read_governorate(cell, reading)


def read_remote(cell: Cell) -> bool | None:
    """Read yes or no, or where the work is done: `hybrid` and `from home` count as remote."""
    if not isinstance(cell, bool) and (said := look_up("remote", clean_text(cell_text(cell)))):
        return said == "yes"
    return codes.parse_yes_no(cell)


def _read_wage(cell: Cell, reading: Reading) -> object | None:
    return numbers.parse_money_range(cell, reading.scales.get("wage", 1))


def settle_wage(values: dict[str, object]) -> None:
    """Spread a single wage column over the lowest and the highest, where these are blank.

    A range the wrong way round stays, for the check to find.
    """
    wage = values.get("wage")
    if isinstance(wage, tuple) and wage[0] <= wage[1]:
        low, high = wage
        del values["wage"]
        if "wage_max" not in values and high >= _number(values.get("wage_min"), 0):
            values["wage_max"] = high
        if "wage_min" not in values and low <= _number(values.get("wage_max"), low):
            values["wage_min"] = low


def _number(value: object, default: int) -> int:
    return value if isinstance(value, int) else default


OPPORTUNITIES = Format(
    name="opportunities",
    key="ref",
    needed=(("ref",), ("employer",), ("title",), ("kind",)),
    settle=settle_wage,
    columns=(
        Column("ref", plain(people.parse_key, KEY), required=True),
        Column("employer", plain(people.parse_name, NAME), required=True),
        Column("employer_reg_no", plain(people.parse_key, _CODE)),
        Column("sector", plain(codes.parse_sector)),
        Column("kind", coded("kind"), required=True, coded=True),
        Column("title", plain(people.parse_name, NAME), required=True),
        Column("description", text(TEXT)),
        Column("occupation", read_occupation),
        Column("skills_required", plain(people.parse_phrases), unordered=True),
        Column("skills_desired", plain(people.parse_phrases), unordered=True),
        Column("education_min", plain(education.parse_required_education), coded=True),
        Column("experience_min_years", plain(numbers.parse_years, 50.0), coded=True),
        Column("languages", plain(codes.parse_languages), unordered=True, coded=True),
        Column("licences", plain(codes.parse_licences), unordered=True, coded=True),
        Column("governorate", read_place, coded=True),
        Column("district", read_district, coded=True),
        Column("remote", plain(read_remote), coded=True),
        Column("seats", plain(numbers.parse_count, 1, MAX_SEATS), coded=True),
        Column("wage_min", money("wage_min"), coded=True),
        Column("wage_max", money("wage_max"), coded=True),
        # Not canonical: one column for the wage, as one amount or as a range.
        Column("wage", _read_wage, coded=True),
        Column("hours", coded("hours"), coded=True),
        Column("start_date", read_day, coded=True),
        Column("apply_by", read_day, coded=True),
        Column("accessible", plain(codes.parse_yes_no), coded=True),
        Column("transport", plain(codes.parse_yes_no), coded=True),
        Column("childcare", plain(codes.parse_yes_no), coded=True),
        Column("accommodation", plain(codes.parse_yes_no), coded=True),
        Column("women_encouraged", plain(codes.parse_yes_no), coded=True),
        Column("commitment", plain(people.parse_key, _CODE)),
    ),
)
