"""Numbers as people write them: any digits, separators, words for thousands and units."""

import math
import re

from matching.coding.normalise import fold
from wasl.files.cells import Cell, cell_text, clean_text
from wasl.files.errors import CellError
from wasl.files.number_words import only_words, plain_signs, spelled_number
from wasl.files.vocabulary import is_blank_word, look_up, value_words, word_key

_GROUPED = re.compile(r"^\d{1,3}(?:[ ,.'’٬،]\d{3})+$")
_NUMBER = re.compile(r"[-+]?\d[\d ,.'’٬،٫]*\d|[-+]?\d")
_OTHER_MONEY = re.compile(r"[$€£]|\busd?\b|\beur\b|\bdollars?\b|\beuros?\b|دولار|يورو|يوره|دولار")
_RANGE = re.compile(r"(?<=\d)\s*(?:-|–|—|~|to|الي|حتي|لغايه|تا|بو)\s*(?=\d)")
_WORDED_RANGE = re.compile(
    r"(?<=\w)\s+(?:[-–—~]|to|الي|حتي|لغايه|تا|بو)\s+(?=\w)|(?<=[km])\s*[-–—]\s*(?=\d)"
    r"|(?<=\d{3})\s*/\s*(?=\d{3})"
)
_BETWEEN = re.compile(r"^\s*(?:between|بين|ما بين|نيوان|لهنيوان)\s+(.*?\d.*?)\s+(?:and|و)\s*(?=\d)")
_CONTINENTAL = re.compile(r"^\d{1,3}(?:\.\d{3})+,\d{1,2}$")
_BOOKED_NEGATIVE = re.compile(r"^\(\s*[\d.,]+\s*\)$")
MAX_MONEY = 10_000_000_000


def _plain_number(text: str, money: bool) -> float | None:
    """Read digits with separators; a group of three after a dot is thousands in money only."""
    text = text.strip().replace("٫", ".")
    sign = -1.0 if text.startswith("-") else 1.0
    text = text.lstrip("+-").strip()
    if money and _CONTINENTAL.match(text):
        text = text.replace(".", "").replace(",", ".")
    elif _GROUPED.match(text) and (money or "." not in text or text.count(".") > 1):
        text = re.sub(r"\D", "", text)
    else:
        text = re.sub(r"[ '’٬]", "", text).replace("،", ",")
        if text.count(",") == 1 and "." not in text:
            text = text.replace(",", ".")
        elif "," in text and text.rfind(".") > text.rfind(","):
            text = text.replace(",", "")
    try:
        return sign * float(text)
    except ValueError:
        return None


def _finite(number: float) -> float:
    try:
        whole = float(number)
    except OverflowError as error:
        raise CellError("not_a_number") from error
    if not math.isfinite(whole):
        raise CellError("not_a_number")
    return whole


def parse_number(cell: Cell) -> float | None:
    """Return a count or a length in years; months become parts of a year.

    None for a blank. Raises CellError when the text is not a number.
    """
    if isinstance(cell, bool):
        raise CellError("not_a_number")
    if isinstance(cell, int | float):
        return _finite(cell)
    text = clean_text(cell_text(cell))
    if not text:
        return None
    word = look_up("number", text)
    if word is not None:
        return float(word)
    if is_blank_word(text) or look_up("unstated", text):
        return None
    folded = _RANGE.sub("-", fold(plain_signs(text)))
    number = _with_units(folded)
    if number is None:
        number = _spelled(folded, "count_word")
    if number is None:
        raise CellError("not_a_number")
    return number


def _with_units(folded: str) -> float | None:
    """Read figures with units around them; of a range the lower end."""
    found = _NUMBER.search(
        folded.split("-", maxsplit=1)[0] if re.search(r"\d-\d", folded) else folded
    )
    number = _plain_number(found.group(), money=False) if found else None
    if found is None or number is None:
        return None
    before, after = folded[: found.start()], folded[found.end() :]
    rest = word_key(re.sub(r"-\d+(?:\.\d+)?", " ", f"{before} {after}"))
    rest = "" if not re.search(r"\w", rest) else rest
    if rest and only_words(rest, "month_word"):
        return round(number / 12, 2)
    if not only_words(rest, "count_word"):
        return None
    return -number if after.strip() == "-" else number


def _spelled(folded: str, units: str) -> float | None:
    """Read a number in words, when beside it there are only units."""
    found = spelled_number(folded)
    if found is None:
        return None
    number, rest = found
    if rest and units == "count_word" and only_words(rest, "month_word"):
        return round(number / 12, 2)
    return number if only_words(rest, units) else None


def parse_money(cell: Cell, scale: int = 1) -> int | None:
    """Return an amount of dinar a month; `750 ألف` is 750,000.

    `scale` is what a header such as "(thousand IQD)" says; amounts already large are not scaled.
    """
    bounds = parse_money_range(cell, scale)
    return None if bounds is None else bounds[0]


def parse_money_range(cell: Cell, scale: int = 1) -> tuple[int, int] | None:
    """Return the lower and the upper amount of a wage; both are equal when one is given."""
    if isinstance(cell, bool):
        raise CellError("not_a_number")
    if isinstance(cell, int | float):
        amount = _amount(_finite(cell), scale)
        return amount, amount
    text = clean_text(cell_text(cell))
    if not text or is_blank_word(text) or look_up("unstated", text):
        return None
    folded = fold(plain_signs(text))
    if _OTHER_MONEY.search(folded):
        raise CellError("wrong_currency")
    if _BOOKED_NEGATIVE.match(folded):
        raise CellError("negative")
    parts = _money_parts(folded)
    if len(parts) > 2 or not parts:
        raise CellError("not_a_number")
    read = [_money_part(part) for part in parts]
    factor = next((factor for _, factor in reversed(read) if factor > 1), 1)
    amounts = [
        _amount(number * (own if own > 1 else factor), scale if factor == 1 else 1)
        for number, own in read
    ]
    return amounts[0], amounts[-1]


def _money_parts(folded: str) -> list[str]:
    """Cut a range into its ends; a dash before mere words (`750,000 - monthly`) cuts nothing."""
    if between := _BETWEEN.match(folded):
        return [between.group(1), folded[between.end() :]]
    for separator in (_RANGE, _WORDED_RANGE):
        parts = [part for part in separator.split(folded) if part.strip()]
        if len(parts) > 1 and all(_NUMBER.search(part) or spelled_number(part) for part in parts):
            return parts
    return [folded]


def _money_part(text: str) -> tuple[float, int]:
    """Return number and factor (1, 1,000 or 1,000,000) of one amount."""
    found = _NUMBER.search(text)
    number = _plain_number(found.group(), money=True) if found else None
    if found is not None and number is not None:
        after = text[found.end() :]
        factor, rest = _factor(word_key(f"{text[: found.start()]} {after}"))
        if only_words(rest, "money_word"):
            return (-number if after.strip() == "-" else number), factor
    spelled = _spelled(text, "money_word")
    if spelled is None:
        raise CellError("not_a_number")
    return spelled, 1


def _factor(rest: str) -> tuple[int, str]:
    """Return what words such as `thousand` multiply by, and the words that remain."""
    factor = 1
    others = []
    for word in rest.split() if re.search(r"\w", rest) else ():
        known = value_words()["scale"].get(word)
        if known:
            factor *= int(known)
        else:
            others.append(word)
    return factor, " ".join(others)


def _amount(number: float, scale: int) -> int:
    if number < 0:
        raise CellError("negative")
    if scale > 1 and number < 100_000:
        number *= scale
    if number > MAX_MONEY:
        raise CellError("out_of_range", low=0, high=MAX_MONEY)
    return round(number)


def parse_count(cell: Cell, low: int, high: int) -> int | None:
    """Return a whole number within bounds."""
    number = parse_number(cell)
    if number is None:
        return None
    if number < 0 and low >= 0:
        raise CellError("not_positive" if low > 0 else "negative")
    if not number.is_integer():
        raise CellError("not_whole")
    if low > 0 and number < low:
        raise CellError("not_positive")
    if not low <= number <= high:
        raise CellError("out_of_range", low=low, high=high)
    return int(number)


def parse_years(cell: Cell, high: float) -> float | None:
    """Return a length in years, from 0 to `high`."""
    number = parse_number(cell)
    if number is None:
        return None
    if number < 0:
        raise CellError("negative")
    if number > high:
        raise CellError("out_of_range", low=0, high=int(high))
    return number
