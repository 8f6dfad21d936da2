"""The intake format (FILES.md, section 1): one row a person."""

import re
from collections.abc import Callable
from functools import partial

from models.enums import Register
from wasl.files import codes, dates, education, experience, numbers, people, places
from wasl.files.cells import Cell
from wasl.files.columns import Column, Format, Reading

NAME, KEY, TEXT = 300, 120, 4_000
_LATIN_ONLY = re.compile(r"^(?=.*[A-Za-z])[^\u0600-\u06ff]*$")
_ARABIC_ONLY = re.compile(r"^(?=.*[\u0621-\u06ff])[^A-Za-z]*$")


def coded(field: str) -> Callable[[Cell, Reading], object | None]:
    """Return a reader of one value of a closed list."""
    return lambda cell, _: codes.parse_code(cell, field)


def coded_list(field: str) -> Callable[[Cell, Reading], object | None]:
    """Return a reader of several values of a closed list."""
    return lambda cell, _: codes.parse_codes(cell, field)


def plain(read: Callable[..., object | None], *args: object) -> Callable[..., object | None]:
    """Return a reader that needs only the cell and fixed arguments."""
    return lambda cell, _: read(cell, *args)


def text(limit: int) -> Callable[[Cell, Reading], object | None]:
    """Return a reader of free text."""
    return partial(_text, limit)


def _text(limit: int, cell: Cell, _: Reading) -> str | None:
    return people.parse_text(cell, limit)


def read_day(cell: Cell, reading: Reading) -> object | None:
    """Read a date; a year alone is its first day."""
    found = dates.parse_date(cell, reading.today)
    return found.first_day() if found else None


def read_governorate(cell: Cell, reading: Reading) -> object | None:
    """Read a governorate of Iraq."""
    return places.parse_governorate(cell, reading.places)


def read_district(cell: Cell, reading: Reading) -> object | None:
    """Read a district, looked for in the governorate of the row."""
    governorate = reading.values.get("governorate")
    known = governorate if isinstance(governorate, str) else None
    return places.parse_district(cell, known, reading.places)


def money(column: str) -> Callable[[Cell, Reading], object | None]:
    """Return a reader of an amount in IQD; the header may say that it is in thousands."""
    return lambda cell, reading: numbers.parse_money(cell, reading.scales.get(column, 1))


def settle_person(values: dict[str, object]) -> None:
    """Put names where their script belongs, and take a blank register from the agency.

    The register is known where the agency that did the interview keeps one.
    """
    agency = str(values.get("intake_agency", "")).lower()
    if "register" not in values and agency in set(Register):
        values["register"] = agency
    arabic, latin = values.get("name_ar"), values.get("name_latin")
    if latin is None and isinstance(arabic, str) and _LATIN_ONLY.match(arabic):
        values["name_latin"] = values.pop("name_ar")
    elif arabic is None and isinstance(latin, str) and _ARABIC_ONLY.match(latin):
        values["name_ar"] = values.pop("name_latin")


INTAKE = Format(
    name="intake",
    key="case_no",
    needed=(("register", "intake_agency"), ("case_no",), ("name_ar", "name_latin")),
    settle=settle_person,
    columns=(
        Column("register", coded("register"), required=True, coded=True),
        Column("case_no", plain(people.parse_key, KEY), required=True),
        Column("name_ar", plain(people.parse_name, NAME)),
        Column("name_latin", plain(people.parse_name, NAME)),
        Column("known_as", text(NAME)),
        Column("mother_name", plain(people.parse_name, NAME)),
        Column("sex", coded("sex"), coded=True),
        Column("birth_date", lambda cell, r: dates.parse_birth(cell, r.today), coded=True),
        Column("national_id", plain(people.parse_national_id)),
        Column("phone", plain(people.parse_phone), coded=True),
        Column("phone_owner", coded("phone_owner"), coded=True),
        Column("email", plain(people.parse_email)),
        Column("governorate", read_governorate, coded=True),
        Column("district", read_district, coded=True),
        Column("governorate_origin", read_governorate, coded=True),
        Column("area", coded("area"), coded=True),
        Column("category", coded("category"), coded=True),
        Column("country_from", plain(codes.parse_country), coded=True),
        Column("return_date", read_day, coded=True),
        Column("years_abroad", plain(numbers.parse_years, 90.0), coded=True),
        Column("reason_migrated", text(TEXT)),
        Column("marital_status", coded("marital_status"), coded=True),
        Column("dependants", plain(numbers.parse_count, 0, 40), coded=True),
        Column("female_head", plain(codes.parse_yes_no), coded=True),
        Column("vulnerabilities", coded_list("vulnerability"), unordered=True, coded=True),
        Column("housing", coded("housing"), coded=True),
        Column("education", plain(education.parse_education), coded=True),
        Column("field_of_study", text(NAME)),
        Column("certificates", plain(people.parse_certificates), unordered=True),
        Column("experience", plain(experience.parse_experience)),
        Column("skills", plain(people.parse_phrases), unordered=True),
        Column("languages", plain(codes.parse_languages), unordered=True, coded=True),
        Column("licences", plain(codes.parse_licences), unordered=True, coded=True),
        Column("wants", plain(codes.parse_kinds), unordered=True, coded=True),
        Column("desired_work", plain(people.parse_phrases)),
        Column("wage_min", money("wage_min"), coded=True),
        Column(
            "relocate_to",
            lambda cell, r: places.parse_relocation(cell, r.places),
            unordered=True,
            coded=True,
        ),
        Column("hours", coded("hours"), coded=True),
        Column("available_from", read_day, coded=True),
        Column("aspirations", text(TEXT)),
        Column("needs", coded_list("need"), unordered=True, coded=True),
        Column("consent_data", plain(codes.parse_yes_no), coded=True),
        Column("consent_matching", plain(codes.parse_yes_no), coded=True),
        Column("consent_contact", plain(codes.parse_yes_no), coded=True),
        Column("consent_date", read_day, coded=True),
        Column("intake_agency", coded("agency"), coded=True),
        Column("intake_office", text(NAME)),
        Column("intake_date", read_day, coded=True),
    ),
)
