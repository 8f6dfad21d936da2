"""Canonical keys of a wording: the words that tell the trade, in one form each."""

import csv
from functools import cache
from importlib.resources import files

from matching.coding.normalise import words

_MIN_STEM = 3
# Endings that change number, gender or case but not the meaning; folded spelling, longest first.
_ARABIC_ENDINGS = ("يات", "يين", "يون", "يه", "ات", "ين", "ون", "ه")
_LATIN_ENDINGS = ("innen", "nen", "in", "ings", "ing", "ers", "s")
_PREFIXES = ("وال", "بال", "لل", "ال")


@cache
def _generic_rows() -> tuple[dict[str, str], ...]:
    content = files("matching").joinpath("data", "generic_words.csv").read_text("utf-8-sig")
    return tuple(csv.DictReader(content.splitlines()))


@cache
def generic_words() -> frozenset[str]:
    """Return words that name no trade ("worker of", "I work in", "course"), as folded words."""
    removed = (row["word"] for row in _generic_rows() if row["removed"] == "yes")
    return frozenset(word for text in removed for word in words(text))


@cache
def _role_words() -> dict[str, str]:
    return {
        word: row["role"] for row in _generic_rows() if row["role"] for word in words(row["word"])
    }


def role_of(text: str) -> str | None:
    """Return the part a wording says somebody has in a trade (labourer, technician …), if any."""
    roles = _role_words()
    return next((roles[word] for word in words(text) if word in roles), None)


def _arabic_stem(word: str) -> str:
    for prefix in _PREFIXES:
        if word.startswith(prefix) and len(word) - len(prefix) >= _MIN_STEM:
            word = word.removeprefix(prefix)
            break
    for ending in _ARABIC_ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _MIN_STEM:
            return word.removesuffix(ending)
    return word.removesuffix("ي") if len(word) > _MIN_STEM + 1 else word


def _latin_stem(word: str) -> str:
    for ending in _LATIN_ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) > _MIN_STEM:
            return word.removesuffix(ending)
    return word


@cache
def stem(word: str) -> str:
    """Return a folded word without article and without endings of number and gender."""
    return _latin_stem(word) if word.isascii() else _arabic_stem(word)


def exact_key(text: str) -> str:
    """Return all words of a wording, folded."""
    return " ".join(words(text))


def core_words(text: str) -> list[str]:
    """Return the stems of the words that tell the trade; of all words when none does."""
    folded = words(text)
    telling = [word for word in folded if word not in generic_words() and not word.isdigit()]
    return [stem(word) for word in telling or folded]


def core_key(text: str) -> str:
    """Return the telling stems in alphabetical order, so that word order does not matter."""
    return " ".join(sorted(set(core_words(text))))
