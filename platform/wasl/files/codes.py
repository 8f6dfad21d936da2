"""Cells whose values come from a closed list, in any of three languages."""

import re
from dataclasses import dataclass

from wasl.files.cells import Cell, cell_text, clean_text
from wasl.files.errors import CellError
from wasl.files.lists import coded_items
from wasl.files.vocabulary import is_blank_word, look_up, value_words, values_of, word_key

MAX_WORDING = 300
_CEFR = re.compile(r"\b([abc][12])\b\+?")
_ONLY_CEFR = re.compile(
    r"^(?:level |cefr |مستوي |ئاستي )?([abc][12])(?: (?:[abc][12]|level|cefr|to|الي))*$"
)
_LIKE_LEVEL = re.compile(r"^[a-z]\d{1,2}\+?$")
_EXPLICIT = re.compile(
    r"^(.+?)\s*(?:[:=：]|\s[-–—]\s|[-–—](?=\s*[A-Ca-c][12]\b))\s*(.*)$", re.DOTALL
)
_SEVERAL = re.compile(r"[:=：]")
_BRACKETS = re.compile(r"^(.+?)\s*[(\[]([^)\]]*)[)\]]\s*$")
# Numbers that ISIC Rev. 4 leaves free between its sections.
_ISIC_GAPS = {4, 34, 40, 44, 48, 54, 57, 67, 76, 83, 89}
_ISIC = re.compile(r"^(isic\s*(?:rev\.?\s*4)?\s*:?\s*)?([a-u]|\d{1,4})\b\s*(.*)$", re.DOTALL)
_SECTOR_WORD = re.compile(r"^(?:قطاع|القطاع|کەرتی)\s+|\s+(?:sector|industry)$", re.IGNORECASE)
_ISIC_DIVISIONS = frozenset(f"{n:02d}" for n in range(1, 100) if n not in _ISIC_GAPS)


@dataclass(frozen=True)
class Country:
    """A country by its ISO 3166-1 code, or in the words that were given."""

    code: str | None
    wording: str | None = None


@dataclass(frozen=True)
class Language:
    """A language (ISO 639 code, or words) and its level, empty when it was not said."""

    name: str
    level: str | None = None


@dataclass(frozen=True)
class Sector:
    """A section or division of ISIC Rev. 4, and the words that were given."""

    code: str | None
    wording: str


def accepted(field: str) -> str:
    """Return the canonical values of a field for an error message."""
    return ", ".join(values_of(field))


def parse_code(cell: Cell, field: str) -> str | None:
    """Return the canonical value of a coded cell, None for a blank."""
    text = clean_text(cell_text(cell))
    if not text:
        return None
    found = look_up(field, text)
    if found is not None:
        return found
    if is_blank_word(text):
        return None
    parts = [part for part in re.split(r"\s*[/|\n]\s*|\s+[-–—]\s+", text) if part]
    values = {look_up(field, part) for part in parts}
    if len(parts) > 1 and len(values) == 1 and None not in values:  # `Male / ذكر`
        return values.pop()
    raise CellError("unknown_value", accepted=accepted(field))


def parse_codes(cell: Cell, field: str) -> tuple[str, ...] | None:
    """Return the canonical values of a list cell in their own order, None for a blank."""
    text = clean_text(cell_text(cell))
    if not text or (look_up(field, text) is None and _says_none(text)):
        return None

    def refuse(_: str) -> str:
        raise CellError("unknown_value", accepted=accepted(field))

    found = coded_items(cell, lambda item: look_up(field, item), refuse)
    return tuple(value for value in values_of(field) if value in found) or None


def _says_none(text: str) -> bool:
    return is_blank_word(text) or look_up("yes_no", text) == "no"


def parse_kinds(cell: Cell) -> tuple[str, ...] | None:
    """Return the kinds of opportunity wanted; `any` is all of them."""
    text = clean_text(cell_text(cell))
    if text and look_up("kind", text) is None and look_up("anywhere", text) == "any":
        return tuple(values_of("kind"))
    return parse_codes(cell, "kind")


def parse_yes_no(cell: Cell) -> bool | None:
    """Return yes or no, None for a blank."""
    if isinstance(cell, bool):
        return cell
    text = clean_text(cell_text(cell))
    if not text:
        return None
    found = look_up("yes_no", text)
    if found is None:
        parts = {look_up("yes_no", part) for part in re.split(r"\s*[/|,،:]\s*|\s+[-–—]\s+", text)}
        if len(parts) == 1 and None not in parts:
            found = parts.pop()
        elif is_blank_word(text):
            return None
        else:
            raise CellError("unknown_value", accepted="yes, no")
    return found == "yes"


def parse_country(cell: Cell) -> Country | None:
    """Return a country; a name that is not known is kept in words."""
    text = clean_text(cell_text(cell))
    if not text:
        return None
    code = text.upper()
    if len(code) == 2 and code.isascii() and code in value_words()["country"].values():
        return Country(code)
    found = look_up("country", text)
    if found is None:
        parts = {look_up("country", part) for part in re.split(r"\s*[/|،,\n]\s*|\s+[-–—]\s+", text)}
        known = parts - {None}
        found = known.pop() if len(known) == 1 else None
    if found is not None:
        return Country(found)
    if is_blank_word(text):
        return None
    return Country(None, check_length(text))


def check_length(text: str, limit: int = MAX_WORDING) -> str:
    """Return text that fits its column; raise CellError when it is longer."""
    if len(text) > limit:
        raise CellError("too_long", limit=limit)
    return text


def parse_licences(cell: Cell) -> tuple[str, ...] | None:
    """Return licences: codes where they are known, words for the others."""
    text = clean_text(cell_text(cell))
    if not text or _says_none(text) or look_up("no_licence", text):
        return None
    if look_up("yes_no", text) == "yes":  # the answer to `Has a driving licence?`
        return ("driving_private",)
    found = coded_items(cell, lambda item: look_up("licence", item, remarks=False), check_length)
    return tuple(found) or None


def parse_languages(cell: Cell) -> tuple[Language, ...] | None:
    """Return languages with their levels; of a language named twice the higher level."""
    text = clean_text(cell_text(cell))
    if not text or is_blank_word(text):
        return None
    levels = values_of("level")
    best: dict[str, Language] = {}
    for found in coded_items(cell, _read_language, _unknown_language):
        before = best.get(found.name)
        if before is None or _rank(found.level, levels) > _rank(before.level, levels):
            best[found.name] = found
    return tuple(best.values()) or None


def _rank(level: str | None, levels: list[str]) -> int:
    return levels.index(level) if level else -1


def _language_code(text: str) -> str | None:
    key = text.strip().lower()
    if len(key) in {2, 3} and key.isascii() and key in value_words()["language"].values():
        return key
    return look_up("language", text, remarks=False)


def _level(text: str) -> str | None:
    """Return the level that a text names; of `B1/B2` the lower one."""
    key = word_key(text)
    found = _ONLY_CEFR.match(key)
    if found:
        return found.group(1).upper()
    known = look_up("level", text)
    if known is None and (found := _CEFR.search(key)):  # `B2 (good)`: the words must be a level too
        rest = f"{key[: found.start()]} {key[found.end() :]}"
        return found.group(1).upper() if look_up("level", rest) else None
    return known


def _read_language(item: str) -> Language | None:
    """Read `German:B2`, `الألمانية (B1)`, `الإنكليزية جيد`; None when the language is not known."""
    whole = _language_code(item)
    if whole:
        return Language(whole)
    if len(_SEVERAL.findall(item)) > 1 or "،" in item or "," in item:
        return None
    explicit = _EXPLICIT.match(item) or _BRACKETS.match(item)
    if explicit:
        return _explicit_language(explicit.group(1), explicit.group(2))
    words = item.split()
    for cut in range(1, len(words)):
        before, after = " ".join(words[:cut]), " ".join(words[cut:])
        for name, level in ((before, after), (after, before)):
            code = _language_code(name)
            if code and (rank := _level(level)):
                return Language(code, rank)
            if code and _LIKE_LEVEL.match(level.lower()):
                raise CellError("unknown_level", accepted=accepted("level"))
    return None


def _explicit_language(name: str, level: str) -> Language | None:
    code = _language_code(name)
    if code is None and _level(name) and _language_code(level):
        name, level = level, name
        code = _language_code(name)
    if not level.strip() or is_blank_word(level):
        return Language(code or check_length(name))
    rank = _level(level)
    if rank is None:
        raise CellError("unknown_level", accepted=accepted("level"))
    return Language(code, rank) if code else Language(check_length(name.strip()), rank)


def _unknown_language(item: str) -> Language:
    found = _CEFR.search(item.lower())
    if found and item[: found.start()].strip():
        before = item[: found.start()].strip(" -:()")
        name = _language_code(before) or f"{before} {item[found.end() :]}".strip(" -:()")
        return Language(check_length(name), found.group(1).upper())
    return Language(check_length(item))


def parse_sector(cell: Cell) -> Sector | None:
    """Return a section (A–U) or division (01–99) of ISIC Rev. 4; other words stay words."""
    text = clean_text(cell_text(cell))
    if not text or is_blank_word(text):
        return None
    code = _ISIC.match(text.lower())
    if code:
        named, digits, after = code.groups()
        found = digits.upper() if digits.isalpha() else digits.zfill(2)[:2]
        if digits.isalpha() and (named or not after or after[0] in "-–—:.("):
            return Sector(found, check_length(text))
        if found in _ISIC_DIVISIONS:
            return Sector(found, check_length(text))
    known = look_up("sector", text) or look_up("sector", _SECTOR_WORD.sub("", text))
    return Sector(known, check_length(text))
