"""One sheet of a workbook: from a stream of XML to rows."""

import math
import re
from datetime import date, timedelta

from wasl.files.cells import MAX_CELL, MAX_COLUMNS, Cell, ErrorText, LongText, RawRow
from wasl.files.errors import FileError
from wasl.files.xml_events import Attributes, local_name, make_parser

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_EPOCH = date(1899, 12, 30)
_EPOCH_1904 = date(1904, 1, 1)
_LAST_SERIAL = 2_958_465  # 31 December 9999
_MINUTES = 24 * 60  # of a day: a time alone is a part of it
# A year typed into a cell that is formatted as a date looks like a day of 1905.
_YEARS = range(1900, 2101)


def unescape(text: str, size: int) -> str:
    """Undo Excel's `_xHHHH_` for characters that XML cannot hold; mark text that was cut."""
    if "_x" in text:
        text = _ESCAPED.sub(lambda found: chr(int(found.group(1), 16)), text)
    return LongText(text[:MAX_CELL]) if size > MAX_CELL else text


def column_index(reference: str) -> int:
    """Return the column of a cell reference (`A1` is 0), or -1 when it names none.

    One that lies beyond every sheet is not worked out to its end: it may be megabytes long.
    """
    index = 0
    for character in reference:
        if not ("A" <= character <= "Z") or index > MAX_COLUMNS:
            break
        index = index * 26 + ord(character) - 64
    return index - 1


def _iso_date(text: str) -> Cell:
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        return unescape(text, len(text))


class SheetParser:
    """Turns XML events into rows; `take` hands over the rows that are complete."""

    def __init__(
        self,
        shared: list[str],
        dates: frozenset[int],
        times: frozenset[int],
        *,
        epoch_1904: bool,
    ) -> None:
        self._shared = shared
        self._dates, self._times = dates, times
        self._epoch = _EPOCH_1904 if epoch_1904 else _EPOCH
        self._done: list[RawRow] = []
        self._row: list[Cell] = []
        self._number = 0
        self._column = -1
        self._type = "n"
        self._style = ""
        self._pieces: list[str] = []
        self._size = 0
        self._phonetic = False
        self.expat = make_parser(self._start, self._end)

    def take(self) -> list[RawRow]:
        """Return the rows completed since the last call."""
        done, self._done = self._done, []
        return done

    def _start(self, tag: str, attributes: Attributes) -> None:
        name = local_name(tag) if ":" in tag else tag
        if name == "c":
            self._start_cell(attributes)
        elif name == "v" or (name == "t" and not self._phonetic):
            self.expat.CharacterDataHandler = self._text
        elif name == "row":
            number = attributes.get("r", "")
            self._number = int(number) if number.isdecimal() else self._number + 1
            self._row, self._column = [], -1
        elif name == "rPh":
            self._phonetic = True

    def _start_cell(self, attributes: Attributes) -> None:
        column = column_index(attributes["r"]) if "r" in attributes else self._column + 1
        if column < 0:
            raise FileError("damaged", detail=f"cell {attributes['r'][:20]!r}")
        self._column = column
        self._type = attributes.get("t", "n")
        self._style = attributes.get("s", "")
        self._pieces, self._size = [], 0

    def _end(self, tag: str) -> None:
        name = local_name(tag) if ":" in tag else tag
        if name in {"v", "t"}:
            self.expat.CharacterDataHandler = None
        elif name == "c":
            self._end_cell()
        elif name == "row":
            if self._row:
                self._done.append(RawRow(self._number, self._row))
        elif name == "rPh":
            self._phonetic = False

    def _text(self, data: str) -> None:
        if self._size <= MAX_CELL:
            self._pieces.append(data)
        self._size += len(data)

    def _end_cell(self) -> None:
        if not self._pieces:
            return
        text = "".join(self._pieces)
        self._pieces = []
        missing = self._column - len(self._row)
        if self._column >= MAX_COLUMNS:
            raise FileError("too_many_columns", row=self._number, limit=MAX_COLUMNS)
        if missing > 0:
            self._row.extend([None] * missing)
        value = self._value(text)
        if missing < 0:  # cells out of order
            self._row[self._column] = value
        else:
            self._row.append(value)

    def _value(self, text: str) -> Cell:
        kind = self._type
        if kind == "s":
            return self._shared_text(text)
        if kind == "n":
            return self._number_cell(text)
        if kind == "b":
            return text.strip() in {"1", "true"}
        if kind == "e":
            return None if text.strip() == "#N/A" else ErrorText(text[:40])
        return _iso_date(text) if kind == "d" else unescape(text, self._size)

    def _shared_text(self, text: str) -> str:
        try:
            index = int(text)
            if index < 0:
                raise IndexError
            return self._shared[index]
        except (ValueError, IndexError) as error:
            raise FileError("damaged", detail=f"shared text {text[:20]!r}") from error

    def _number_cell(self, text: str) -> Cell:
        try:
            number = float(text)
        except ValueError:
            return unescape(text, self._size)
        if not math.isfinite(number):
            return unescape(text, self._size)
        style = int(self._style) if self._style.isdecimal() else -1
        if style in self._dates:
            return self._as_date(number)
        if style in self._times and 0 <= number < 1:
            minutes = min(round(number * _MINUTES), _MINUTES - 1)
            return f"{minutes // 60:02}:{minutes % 60:02}"
        return int(number) if number.is_integer() and abs(number) < 1e15 else number

    def _as_date(self, number: float) -> Cell:
        if number.is_integer() and int(number) in _YEARS:
            return int(number)
        if not 1 <= number <= _LAST_SERIAL:
            return number
        return self._epoch + timedelta(days=int(number))
