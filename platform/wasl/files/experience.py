"""Work that a person did: `title | years | country`, and other ways to write it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from wasl.files.cells import Cell
from wasl.files.codes import Country, check_length, parse_country
from wasl.files.errors import CellError
from wasl.files.lists import comma_items, list_items, strong_items
from wasl.files.numbers import parse_number
from wasl.files.vocabulary import is_blank_word, look_up

MAX_EXPERIENCE_YEARS = 70
_PIPE = re.compile(r"\s*[|｜¦│‖]\s*")
_DASH = re.compile(r"\s+[-–—]+\s+")
_YEARS_WORD = r"(?:years?|yrs?|y|months?|سنوات|سن[ةه]|سنين|عام|[أا]عوام|[أا]شهر|شهر|سا[لڵ]|مان[گك])"
_INLINE = re.compile(
    rf"^(?P<title>.*?\S)\s*[,،:(\-–]?\s*(?P<years>\d+(?:[.,٫]\d+)?\s*\+?\s*{_YEARS_WORD})"
    r"\s*(?:[,،\-–(]|\bin\b|\bفي\b|\bلە\b)*\s*(?P<country>[^)]*?)\)?$"
)
_ASCII_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_FIELDS = re.compile(r"\s*[,،/:()\[\]]\s*|\s+[-–—]+\s+")
_FROM_TO = re.compile(r"^((?:19|20)\d\d)\s*[-–—/]\s*((?:19|20)\d\d)$")
_SPAN = re.compile(r"^[<>≥~+\s]*\d")


@dataclass(frozen=True)
class Experience:
    """Work done: the title as given, for how long, and in which country."""

    title: str
    years: float | None = None
    country: Country | None = None


def parse_experience(cell: Cell) -> tuple[Experience, ...] | None:
    """Return the entries of `title | years | country`, or what is written in their place."""
    entries = [entry for entry in strong_items(cell) if not is_blank_word(entry)]
    if not entries or (len(entries) == 1 and look_up("number", entries[0]) == "0"):
        return None
    found = None
    if not any(map(_PIPE.search, entries)):
        found = _gather(entries)
    elif len(entries) == 1 and len(_PIPE.findall(entries[0])) > 2:
        entries = _split_run(entries[0])
    if found is None and len(entries) == 1 and not _PIPE.search(entries[0]):
        entries = _split_plain(entries[0], cell)
    if found is None:
        found = [_read_entry(entry) for entry in entries if not is_blank_word(entry)]
    return tuple(dict.fromkeys(found)) or None


def _gather(entries: Iterable[str]) -> list[Experience] | None:
    """Read `Welder (6 years, Germany), Driver, 3 years` without bars.

    None where no years or country stand apart, or where something else stands in their place.
    """
    found: list[Experience] = []
    said = False
    for piece in (piece for entry in entries for piece in comma_items(entry)):
        for position, part in enumerate(filter(None, map(str.strip, _FIELDS.split(piece)))):
            fuller = _completed(found[-1], part) if found else None
            if fuller:
                found[-1], said = fuller, True
            elif position:
                return None
            else:
                found.append(_read_inline(part))
                said = said or found[-1].years is not None
    return found if said else None


def _completed(entry: Experience, part: str) -> Experience | None:
    """Return an entry with the years or the country that a part names, None if it names none."""
    if entry.years is None and _SPAN.match(part.translate(_ASCII_DIGITS)):
        try:
            return replace(entry, years=_years(part))
        except CellError:
            return None
    country = parse_country(part) if entry.country is None else None
    return replace(entry, country=country) if country and country.code else None


def _split_run(text: str) -> list[str]:
    """Cut `a | 3 | DE، b | 2 | IQ`, where only a comma or a slash parts the entries."""
    fields = _PIPE.split(text)
    entries, current = [], fields[:1]
    for position, part in enumerate(fields[1:], start=1):
        if len(current) == 2 and position < len(fields) - 1:
            pieces = re.split(r"\s*[,،/]\s*", part, maxsplit=1)
            if len(pieces) == 2:
                entries.append(" | ".join([*current, pieces[0]]))
                current = [pieces[1]]
                continue
        current.append(part)
    return [*entries, " | ".join(current)]


def _split_plain(text: str, cell: Cell) -> list[str]:
    """Cut titles that stand side by side, unless a comma only leads to years and country."""
    if _INLINE.match(text.translate(_ASCII_DIGITS)) or _DASH.search(text):
        return [text]
    return list_items(cell)


def _read_entry(entry: str) -> Experience:
    fields = [part.strip() for part in _PIPE.split(entry)]
    if len(fields) == 1:
        return _read_inline(entry)
    title = fields[0]
    if not title:
        raise CellError("experience_title")
    rest = [part for part in fields[1:] if part]
    years, country = _years_and_country(rest, fields)
    return Experience(check_length(title, 300), years, country)


def _years_and_country(rest: list[str], fields: list[str]) -> tuple[float | None, Country | None]:
    """Read the second and third field; a lone one may be either."""
    bare = len(fields) == 2 or not fields[1]
    if bare and len(rest) == 1 and not any(character.isdecimal() for character in rest[0]):
        known = parse_country(rest[0])
        if known and (known.code or not fields[1]):
            return None, known
    second, third = fields[1], " ".join(fields[2:])
    if _SPAN.match(third.translate(_ASCII_DIGITS)) and not _SPAN.match(
        second.translate(_ASCII_DIGITS)
    ):
        second, third = third, second
    years = _years(second) if second else None
    country = parse_country(third) if third else None
    return years, country


def _years(text: str) -> float | None:
    if span := _FROM_TO.match(text.translate(_ASCII_DIGITS)):
        return _in_range(float(span.group(2)) - float(span.group(1)))
    try:
        years = parse_number(text)
    except CellError as error:
        raise CellError("experience_years") from error
    return None if years is None else _in_range(years)


def _in_range(years: float) -> float:
    if not 0 <= years <= MAX_EXPERIENCE_YEARS:
        raise CellError("out_of_range", low=0, high=MAX_EXPERIENCE_YEARS)
    return years


def _read_inline(entry: str) -> Experience:
    """Read `Welder - 6 - DE`, `لحام 3 سنوات في ألمانيا` and a title alone."""
    dashed = _DASH.split(entry)
    if len(dashed) in {2, 3} and re.match(r"^\d", dashed[1].translate(_ASCII_DIGITS)):
        country = parse_country(dashed[2]) if len(dashed) == 3 else None
        return Experience(check_length(dashed[0], 300), _years(dashed[1]), country)
    found = _INLINE.match(entry.translate(_ASCII_DIGITS))
    if found:
        title = entry[: found.end("title")].strip(" ,،:-–(")
        country = parse_country(found.group("country")) if found.group("country") else None
        if title and (country is None or country.code):
            return Experience(check_length(title, 300), _years(found.group("years")), country)
    return Experience(check_length(entry, 300))
