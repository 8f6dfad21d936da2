"""The own record in words: what each field holds, and where it comes from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

from models.enums import ImportKind, LanguageLevel, Need, OpportunityKind, Vulnerability
from wasl.files.codes import Country, Language
from wasl.files.dates import PartialDate
from wasl.files.experience import Experience
from wasl.files.people import Certificate
from wasl.files.places import District, Relocation
from wasl.i18n.texts import gettext as _
from wasl.i18n.texts import lazy_gettext
from wasl.operations.corrections import FIELDS
from wasl.portals.returnee.queries.record import OwnRecord
from wasl.ui.column_labels import column_label
from wasl.ui.formats import format_day, format_iqd, format_number, format_years
from wasl.ui.labels import label
from wasl.ui.names import country_of, education_name, language_name, licence_name
from wasl.ui.sentence_names import isolate, join_names

# Every column that a person can have stands in one of these; a test compares with the format.
GROUPS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        "who",
        lazy_gettext("Who you are"),
        (
            *("name_ar", "name_latin", "known_as", "mother_name", "sex", "birth_date"),
            "national_id",
        ),
    ),
    (
        "reach",
        lazy_gettext("Where you live and how to reach you"),
        ("phone", "phone_owner", "email", "governorate", "district", "area"),
    ),
    (
        "work",
        lazy_gettext("What you can do"),
        (
            *("experience", "skills", "education", "field_of_study", "certificates"),
            *("languages", "licences"),
        ),
    ),
    (
        "wishes",
        lazy_gettext("What you want"),
        (
            *("wants", "desired_work", "wage_min", "hours", "available_from", "relocate_to"),
            "aspirations",
        ),
    ),
    (
        "return",
        lazy_gettext("Your return"),
        (
            *("category", "country_from", "return_date", "years_abroad", "reason_migrated"),
            "governorate_origin",
        ),
    ),
    (
        "life",
        lazy_gettext("Your life and what you need"),
        ("marital_status", "dependants", "female_head", "housing", "needs", "vulnerabilities"),
    ),
)


# Stands between the parts of one thing until the page puts each into its own element.
PARTED = "\x1f"


@dataclass(frozen=True, kw_only=True)
class Fact:
    """A field in words. texts: one for each thing in a list; empty: nothing is recorded.

    The parts of a thing may run in different directions, so each stands alone.
    """

    column: str
    label: str
    texts: list[list[str]]
    source: str | None
    correctable: bool


@dataclass(frozen=True, kw_only=True)
class Group:
    """Fields that belong together, under one heading."""

    key: str
    title: str
    facts: list[Fact]


def present_record(record: OwnRecord) -> list[Group]:
    """Put a person's whole record into words, in the language of the page."""
    return [
        Group(key=key, title=str(title), facts=[_fact(record, name) for name in columns])
        for key, title, columns in GROUPS
    ]


def present_sources(record: OwnRecord) -> list[str]:
    """Say from which registers the record comes: register, office, number, day."""
    return [
        _joined(
            [
                str(label(entry.register)),
                isolate(entry.office) if entry.office else "",
                _("number %(number)s", number=isolate(entry.case_no)),
                format_day(entry.intake_date or entry.created_at),
            ]
        )
        for entry in record.entries
    ]


def _joined(texts: list[str]) -> str:
    return join_names([text for text in texts if text])


def _fact(record: OwnRecord, column: str) -> Fact:
    value = record.values.get(column)
    return Fact(
        column=column,
        label=column_label(ImportKind.INTAKE, column),
        texts=[text.split(PARTED) for text in value_texts(column, value, record.places) if text],
        source=_source(record, column) if value is not None else None,
        correctable=column in FIELDS,
    )


def _source(record: OwnRecord, column: str) -> str | None:
    """Say where a field comes from where that is not told for the whole record."""
    if column in record.corrected:
        return _("corrected on %(day)s, as you asked", day=format_day(record.corrected[column]))
    if len(record.entries) != 1:
        return None
    entry = record.entries[0]
    day = format_day(entry.intake_date or entry.created_at)
    if entry.register.value == "self":
        return _("you wrote this on %(day)s", day=day)
    return _("%(register)s, %(day)s", register=label(entry.register), day=day)


def value_texts(column: str, value: Any, places: Mapping[str, str]) -> list[str]:
    """Return what a column holds, a text for each thing in it; nothing for an empty one."""
    if value is None:
        return []
    if column in _OF_COLUMN:
        return [_OF_COLUMN[column](value, places)]
    if isinstance(value, tuple):
        return [text for item in value for text in _item_texts(column, item)]
    return _item_texts(column, value)


def _item_texts(column: str, item: Any) -> list[str]:
    if column in _ITEMS:
        return [_ITEMS[column](item)]
    for kind, write in _KINDS:
        if isinstance(item, kind):
            return [write(item)]
    return [str(item)]


def _place(value: Any, places: Mapping[str, str]) -> str:
    return places.get(value, str(value))


def _district(value: District, places: Mapping[str, str]) -> str:
    return places.get(value.code or "") or value.wording or ""


def _relocation(value: Relocation, places: Mapping[str, str]) -> str:
    if value.anywhere:
        return _("Anywhere")
    return join_names([_place(code, places) for code in value.governorates]) or _("Nowhere else")


_OF_COLUMN: Mapping[str, Callable[[Any, Mapping[str, str]], str]] = {
    "governorate": _place,
    "governorate_origin": _place,
    "district": _district,
    "relocate_to": _relocation,
    "education": lambda value, _places: education_name(value),
    "years_abroad": lambda value, _places: format_years(value),
    "wage_min": lambda value, _places: format_iqd(value),
}
_ITEMS: Mapping[str, Callable[[Any], str]] = {
    "licences": licence_name,
    "wants": lambda item: str(label(OpportunityKind(item))),
    "needs": lambda item: str(label(Need(item))),
    "vulnerabilities": lambda item: str(label(Vulnerability(item))),
}


def _experience(item: Experience) -> str:
    country = country_of(item.country.code, item.country.wording) if item.country else None
    years = format_years(item.years) if item.years else None
    return PARTED.join(text for text in (item.title, years, country) if text)


def _language(item: Language) -> str:
    level = str(label(LanguageLevel(item.level))) if item.level else None
    return PARTED.join(text for text in (language_name(item.name), level) if text)


def _certificate(item: Certificate) -> str:
    if item.recognised is None:
        return item.name
    recognised = _("recognised") if item.recognised else _("not recognised")
    return PARTED.join((item.name, recognised))


_KINDS: tuple[tuple[type, Callable[[Any], str]], ...] = (
    (bool, lambda item: _("Yes") if item else _("No")),
    (Enum, lambda item: str(label(item))),
    (PartialDate, lambda item: format_day(item.day) if item.day else str(item.year)),
    (date, format_day),
    (Country, lambda item: country_of(item.code, item.wording) or ""),
    (Experience, _experience),
    (Language, _language),
    (Certificate, _certificate),
    (int, format_number),
    (float, format_number),
)
