"""Write the rows that an import left out as a workbook, to be corrected and sent again."""

import io
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import xlsxwriter
from sqlalchemy.orm import Session
from xlsxwriter.worksheet import Worksheet

from models.enums import ImportKind
from models.import_job import ImportJob
from wasl.clock import today_in_baghdad
from wasl.config import Settings
from wasl.files.cells import MAX_CELL, Cell, cell_text, storable_text
from wasl.files.columns import Reading
from wasl.files.formats import FORMATS
from wasl.files.formulas import looks_like_formula
from wasl.files.header import Layout, find_layout
from wasl.files.source import Table, open_tables
from wasl.operations.import_jobs import JobChoices, upload_path
from wasl.operations.importing.reference import load_reading
from wasl.operations.importing.round_table_sheets import find_sheets

# What a spreadsheet program would take for a formula when the text is typed in once more.
MAX_NOTE = 1_000
MAX_NUMBER = 10**15  # a sheet has 15 digits; what is beyond them, or no number at all, is text

# By the name of a format, by row number: the header of each cell and what is wrong with it.
Reasons = Mapping[str, Mapping[int, Sequence[tuple[str, str]]]]


def write_rejected_rows(
    session: Session, settings: Settings, job: ImportJob, choices: JobChoices, reasons: Reasons
) -> bytes:
    """Return an .xlsx with the rejected rows of an uploaded file under its own headers.

    What is wrong is said in a note on its cell, so that the file can be sent again as it is. Each
    sheet of it is called as its format. Texts stay texts, never formulas. Raises FileError when
    the file cannot be read any more.
    """
    path, reading = upload_path(settings, job), load_reading(session, today_in_baghdad())
    buffer = io.BytesIO()
    with (
        open_tables(path, settings) as tables,
        xlsxwriter.Workbook(buffer, {"in_memory": True}) as book,
    ):
        layouts = _layouts(job, tables, reading, choices)
        for name, rows in reasons.items():
            _Writer(book, book.add_worksheet(name), layouts[name]).write(rows)
    return buffer.getvalue()


def _layouts(
    job: ImportJob, tables: Sequence[Table], reading: Reading, choices: JobChoices
) -> Mapping[str, Layout]:
    """Return the tables of a file as the import read them, by the name of their format."""
    if job.kind is ImportKind.ROUND_TABLES:
        return find_sheets(tables, reading, choices.mapping).good
    (format_,) = FORMATS[job.kind]
    return {format_.name: find_layout(tables, format_, reading, choices.mapping)}


class _Writer:
    """Copies rows of a file into a sheet."""

    def __init__(self, book: Any, sheet: Worksheet, layout: Layout) -> None:
        self._sheet = sheet
        self._layout = layout
        self._head = book.add_format({"bold": True, "bg_color": "#D8ECEA", "text_wrap": True})
        self._wrong: dict[str, Any] = {
            "bg_color": "#F9E3DC",
            "border": 2,
            "border_color": "#C0563F",
        }
        self._day: dict[str, Any] = {"num_format": "yyyy-mm-dd"}
        self._quoted: dict[str, Any] = {"quote_prefix": True}
        self._book = book
        self._formats: dict[tuple[bool, bool, bool], Any] = {}

    def write(self, reasons: Mapping[int, Sequence[tuple[str, str]]]) -> None:
        """Write the header and each row that a reason is given for."""
        headers = self._layout.headers
        for index, header in enumerate(headers):
            self._sheet.write_string(0, index, header, self._head)
        self._sheet.set_column(0, max(0, len(headers) - 1), 20)
        self._sheet.freeze_panes(1, 0)
        line = 0
        for raw in self._layout.table.rows():
            if raw.number > self._layout.header_row and raw.number in reasons:
                line += 1
                self._write_row(line, raw.cells, reasons[raw.number])

    def _write_row(
        self, line: int, cells: Sequence[Cell], reasons: Sequence[tuple[str, str]]
    ) -> None:
        headers = self._layout.headers
        notes: dict[int, list[str]] = {}
        for header, reason in reasons:
            index = headers.index(header) if header in headers else 0
            text = reason if header in headers else f"{header}: {reason}"
            notes.setdefault(index, []).append(text)
        for index in range(max(len(cells), len(headers))):
            cell = cells[index] if index < len(cells) else None
            self._write_cell(line, index, cell, wrong=index in notes)
        for index, texts in notes.items():
            self._sheet.write_comment(line, index, "\n".join(texts)[:MAX_NOTE])

    def _write_cell(self, line: int, index: int, cell: Cell, *, wrong: bool) -> None:
        if isinstance(cell, bool) or cell is None:
            text = cell_text(cell)
        elif isinstance(cell, int | float) and -MAX_NUMBER < cell < MAX_NUMBER:
            self._sheet.write_number(line, index, cell, self._format(wrong=wrong))
            return
        elif isinstance(cell, date):
            day = self._format(wrong=wrong, day=True)
            self._sheet.write_datetime(line, index, cell, day)
            return
        else:
            text = storable_text(cell_text(cell))[:MAX_CELL]
        if not text:
            self._sheet.write_blank(line, index, None, self._format(wrong=wrong))
            return
        quoted = looks_like_formula(text)
        self._sheet.write_string(line, index, text, self._format(wrong=wrong, quoted=quoted))

    def _format(self, *, wrong: bool, day: bool = False, quoted: bool = False) -> Any:
        key = (wrong, day, quoted)
        if key not in self._formats:
            parts = (self._wrong, self._day, self._quoted)
            chosen = [part for part, on in zip(parts, key, strict=True) if on]
            merged = {name: value for part in chosen for name, value in part.items()}
            self._formats[key] = self._book.add_format(merged)
        return self._formats[key]
