"""Dates as people write them: day first, any digits, month names, Excel serials, a year alone."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from matching.coding.normalise import fold
from wasl.files.cells import Cell, cell_text, clean_text
from wasl.files.errors import CellError
from wasl.files.number_words import only_words
from wasl.files.vocabulary import is_blank_word, look_up, value_words, word_key

OLDEST_YEARS = 110
_EXCEL_EPOCH = date(1899, 12, 30)
_SERIALS = range(10_000, 80_000)  # 1927 to 2119
_YEARS = range(1900, 2101)
_FAR = 1e12  # any larger number is no date either
_SEPARATED = re.compile(r"^(\d{1,4})\s*[-/.\\،,_ ]\s*(\d{1,2})\s*[-/.\\،,_ ]\s*(\d{1,4})$")
_MONTH_YEAR = re.compile(r"^(\d{1,2})\s*[-/.]\s*(\d{4})$")
_YEAR_MONTH = re.compile(r"^(\d{4})\s*[-/.]\s*(\d{1,2})$")
_TIME = re.compile(r"(?<=\d)[t ]+\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?\s*(am|pm|z|ص|م|[+-]\d{2}:?\d{2})?$")
_WORDED = re.compile(
    r"^(?:(\d{1,2})\s*)?(?:st|nd|rd|th|ي(?=\s))?\s*([^\d]+?)\s*(?:(\d{1,2})(?:st|nd|rd|th)?,?\s+)?(\d{2,4})$"
)
_YEAR_FIRST = re.compile(r"^(\d{4})\s+([^\d]+?)\s*(\d{1,2})$")
_YEAR_AMONG_WORDS = re.compile(r"^(\D*)(\d{4})(\D*)$")
# The months that share a name are numbered: ك2 is كانون الثاني.
_SHORT_MONTH = re.compile(r"(?<!\w)([كت])\s?([12])(?!\d)")
_WEEKDAY = re.compile(
    r"^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,?\s+"
    r"|^(?:السبت|الاحد|الاثنين|الثلاثاء|الثلاثا|الاربعاء|الاربعا|الخميس|الجمعه)[،,]?\s+"
)
# Marks and words around a date that say nothing more.
_AROUND = re.compile(r"^(?:في|بتاريخ|on|له|روزي)\s+|\s*(?:م|ميلادي|ميلاديه|ad|زايني|ز)\.?$")


@dataclass(frozen=True)
class PartialDate:
    """A day, or a year of which the day is not known."""

    year: int
    day: date | None = None

    def __str__(self) -> str:
        return self.day.isoformat() if self.day else str(self.year)

    def first_day(self) -> date:
        """Return the day, or 1 January of the year."""
        return self.day or date(self.year, 1, 1)


def parse_date(cell: Cell, today: date) -> PartialDate | None:
    """Return the date of a cell, None for a blank; raise CellError when it is not a date."""
    if isinstance(cell, date):
        return PartialDate(cell.year, cell)
    if isinstance(cell, bool):
        raise CellError("bad_date")
    if isinstance(cell, int | float):
        return _from_number(float(cell) if abs(cell) < _FAR else _FAR)
    text = clean_text(cell_text(cell))
    if not text or is_blank_word(text) or look_up("unstated", text):
        return None
    folded = _AROUND.sub("", _WEEKDAY.sub("", _TIME.sub("", fold(text)))).strip()
    if re.fullmatch(r"\d+(\.0+)?", folded):
        return _from_digits(folded.split(".")[0])
    return _from_text(folded, today)


def parse_birth(cell: Cell, today: date) -> PartialDate | None:
    """Return a date or year of birth; not in the future, not more than 110 years ago."""
    born = parse_date(cell, today)
    if born is None:
        return None
    if born.year > today.year or (born.day and born.day > today):
        raise CellError("future_date")
    if born.year < today.year - OLDEST_YEARS:
        raise CellError("too_old")
    return born


def _from_number(number: float) -> PartialDate:
    whole = int(number)
    if whole in _YEARS and number == whole:
        return PartialDate(whole)
    if whole in _SERIALS:
        day = _EXCEL_EPOCH + timedelta(days=whole)
        return PartialDate(day.year, day)
    if number == whole and 19_000_101 <= whole <= 21_001_231:
        return _from_digits(str(whole))
    raise CellError("bad_date")


def _from_digits(text: str) -> PartialDate:
    if len(text) <= 5:
        return _from_number(float(text))
    if len(text) != 8:
        raise CellError("bad_date")
    if int(text[:4]) in _YEARS and 1 <= int(text[4:6]) <= 12:
        return _build(int(text[:4]), int(text[4:6]), int(text[6:]))
    return _build(int(text[4:]), int(text[2:4]), int(text[:2]))


def _from_text(text: str, today: date) -> PartialDate:
    if found := _SEPARATED.match(text):
        first, month, last = found.groups()
        if len(first) >= 3:
            return _build(int(first), int(month), int(last))
        return _build(_full_year(last, today), int(month), int(first))
    if found := _MONTH_YEAR.match(text):
        return _build(int(found.group(2)), int(found.group(1)), 1)
    if found := _YEAR_MONTH.match(text):
        return _build(int(found.group(1)), int(found.group(2)), 1)
    return _from_words(text, today)


def _from_words(text: str, today: date) -> PartialDate:
    """Read `5 آذار 2024`, `March 5, 2024`, `05-Mar-24`, a month or `about` with its year."""
    around = _YEAR_AMONG_WORDS.match(text)
    if around and int(around.group(2)) in _YEARS:
        beside = word_key(f"{around.group(1)} {around.group(3)}")
        if not re.search(r"\w", beside) or only_words(beside, "approx"):
            return PartialDate(int(around.group(2)))
    plain = re.sub(r"(?<=\d)[-/.](?=\D)|(?<=\D)[-/.](?=\d)", " ", _numbered_months(text))
    if first := _YEAR_FIRST.match(plain):
        plain = f"{first.group(3)} {first.group(2)} {first.group(1)}"
    found = _WORDED.match(plain)
    if not found:
        raise CellError("bad_date")
    before, word, after, year = found.groups()
    month = _month(word)
    if month is None or (before and after):
        raise CellError("bad_date")
    day = int(before or after or 1)
    return _build(_full_year(year, today), month, day)


def _numbered_months(text: str) -> str:
    """Put the full name for a numbered month, so that only the day and the year are figures."""
    names = {"ك1": "كانون الاول", "ك2": "كانون الثاني", "ت1": "تشرين الاول", "ت2": "تشرين الثاني"}
    return _SHORT_MONTH.sub(lambda found: names[found.group(1) + found.group(2)], text)


def _month(word: str) -> int | None:
    """Find the month in a word, with the Kurdish ending -ی or -ي or `of` around it."""
    months = value_words()["month"]
    key = word_key(word)
    for text in (key, key.removesuffix("ي"), key.removeprefix("of "), key.removeprefix("ي ")):
        if text.strip() in months:
            return int(months[text.strip()])
    return None


def _full_year(text: str, today: date) -> int:
    year = int(text)
    if len(text) > 2:
        return year
    century = today.year - today.year % 100
    return century + year if century + year <= today.year + 10 else century - 100 + year


def _build(year: int, month: int, day: int) -> PartialDate:
    if year not in _YEARS:
        raise CellError("bad_date")
    if month == day == 0:  # `00/00/1988`: only the year is known
        return PartialDate(year)
    try:
        whole = date(year, month, day)
    except ValueError as error:
        raise CellError("no_such_day") from error
    return PartialDate(year, whole)
