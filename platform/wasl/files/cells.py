"""Cells and rows as the readers hand them over, whatever kind of file they came from."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from wasl.files.remember import remember_short

# A list comes from JSON Lines only; elsewhere a list is a text with separators.
Cell = str | int | float | bool | date | list[str] | None

MAX_COLUMNS = 1_000
MAX_CELL = 32_767  # the most that Excel itself lets into a cell


class LongText(str):
    """The beginning of a cell that was too long to keep."""

    __slots__ = ()


class ErrorText(str):
    """What a spreadsheet shows instead of a value, such as #REF!."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row with its number as a person sees it in the file, counted from 1."""

    number: int
    cells: list[Cell]
    error: str = ""  # a code of ROW_MESSAGES when the row could not be taken apart

    def blank(self) -> bool:
        """Tell whether no cell holds anything."""
        return not self.error and all(is_blank(cell) for cell in self.cells)


_INVISIBLE = dict.fromkeys(
    map(ord, "\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069")
)
_INVISIBLE.update(dict.fromkeys(map(ord, "\ufeff\u061c\u00ad\u0640")))
_SPACES = re.compile(r"[^\S\n]+")
_PRESENTATION = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]+")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufffd\ud800-\udfff\ufffe\uffff]")


def is_blank(cell: Cell) -> bool:
    """Tell whether a cell holds nothing that a person would see."""
    if cell is None:
        return True
    if isinstance(cell, str):
        # Nearly all cells begin with a letter or a digit; only the others need a closer look.
        return not cell or not (cell[0].isalnum() or cell.translate(_INVISIBLE).strip())
    return isinstance(cell, list) and not cell


def cell_text(cell: Cell) -> str:
    """Return a cell as text: whole numbers without a fraction, dates as ISO 8601."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, list):
        return "; ".join(cell)
    return str(cell)


@remember_short
def clean_text(text: str) -> str:
    """Return text without marks of direction, tatweel and needless space; lines stay apart."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    shaped = _PRESENTATION.sub(lambda found: unicodedata.normalize("NFKC", found.group()), text)
    plain = unicodedata.normalize("NFC", shaped.translate(_INVISIBLE))
    lines = plain.replace("\v", "\n").splitlines()
    tidy = (_SPACES.sub(" ", line).strip() for line in lines)
    return "\n".join(line for line in tidy if line)


def is_damaged(text: str) -> bool:
    """Tell whether text holds control characters or marks of characters that were lost."""
    return _CONTROL.search(text) is not None


def storable_text(text: str) -> str:
    """Return text that any database takes; characters that were never text become marks."""
    return "".join("\ufffd" if is_damaged(c) else c for c in text) if is_damaged(text) else text
