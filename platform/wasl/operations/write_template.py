"""Write a blank workbook to fill in: headers, drop-down lists, and a guide with examples."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter
from sqlalchemy import select
from sqlalchemy.orm import Session
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from models.enums import ImportKind, PlaceLevel
from models.place import Place
from wasl.files.formats import FORMATS
from wasl.files.template import (
    TemplateColumn,
    accepted_words,
    template_columns,
    template_headers,
)

ROWS_WITH_LISTS = 2_000
RIGHT_TO_LEFT = frozenset({"ar", "ckb"})
# Codes and numbers that Excel would turn into something else.
_AS_TEXT = frozenset(
    {"case_no", "national_id", "phone", "ref", "roundtable", "employer_reg_no", "occupation"}
)


@dataclass(frozen=True, kw_only=True)
class TemplateTexts:
    """What the guide says, in the language of the template.

    meanings: of each column; forms: how a cell of each form is written.
    """

    guide_sheet: str
    words_sheet: str
    header: str
    meaning: str
    writing: str
    accepted: str
    example: str
    meanings: Mapping[str, str]
    forms: Mapping[str, str]


def write_template(
    session: Session, kind: ImportKind, language: str, texts: TemplateTexts
) -> bytes:
    """Return an .xlsx that can be filled in and imported; its first sheets hold only headers.

    The example stands in the guide, so that nobody imports it by mistake.
    """
    names = [format_.name for format_ in FORMATS[kind]]
    words = {
        column.name: _words(session, column, language)
        for name in names
        for column in template_columns(name)
    }
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False}) as book:
        _Template(book, names, language, texts, words).write()
    return buffer.getvalue()


def _words(session: Session, column: TemplateColumn, language: str) -> tuple[str, ...]:
    if column.field == "governorate":
        name = getattr(Place, f"name_{language}")
        governorates = select(name).where(Place.level == PlaceLevel.GOVERNORATE)
        return tuple(session.scalars(governorates.order_by(name)))
    return accepted_words(column.field, language) if column.field else ()


@dataclass(frozen=True)
class _Template:
    """A workbook on its way, with what its sheets have in common."""

    book: Workbook
    names: Sequence[str]
    language: str
    texts: TemplateTexts
    words: Mapping[str, tuple[str, ...]]

    def write(self) -> None:
        """Add a sheet for each format, those to fill in first, then the guide and the words."""
        sheets = {name: self.book.add_worksheet(name) for name in self.names}
        guide = self.book.add_worksheet(self.texts.guide_sheet)
        lists = self.book.add_worksheet(self.texts.words_sheet)
        if self.language in RIGHT_TO_LEFT:
            for each in (*sheets.values(), guide, lists):
                each.right_to_left()
        self._write_guide(guide)
        ranges = self._write_lists(lists)
        for name, sheet in sheets.items():
            self._write_headers(sheet, name)
            self._write_choices(sheet, name, ranges)

    def _columns(self) -> list[tuple[str, TemplateColumn]]:
        """Return every column with the header that it has on its sheet."""
        return [
            (template_headers(name, self.language)[column.name], column)
            for name in self.names
            for column in template_columns(name)
        ]

    def _head(self) -> Any:
        return self.book.add_format(
            {"bold": True, "bg_color": "#D8ECEA", "border": 1, "text_wrap": True, "valign": "top"}
        )

    def _write_headers(self, sheet: Worksheet, name: str) -> None:
        head, plain = self._head(), self.book.add_format()
        as_text = self.book.add_format({"num_format": "@"})
        headers = template_headers(name, self.language)
        for index, column in enumerate(template_columns(name)):
            sheet.set_column(index, index, 22, as_text if column.name in _AS_TEXT else plain)
            sheet.write_string(0, index, headers[column.name], head)
        sheet.freeze_panes(1, 2)

    def _write_guide(self, guide: Worksheet) -> None:
        texts, head = self.texts, self._head()
        wrapped = self.book.add_format({"text_wrap": True, "valign": "top"})
        titles = (texts.header, texts.meaning, texts.writing, texts.accepted, texts.example)
        for index, (title, width) in enumerate(zip(titles, (26, 34, 40, 60, 40), strict=True)):
            guide.set_column(index, index, width, wrapped)
            guide.write_string(0, index, title, head)
        for row, (header, column) in enumerate(self._columns(), start=1):
            cells = (
                header,
                texts.meanings.get(column.name, column.name),
                texts.forms[column.form],
                "; ".join(self.words[column.name]),
                column.example[self.language],
            )
            for index, text in enumerate(cells):
                guide.write_string(row, index, text, wrapped)
        guide.freeze_panes(1, 1)

    def _write_lists(self, lists: Worksheet) -> dict[str, str]:
        """Write the words of each column that takes them from a list; return where they stand."""
        ranges = {}
        listed = [(header, one) for header, one in self._columns() if self.words[one.name]]
        for index, (header, column) in enumerate(listed):
            words = self.words[column.name]
            lists.set_column(index, index, 24)
            lists.write_string(0, index, header)
            for row, word in enumerate(words, start=1):
                lists.write_string(row, index, word)
            letter = xl_col_to_name(index, True)
            place = f"{letter}$2:{letter}${len(words) + 1}"
            ranges[column.name] = f"='{self.texts.words_sheet}'!{place}"
        return ranges

    def _write_choices(self, sheet: Worksheet, name: str, ranges: Mapping[str, str]) -> None:
        for index, column in enumerate(template_columns(name)):
            if column.form == "choice":
                # A warning, not a refusal: other words are understood as well.
                choice = {"validate": "list", "source": ranges[column.name]}
                options = {**choice, "error_type": "warning"}
                sheet.data_validation(1, index, ROWS_WITH_LISTS, index, options)
