"""Numbers in words, alone or beside digits: `مليون ونصف`, `one and a half million`, `2 1/2`."""

import re

from wasl.files.vocabulary import value_words, word_key

_TOKENS = re.compile(r"\d+(?:[.,٫]\d+)?(?:/\d+)?|[^\W\d_]+")
_FRACTION = re.compile(r"^([1-9])/([1-9])$")
_JOINING = frozenset({"and", "a", "an", "و"})
_SIGNS = str.maketrans({"½": " 1/2", "¼": " 1/4", "¾": " 3/4", "−": "-", "‐": "-", "‑": "-"})
HALF, HUNDRED = 0.5, 100


def plain_signs(text: str) -> str:
    """Return text with signs of fractions spelled out and every minus a hyphen."""
    return text.translate(_SIGNS)


def only_words(key: str, field: str) -> bool:
    """Tell whether all words of a key are words of the field (`years`, `IQD a month`)."""
    words = value_words()[field]
    while key:
        for end in range(len(key), 0, -1):
            if (end == len(key) or key[end] == " ") and key[:end] in words:
                key = key[end:].strip()
                break
        else:
            return False
    return True


class _Sum:
    """Adds up the words of one number; `rest` are the words that belong to none."""

    def __init__(self) -> None:
        self.total = 0.0
        self.current: float | None = None
        self.last_scale = 1
        self.found = False
        self.rest: list[str] = []

    def add(self, token: str) -> None:
        """Take the next word."""
        number, scale = _number(token), _scale(token)
        is_unit = token in value_words()["count_word"]
        if scale:
            self.total += (1 if self.current is None else self.current) * scale[0] * scale[1]
            self.current, self.last_scale, self.found = None, scale[1], True
        elif number is None or (is_unit and self.found):
            if token not in _JOINING:
                self.rest.append(token)
        else:
            self._number(number)
            self.found = True

    def _number(self, number: float) -> None:
        if number == HUNDRED and self.current is not None and 1 <= self.current < 10:
            self.current *= HUNDRED
        elif number == HALF and self.current is None and self.total:
            self.total += HALF * self.last_scale
        else:
            self.current = (self.current or 0) + number


def _number(token: str) -> float | None:
    """Return what a single word or figure counts; zero words name no part of a number."""
    if fraction := _FRACTION.match(token):
        return int(fraction.group(1)) / int(fraction.group(2))
    if token[0].isdecimal():
        return None if "/" in token else float(re.sub("[,٫]", ".", token))
    words = value_words()["number"]
    found = words.get(token) or words.get(token.removeprefix("و"))
    return (float(found) or None) if found else None


def _scale(token: str) -> tuple[int, int] | None:
    """Return how often a scale counts and the scale: `الفين` is twice a thousand."""
    words = value_words()["scale"]
    for text in (token, token.removeprefix("و")):
        if text in words:
            return 1, int(words[text])
        for ending, times in (("ين", 2), ("ان", 2), ("يك", 1)):
            if text.removesuffix(ending) != text and text.removesuffix(ending) in words:
                return times, int(words[text.removesuffix(ending)])
    return None


def spelled_number(text: str) -> tuple[float, str] | None:
    """Return the number that a folded text spells and the words beside it, None without one."""
    count = _Sum()
    for token in _TOKENS.findall(text):
        count.add(token)
    if not count.found:
        return None
    return count.total + (count.current or 0), word_key(" ".join(count.rest))
