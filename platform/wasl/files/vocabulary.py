"""Words that stand for values and columns, read from the data files that a clerk may correct."""

import csv
import re
from collections.abc import Iterator
from enum import StrEnum
from functools import cache
from importlib.resources import files

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from matching.coding.normalise import fold
from models import enums
from wasl.files.remember import remember_short

# Fields whose canonical values are members of an enum; each member also stands for itself.
ENUM_FIELDS: dict[str, type[StrEnum]] = {
    "register": enums.Register,
    "agency": enums.Agency,
    "sex": enums.Sex,
    "phone_owner": enums.PhoneOwner,
    "area": enums.Area,
    "category": enums.Category,
    "marital_status": enums.MaritalStatus,
    "vulnerability": enums.Vulnerability,
    "housing": enums.Housing,
    "need": enums.Need,
    "kind": enums.OpportunityKind,
    "hours": enums.Hours,
    "level": enums.LanguageLevel,
    "licence": enums.Licence,
}
# One slip of the pen is forgiven in words of this length; shorter ones are too close together.
FORGIVING_FROM = 6
_STRICT = frozenset(
    {"yes_no", "number", "blank", "month", "scale", "recognised", "anywhere", "unstated", "remote"}
)
_REMARK = re.compile(r"\s*[(\[{][^)\]}]*[)\]}]\s*")
_NOT_WORD = re.compile(r"[\W_]+")
_ARTICLE = re.compile(r"\bال(?=\w{3})")


@remember_short
def word_key(text: str) -> str:
    """Return text folded, punctuation turned to single spaces; signs alone stay as they are."""
    folded = fold(text)
    return _NOT_WORD.sub(" ", folded).strip() or folded


def without_remark(text: str) -> str:
    """Return text without what stands in brackets."""
    return _REMARK.sub(" ", text).strip()


def _read(name: str) -> list[dict[str, str]]:
    content = files("wasl.files").joinpath("data", name).read_text(encoding="utf-8")
    return list(csv.DictReader(content.splitlines()))


@cache
def value_words() -> dict[str, dict[str, str]]:
    """Return, for each field, the value that each folded word stands for."""
    words: dict[str, dict[str, str]] = {
        field: {word_key(member.value): member.value for member in members}
        for field, members in ENUM_FIELDS.items()
    }
    for row in _read("values.csv"):
        words.setdefault(row["field"], {}).setdefault(word_key(row["word"]), row["value"])
    for label, code in _sector_labels():
        words["sector"].setdefault(word_key(label), code)
    return words


def _sector_labels() -> Iterator[tuple[str, str]]:
    """Yield what pages and exports call each sector: whatever they write can be read back."""
    content = files("models").joinpath("data", "isic.csv").read_text(encoding="utf-8-sig")
    for row in csv.DictReader(content.splitlines()):
        yield from ((row[f"label_{language}"], row["code"]) for language in ("en", "ar", "ckb"))


@cache
def _bare_words(field: str) -> dict[str, str]:
    """Return the words of a field without the Arabic article, where that leaves no doubt."""
    found: dict[str, str] = {}
    for word, value in value_words()[field].items():
        bare = _ARTICLE.sub("", word)
        found[bare] = value if found.get(bare, value) == value else ""
    return found


@remember_short
def look_up(field: str, text: str, remarks: bool = True) -> str | None:
    """Return the value that a text stands for in a field, or None.

    Exact after folding, then without the article, then with one slip in a long word. With
    `remarks`, what stands in brackets may be left out.
    """
    found = _look_up_key(field, word_key(text))
    if found is None and remarks and ("(" in text or "[" in text):
        shorter = without_remark(text)
        return _look_up_key(field, word_key(shorter)) if shorter else None
    return found


def _look_up_key(field: str, key: str) -> str | None:
    words = value_words()[field]
    if key in words:
        return words[key]
    bare = _bare_words(field).get(_ARTICLE.sub("", key))
    if bare or field in _STRICT or len(key) < FORGIVING_FROM:
        return bare or None
    near = process.extract(
        key, list(words), scorer=DamerauLevenshtein.distance, score_cutoff=1, limit=5
    )
    values = {words[word] for word, _, _ in near}
    return values.pop() if len(values) == 1 else None


def values_of(field: str) -> list[str]:
    """Return the canonical values of a field, in their own order."""
    if field in ENUM_FIELDS:
        return [member.value for member in ENUM_FIELDS[field]]
    return list(dict.fromkeys(value_words()[field].values()))


def is_blank_word(text: str) -> bool:
    """Tell whether a text says no more than an empty cell: a dash, `n/a`, غير معروف."""
    if not any(character.isalnum() for character in text):
        return "?" not in text and "؟" not in text
    return word_key(text) in value_words()["blank"]


@cache
def header_words() -> dict[str, list[str]]:
    """Return, for each canonical column, the headers that people write for it."""
    found: dict[str, list[str]] = {}
    for row in _read("headers.csv"):
        found.setdefault(row["column"], []).append(row["header"])
    return found
