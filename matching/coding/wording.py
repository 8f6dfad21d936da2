"""Taking a wording apart: "Internship: baker", "welder (pipes)", "driver – Basra"."""

import re

from matching.coding.keys import generic_words
from matching.coding.normalise import words

_COLON = re.compile(r"\s*[:：]\s+|\s*[:：]$")
_SEPARATORS = re.compile(r"\s*(?:[()\[\]{}/|,،;؛+&–—\n]|\s-\s)\s*")


_SHORTEST_PART = 2


def says_something(text: str) -> bool:
    """Tell whether a text has a word that is neither generic nor a number."""
    return any(word not in generic_words() and not word.isdigit() for word in words(text))


def tells_enough(text: str) -> bool:
    """Tell whether a text has a word of two letters or more: "x y z" names no trade."""
    return any(len(word) > 1 and not word.isdigit() for word in words(text))


def without_frame(text: str) -> str:
    """Return what stands after a colon ("Vacancy: baker"), or the text when nothing does."""
    parts = [part for part in _COLON.split(text) if says_something(part)]
    return parts[-1].strip() if parts else text


def parts(text: str) -> list[str]:
    """Return the parts of a wording that say something, where it has more than one part."""
    found = [part.strip() for part in _SEPARATORS.split(without_frame(text)) if part]
    # A part of two letters ("Zimmer(er)in", "Ingenieur (DI)") is an ending or a degree, no trade.
    telling = [part for part in found if len(part) > _SHORTEST_PART and says_something(part)]
    return telling if len(found) > 1 else []
