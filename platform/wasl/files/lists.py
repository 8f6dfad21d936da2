"""List cells: which of the separators in a cell really separate."""

import re
from collections.abc import Callable, Iterable
from typing import TypeVar

from matching.coding.normalise import fold
from wasl.files.cells import Cell, cell_text, clean_text

T = TypeVar("T")

_STRONG = ";؛\n•●▪"
_COMMAS = ",،"
_OPEN, _CLOSE = "([{«", ")]}»"
_BULLET = re.compile(r"^(?:[-–—*·•●▪✓✔]+|\(?\d{1,2}[.)\-](?!\d))\s*")
_NUMBERED = re.compile(r"^\(?[1١۱]\s*[.)\-]")
_NEXT_NUMBER = re.compile(r"\s+(?=\(?\d{1,2}\s*[.)\-]\s*[^\W\d])")
_WEAK = re.compile(r"\s*[|｜¦]\s*|\s+\+\s+")
_DASHES = re.compile(r"\s+[-–—]\s+")
_SPACED_SLASH = re.compile(r"\s+[/|\\]\s+|\s+[/\\]|[/\\]\s+")
_SLASH = re.compile(r"\s*[/\\]\s*")
# Letters with dots between them, or a word that is nearly always written short.
_ABBREVIATED = re.compile(
    r"(?<!\w)(?:(?:[^\W\d_]\.)+[^\W\d_]"
    r"|est|co|ltd|inc|corp|bros|dept|univ|assoc|intl|mfg|govt|dr|eng|prof|jr|sr)$",
    re.IGNORECASE,
)
_AND = re.compile(r"\s*[&+]\s*|\s+and\s+|\s+و\s*(?=\w{3})|\s+و\s+", re.IGNORECASE)


def _cut(text: str, marks: str) -> list[str]:
    """Cut text at marks that stand outside brackets; a comma between digits is not a mark."""
    pieces, depth, begin = [], 0, 0
    for index, character in enumerate(text):
        if character in _OPEN:
            depth += 1
        elif character in _CLOSE:
            depth = max(depth - 1, 0)
        elif character in marks and (depth == 0 or character == "\n"):
            if character in _COMMAS and _in_number(text, index):
                continue
            pieces.append(text[begin:index])
            begin, depth = index + 1, 0
    pieces.append(text[begin:])
    return [piece for piece in map(tidy_item, pieces) if piece]


def _in_number(text: str, index: int) -> bool:
    return text[index - 1 : index].isdecimal() and text[index + 1 : index + 2].isdecimal()


def tidy_item(item: str) -> str:
    """Return an item without bullets, numbering and stray punctuation at its ends.

    The dot of an abbreviation belongs to it: `Est.`, `Co.`, `L.L.C.`, `ش.م.م.`.
    """
    bare = _BULLET.sub("", item.strip()).strip()
    tidy = bare.rstrip(".,،;؛ ").rstrip()
    dotted = bare[len(tidy) :].startswith(".") and _ABBREVIATED.search(tidy)
    return f"{tidy}." if dotted else tidy


def list_items(cell: Cell) -> list[str]:
    """Return the items of a list cell of free text, in their order, without repetition.

    `;` and line breaks separate wherever they are; commas only where there are none of these,
    a slash only where there is nothing else. What stands in brackets is never cut.
    """
    if isinstance(cell, list):
        return unique(tidy_item(clean_text(item)) for item in cell)
    text = _numbers_to_lines(clean_text(cell_text(cell)))
    for marks in (_STRONG, _COMMAS):
        items = _cut(text, marks)
        if len(items) > 1:
            return unique(items)
    for separator, fewest in ((_WEAK, 2), (_DASHES, 3)):
        items = [part for part in map(tidy_item, separator.split(text)) if part]
        if len(items) >= fewest:
            return unique(items)
    return unique(_cut_slashes(tidy_item(text)))


def _numbers_to_lines(text: str) -> str:
    """Put `1- a 2- b` on lines of their own."""
    return _NEXT_NUMBER.sub("\n", text) if _NUMBERED.match(text) else text


def strong_items(cell: Cell) -> list[str]:
    """Return the items between `;` and line breaks only."""
    if isinstance(cell, list):
        return [item for item in (tidy_item(clean_text(item)) for item in cell) if item]
    return _cut(_numbers_to_lines(clean_text(cell_text(cell))), _STRONG)


def comma_items(text: str) -> list[str]:
    """Return the items between commas of either script."""
    return _cut(text, _COMMAS)


def _cut_slashes(text: str) -> list[str]:
    if "(" in text or "[" in text:
        return [text]
    spaced = [part.strip() for part in _SPACED_SLASH.split(text) if part.strip()]
    if len(spaced) > 1:
        return spaced
    parts = [part for part in _SLASH.split(text) if part]
    return parts if len(parts) > 1 and _are_apart(parts) else [text]


def _are_apart(parts: list[str]) -> bool:
    """Tell items from `معلم/ة`, `A/C repair`, `2026/40000`, `and/or` and `موظف/موظفة`."""
    if any(len(part) < 3 or any(c.isdecimal() for c in part) for part in parts):
        return False
    beginnings = {fold(part).split()[0][:3] for part in parts}
    return len(beginnings) == len(parts)


def unique(items: Iterable[str]) -> list[str]:
    """Return items in order, each once (compared after folding), without empty ones."""
    seen: dict[str, str] = {}
    for item in items:
        if item:
            seen.setdefault(fold(item), item)
    return list(seen.values())


def coded_items(
    cell: Cell, read: Callable[[str], T | None], unknown: Callable[[str], T]
) -> list[T]:
    """Return the values of a list cell of known words.

    Each piece is tried whole before it is cut further, at weaker and weaker separators; what
    remains unknown is given to `unknown`, which returns a value for it or raises CellError.
    """
    found: list[T] = []
    for item in strong_items(cell):
        for value in _read_item(item, read, unknown):
            if value not in found:
                found.append(value)
    return found


def _read_item(item: str, read: Callable[[str], T | None], unknown: Callable[[str], T]) -> list[T]:
    whole = read(item)
    if whole is not None:
        return [whole]
    commas = comma_items(item)
    if len(commas) > 1:
        return [value for part in commas for value in _read_item(part, read, unknown)]
    for separator in (_SLASH, _AND, re.compile(r"\s*[|]\s*|\s+[-–—]\s+")):
        parts = [part for part in separator.split(item) if part.strip()]
        values = [read(part) for part in parts]
        if len(parts) > 1 and all(value is not None for value in values):
            return [value for value in values if value is not None]
    return [unknown(item)]
