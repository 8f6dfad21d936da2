"""Levels of education: figures of ISCED 2011, or words with whatever stands around them."""

import re

from wasl.files.cells import Cell, cell_text, clean_text
from wasl.files.codes import parse_code
from wasl.files.errors import CellError
from wasl.files.number_words import only_words
from wasl.files.vocabulary import look_up, value_words, word_key

ACCEPTED = "0–8, secondary, دبلوم, بكالوريوس, …"
_ISCED = re.compile(r"^(?:isced|level|مستوى|مستوي|اسكد|ئاست)?\s*(?:2011)?\s*(?:level)?\s*([0-8])$")
_LEADING_CODE = re.compile(
    r"^(?:isced\s*)?(?:level\s*)?([0-8])\s*[-–—:=.)]\s*(?=\S)", re.IGNORECASE
)
# Degrees that a field of study may follow or precede: `BSc Computer Science`.
_DEGREES_FROM = 5


def parse_education(cell: Cell) -> int | None:
    """Return a level of ISCED 2011, 0 to 8."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        if cell in range(9):
            return int(cell)
        raise CellError("unknown_value", accepted=ACCEPTED)
    text = clean_text(cell_text(cell))
    if not text:
        return None
    level = _ISCED.match(word_key(text))
    if level:
        return int(level.group(1))
    try:
        found = parse_code(text, "education")
    except CellError as error:
        among = _coded_and_worded(text) or _level_among_words(word_key(text))
        if among is None:
            raise CellError("unknown_value", accepted=ACCEPTED) from error
        return int(among)
    return None if found is None else int(found)


def parse_required_education(cell: Cell) -> int | None:
    """Return the lowest level that an employer accepts; `any` and `not specified` name none."""
    if look_up("unstated", clean_text(cell_text(cell))):
        return None
    return parse_education(cell)


def _coded_and_worded(text: str) -> str | None:
    """Read `3 - upper secondary`, where figure and words agree."""
    code = _LEADING_CODE.match(text)
    if not code:
        return None
    words = look_up("education", text[code.end() :])
    return words if words in {None, code.group(1)} else None


def _level_among_words(key: str) -> str | None:
    """Find the level in `secondary or higher`, `لا يقل عن الإعدادية` and `بكالوريوس هندسة`.

    Words beside a level must say no more than `at least`; beside a degree they may be its
    subject, unless they say that it was not finished.
    """
    words = key.split()
    for length in range(len(words) - 1, 0, -1):
        for start in range(len(words) - length + 1):
            found = look_up("education", " ".join(words[start : start + length]))
            rest = [*words[:start], *words[start + length :]]
            if found and (only_words(" ".join(rest), "level_note") or _is_degree(found, rest)):
                return found
    return None


def _is_degree(level: str, rest: list[str]) -> bool:
    unfinished = value_words()["incomplete"].keys() & set(rest)
    other_code = any(word.isdecimal() for word in rest)
    return int(level) >= _DEGREES_FROM and len(rest) <= 6 and not unfinished and not other_code
