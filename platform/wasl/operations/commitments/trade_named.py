"""The trade that a commitment names, in its own words: “Hire 4 returnees as solar installer”."""

import re

from wasl.files.cells import clean_text

MOST = 300
_BRACKETS = re.compile(r"[(\[]([^()\[\]]{2,})[)\]]\s*[.]?\s*$")
# What stands between how many and which trade, in three languages.
_BEFORE = re.compile(
    r"(?:\b(?:as|in the trade of|in the occupation of|for the job of)\s+(?:an?\s+)?"
    r"|\bبصفة\s+|\bعلى مهنة\s+|\bفي مهنة\s+|\bبمهنة\s+|\bكعامل\s+(?=\w)"
    r"|\bوەک\s+|\bوەكو\s+|\bوەکو\s+|\bلە پیشەی\s+|\bبۆ پیشەی\s+)(?P<trade>[^.،,;؛()\[\]\n]{2,})",
    re.IGNORECASE,
)
# Where the sentence goes on after the trade: a place, a day.
_AFTER = re.compile(
    r"\s+(?:in|by|before|until|within|at|في|قبل|خلال|حتى|لە|پێش|تا)\s+.*$", re.DOTALL
)


def trade_named(text: str) -> str:
    """Return the words of the trade that a commitment names, or nothing where it names none.

    Nothing is guessed: what is neither in brackets at the end nor behind a word such as “as” is
    left to a person.
    """
    plain = clean_text(text)
    found = _BRACKETS.search(plain)
    if found:
        return _tidy(found.group(1))
    said = _BEFORE.search(plain)
    return _tidy(_AFTER.sub("", said.group("trade"))) if said else ""


def _tidy(words: str) -> str:
    trade = " ".join(words.split()).strip(" .،,;؛:-–")
    return trade[:MOST] if any(letter.isalpha() for letter in trade) else ""
