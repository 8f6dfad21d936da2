"""Cells about one person: names, numbers to reach them by, experience and certificates."""

import re
from dataclasses import dataclass
from functools import lru_cache

import phonenumbers

from matching.coding.normalise import fold
from wasl.files.cells import Cell, cell_text, clean_text
from wasl.files.codes import Country, check_length, parse_country
from wasl.files.errors import CellError
from wasl.files.lists import list_items, strong_items, tidy_item
from wasl.files.numbers import parse_number
from wasl.files.vocabulary import is_blank_word, look_up

NATIONAL_ID_DIGITS = 12
MAX_PHONE = 32
MAX_EXPERIENCE_YEARS = 70
_EMAIL = re.compile(r"^[^@\s,;]+@[^@\s,;]+\.[^@\s,;.]{2,}$")
_PIPE = re.compile(r"\s*[|｜¦│‖]\s*")
_DASH = re.compile(r"\s+[-–—]+\s+")
_YEARS_WORD = r"(?:years?|yrs?|months?|سنوات|سن[ةه]|سنين|عام|[أا]عوام|[أا]شهر|شهر|سا[لڵ]|مان[گك])"
_INLINE = re.compile(
    rf"^(?P<title>.*?\S)\s*[,،:(\-–]?\s*(?P<years>\d+(?:[.,٫]\d+)?\s*\+?\s*{_YEARS_WORD})"
    r"\s*(?:[,،\-–(]|\bin\b|\bفي\b|\bلە\b)*\s*(?P<country>[^)]*?)\)?$"
)
_LAST_BRACKETS = re.compile(r"^(.*\S)\s*[(\[]([^)\]]*)[)\]]$")
_ASCII_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")


@dataclass(frozen=True)
class Experience:
    """Work done: the title as given, for how long, and in which country."""

    title: str
    years: float | None = None
    country: Country | None = None


@dataclass(frozen=True)
class Certificate:
    """A certificate and whether it is recognised (empty: nobody said)."""

    name: str
    recognised: bool | None = None


def parse_text(cell: Cell, limit: int, blanks: bool = True) -> str | None:
    """Return a text on one line or several, None for a blank (or, with `blanks`, a word for it)."""
    text = clean_text(cell_text(cell))
    if not text or (blanks and is_blank_word(text)):
        return None
    if not any(character.isalnum() for character in text):
        return None
    return check_length(text, limit)


def parse_name(cell: Cell, limit: int) -> str | None:
    """Return a name on one line."""
    text = parse_text(cell, limit, blanks=False)
    return None if text is None else text.replace("\n", " ")


def parse_key(cell: Cell, limit: int) -> str | None:
    """Return a number or reference as text, its digits in ASCII so that it is found again."""
    text = parse_name(cell, limit)
    return None if text is None else text.translate(_ASCII_DIGITS)


def parse_email(cell: Cell) -> str | None:
    """Return an e-mail address in lower case."""
    text = parse_text(cell, 300)
    if text is None:
        return None
    text = text.removeprefix("mailto:").lower().replace(" ", "")
    if not _EMAIL.match(text):
        raise CellError("not_an_email")
    return text


def parse_national_id(cell: Cell) -> str | None:
    """Return the 12 digits of a national card."""
    text = parse_text(cell, 300)
    if text is None:
        return None
    digits = re.sub(r"[\s\-./]", "", fold(text))
    if not digits.isdecimal():
        raise CellError(
            "wrong_length", wanted=NATIONAL_ID_DIGITS, found=sum(map(str.isdecimal, digits))
        )
    if len(digits) != NATIONAL_ID_DIGITS:
        raise CellError("wrong_length", wanted=NATIONAL_ID_DIGITS, found=len(digits))
    return digits


def parse_phone(cell: Cell) -> str | None:
    """Return a phone number in E.164 where it can be read as one, else as it was given.

    Of several numbers in a cell the first that can be read counts.
    """
    text = parse_text(cell, 300)
    if text is None:
        return None
    plain = text.translate(_ASCII_DIGITS).replace("O", "0").replace("o", "0")
    for part in (plain, *re.split(r"[\n/;,،|]|\s+-\s+|\s+و\s*|\s{2,}", plain)):
        number = _e164(part)
        if number:
            return number
    return check_length(text.replace("\n", " "), MAX_PHONE)


@lru_cache(maxsize=4096)
def _e164(text: str) -> str | None:
    digits = re.sub(r"\D", "", text)
    if len(digits) < 7:
        return None
    trailing_plus = text.strip().endswith("+")  # a plus typed in right-to-left text
    for candidate in (f"+{digits}" if trailing_plus else text, f"+{digits}"):
        if candidate.startswith("+") and digits.startswith("0"):
            continue
        try:
            number = phonenumbers.parse(candidate, "IQ")
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return None


def parse_certificates(cell: Cell) -> tuple[Certificate, ...] | None:
    """Return certificates, each with what stands after it in brackets about recognition."""
    items = [item for item in list_items(cell) if not is_blank_word(item)]
    found = []
    for item in items:
        brackets = _LAST_BRACKETS.match(item)
        said = look_up("recognised", brackets.group(2)) if brackets else None
        if brackets and said:
            found.append(
                Certificate(check_length(tidy_item(brackets.group(1)), 300), said == "yes")
            )
        else:
            found.append(Certificate(check_length(item, 300)))
    return tuple(dict.fromkeys(found)) or None


def parse_phrases(cell: Cell) -> tuple[str, ...] | None:
    """Return the phrases of a free list."""
    found = [check_length(item.replace("\n", " "), 300) for item in list_items(cell)]
    return tuple(item for item in found if not is_blank_word(item)) or None


def parse_experience(cell: Cell) -> tuple[Experience, ...] | None:
    """Return the entries of `title | years | country`."""
    entries = strong_items(cell)
    if len(entries) == 1 and len(_PIPE.findall(entries[0])) > 2:
        entries = _split_run(entries[0])
    elif len(entries) == 1 and not _PIPE.search(entries[0]):
        entries = _split_plain(entries[0], cell)
    found = [_read_entry(entry) for entry in entries if not is_blank_word(entry)]
    return tuple(dict.fromkeys(found)) or None


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
    years = _years(fields[1]) if fields[1] else None
    country = parse_country(" ".join(fields[2:])) if len(fields) > 2 else None
    return years, country


def _years(text: str) -> float | None:
    try:
        years = parse_number(text)
    except CellError as error:
        raise CellError("experience_years") from error
    if years is not None and not 0 <= years <= MAX_EXPERIENCE_YEARS:
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
