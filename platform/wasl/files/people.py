"""Cells about one person: names, numbers to reach them by, certificates."""

import re
from dataclasses import dataclass
from functools import lru_cache

import phonenumbers

from matching.coding.normalise import fold
from wasl.files.cells import Cell, cell_text, clean_text
from wasl.files.codes import check_length
from wasl.files.errors import CellError
from wasl.files.lists import list_items, tidy_item
from wasl.files.vocabulary import is_blank_word, look_up, without_remark

NATIONAL_ID_DIGITS = 12
MAX_PHONE = 32
_EMAIL = re.compile(r"^[^@\s,;]+@[^@\s,;]+\.[^@\s,;.]{2,}$")
_FLOAT_TAIL = re.compile(r"(?<=\d{7})\.0+$")  # a number that a program wrote as a fraction
_NUMBER_WORD = re.compile(r"^(?:رقم|no\.?|id|زماره|ژماره)\s*[:.]?\s*")
_LAST_BRACKETS = re.compile(r"^(.*\S)\s*[(\[]([^)\]]*)[)\]]$")
_ASCII_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")


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
    text = text.lower().replace(" ", "").strip("<>;,.،؛").removeprefix("mailto:")
    if not _EMAIL.match(text):
        raise CellError("not_an_email")
    return text


def parse_national_id(cell: Cell) -> str | None:
    """Return the 12 digits of a national card."""
    text = parse_text(cell, 300)
    if text is None:
        return None
    digits = re.sub(r"[\s\-./'’]", "", _FLOAT_TAIL.sub("", _NUMBER_WORD.sub("", fold(text))))
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
    plain = _FLOAT_TAIL.sub("", text.translate(_ASCII_DIGITS))
    plain = plain.replace("O", "0").replace("o", "0")
    for part in (
        plain,
        without_remark(plain),
        *re.split(r"[\n/;,،|]|\s+-\s+|\s+و\s*|\s{2,}", plain),
    ):
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
