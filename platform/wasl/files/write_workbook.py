"""Tables as a workbook, ready to be printed for a roundtable."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import xlsxwriter
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from wasl.clock import BAGHDAD
from wasl.files.cells import MAX_CELL, storable_text
from wasl.files.formulas import looks_like_formula

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
RIGHT_TO_LEFT = frozenset({"ar", "ckb"})
_PAPER_A4 = 9
_LONGEST_NAME = 31  # of a sheet, in Excel
_NOT_IN_NAMES = str.maketrans(dict.fromkeys(r"[]:*?/\'", " "))
_NARROWEST, _WIDEST = 10, 40  # letters; longer texts are wrapped
_NAME_WIDTH = 24  # of the first column, which names the row, at least

# The same order whatever language the file is opened in: no day is taken for a month.
DAY_FORMAT, TIME_FORMAT = "yyyy-mm-dd", "hh:mm"
_FIRST_YEAR = 1900  # Excel knows no day before it
_MOMENT_LENGTH = len(f"{DAY_FORMAT} {TIME_FORMAT}")

Value = str | int | date | time | None
"""What a cell holds: days, times and moments (Baghdad's) are such in Excel, numbers numbers.

A number that is protected (“under 5”) comes as the text that it is told by.
"""


@dataclass(frozen=True, kw_only=True)
class FileSheet:
    """A sheet of the file: its name, what stands above the table, header and rows."""

    name: str
    about: Sequence[str]
    header: Sequence[str]
    rows: Sequence[Sequence[Value]]


def write_workbook(sheets: Sequence[FileSheet], language: str) -> bytes:
    """Return an .xlsx. Texts stay texts, whatever they begin with; each sheet fits its paper."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        formats = _formats(book)
        for one in sheets:
            sheet = book.add_worksheet(one.name.translate(_NOT_IN_NAMES)[:_LONGEST_NAME])
            if language in RIGHT_TO_LEFT:
                sheet.right_to_left()
            _write(sheet, one, formats)
    return buffer.getvalue()


def _formats(book: Workbook) -> Mapping[str, Any]:
    return {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "title quoted": book.add_format({"bold": True, "font_size": 14, "quote_prefix": True}),
        "plain": None,
        "plain quoted": book.add_format({"quote_prefix": True}),
        "head": book.add_format(
            {"bold": True, "bg_color": "#D8ECEA", "border": 1, "text_wrap": True, "valign": "top"}
        ),
        "text": book.add_format({"text_wrap": True, "valign": "top"}),
        "quoted": book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True}),
        "number": book.add_format({"num_format": "#,##0", "valign": "top"}),
        "day": book.add_format({"num_format": DAY_FORMAT, "valign": "top"}),
        "moment": book.add_format({"num_format": f"{DAY_FORMAT} {TIME_FORMAT}", "valign": "top"}),
        "time": book.add_format({"num_format": TIME_FORMAT, "valign": "top"}),
    }


def _write(sheet: Worksheet, one: FileSheet, formats: Mapping[str, Any]) -> None:
    for line, said in enumerate(one.about):
        text = storable_text(said)[:MAX_CELL]  # it may be a title that somebody typed
        kind = "title" if line == 0 else "plain"
        quoted = looks_like_formula(text)
        sheet.write_string(line, 0, text, formats[f"{kind} quoted" if quoted else kind])
    top = len(one.about) + 1
    for index, text in enumerate(one.header):
        width = _width(text, [row[index] for row in one.rows if index < len(row)])
        sheet.set_column(index, index, max(width, _NAME_WIDTH) if index == 0 else width)
        sheet.write_string(top, index, text, formats["head"])
    for line, row in enumerate(one.rows, start=top + 1):
        for index, value in enumerate(row):
            _write_cell(sheet, line, index, value, formats)
    if one.rows:
        sheet.autofilter(top, 0, top + len(one.rows), len(one.header) - 1)
    sheet.freeze_panes(top + 1, 1)
    sheet.repeat_rows(top)
    sheet.set_landscape()
    sheet.set_paper(_PAPER_A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C&P / &N")


def _width(head: str, values: Sequence[Value]) -> int:
    """Return how wide a column is: as its longest text, or as a word of its header needs."""
    words = max((len(word) for word in str(head).split()), default=0)
    cells = max((_length(value) for value in values if value is not None), default=0)
    return max(_NARROWEST, min(_WIDEST, max(words, cells) + 3))  # with the button of the filter


def _length(value: Value) -> int:
    return _MOMENT_LENGTH if isinstance(value, datetime) else len(str(value))


def _write_cell(
    sheet: Worksheet, line: int, index: int, value: Value, formats: Mapping[str, Any]
) -> None:
    if isinstance(value, int):
        sheet.write_number(line, index, value, formats["number"])
        return
    if isinstance(value, date | time) and getattr(value, "year", _FIRST_YEAR) >= _FIRST_YEAR:
        shown, kind = _as_shown(value)
        sheet.write_datetime(line, index, shown, formats[kind])
        return
    text = storable_text(str(value or ""))[:MAX_CELL]  # labels are lazy
    quoted = looks_like_formula(text)
    sheet.write_string(line, index, text, formats["quoted" if quoted else "text"])


def _as_shown(value: date | time) -> tuple[date | time, str]:
    """Return a day, a time or a moment as it stands in the file, and the name of its format."""
    if isinstance(value, datetime):
        return value.astimezone(BAGHDAD).replace(tzinfo=None), "moment"
    return value, "time" if isinstance(value, time) else "day"
