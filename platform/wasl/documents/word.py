"""A document as .docx; Word is told of each paragraph, run and table that it is right to left."""

import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table as WordTable
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from wasl.documents.document import Document, Part, Table
from wasl.files.cells import storable_text

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_FONT, _SIZE = "Arial", 11  # on every computer with Word, in both scripts
_TAGS = {"en": "en-GB", "ar": "ar-IQ", "ckb": "ku-Arab-IQ"}
_RIVER = RGBColor(0x0B, 0x48, 0x46)
_TINT = "EEF6F3"
_LONGEST_PROPERTY = 255
_BREAKS = str.maketrans("\v\f", "\n\n")  # Word's own line breaks, as they are pasted; no XML
_ISOLATED = re.compile("[\u2066-\u2068]([^\u2066-\u2069]*)\u2069")
_ISOLATES = re.compile("[\u2066-\u2069]")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufefc]")
# Words in letters that go from left to right, with the digits and signs between them.
_LATIN = re.compile(r"[A-Za-zÀ-ɏ](?:[^\u0590-\u08ff\ufb1d-\ufefc]*[A-Za-z0-9À-ɏ])?")
_WITHIN = ("w:pStyle", "w:keepNext", "w:keepLines", "w:numPr", "w:pBdr", "w:shd", "w:tabs")


def write_docx(document: Document) -> bytes:
    """Return a .docx of A4 pages with headings, lists and tables as Word knows them."""
    buffer = io.BytesIO()
    _Writer(document).file.save(buffer)
    return buffer.getvalue()


class _Writer:
    def __init__(self, document: Document) -> None:
        self.document, self.file = document, docx.Document()
        # Once: to find a style by its name, python-docx looks through all of them, for each line.
        self._bullet = self.file.styles["List Bullet"].style_id
        self._set_up()
        if document.above:
            self._write(self.file.add_paragraph(), document.above, size=9)
        self._write(self.file.add_heading(level=1), document.title)
        if document.facts:
            self._facts()
        for part in document.parts:
            self._part(part)
        self._foot()

    def _set_up(self) -> None:
        """Say the language, the direction and the font of everything; no trace of a template."""
        told = self.file.core_properties
        told.title = _clean(self.document.title)[:_LONGEST_PROPERTY]
        told.author, told.comments = "Wasl", ""
        told.language = _TAGS[self.document.language]
        told.created = told.modified = datetime.now(UTC).replace(tzinfo=None)
        section = self.file.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.2)
        if self.document.right_to_left:
            grid = section._sectPr.find(qn("w:docGrid"))
            grid.addprevious(OxmlElement("w:bidi"))
        for name in ("Normal", "Heading 1", "Heading 2", "List Bullet"):
            self._style(self.file.styles[name])

    def _style(self, style: Any) -> None:
        sizes = {"Heading 1": 18, "Heading 2": 13}
        size = sizes.get(style.name, _SIZE)
        style.font.name, style.font.size = _FONT, Pt(size)
        if style.name in sizes:
            style.font.color.rgb = _RIVER
        properties = style.element.get_or_add_rPr()
        fonts = properties.find(qn("w:rFonts"))
        for kind in list(fonts.attrib):
            if kind.endswith("Theme"):
                del fonts.attrib[kind]  # a theme's font would win
        for kind in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(kind), _FONT)
        _set(properties, "w:szCs", str(size * 2))
        language = _set(properties, "w:lang", None)
        language.set(qn("w:val"), "en-GB")
        language.set(qn("w:bidi"), _TAGS[self.document.language])
        if self.document.right_to_left:
            _turn(style.element.get_or_add_pPr())

    def _write(
        self, paragraph: Paragraph, text: str, *, bold: bool = False, size: int | None = None
    ) -> None:
        """Write a text: in a right-to-left document, Latin words are runs of their own."""
        if self.document.right_to_left:
            _turn(paragraph._p.get_or_add_pPr())
        for words, latin in _runs(text, split=self.document.right_to_left):
            run = paragraph.add_run(words)
            run.bold = bold or None
            properties = run._r.get_or_add_rPr()
            if bold:
                _set(properties, "w:bCs", None)
            if size:
                run.font.size = Pt(size)
                _set(properties, "w:szCs", str(size * 2))
            if self.document.right_to_left and not latin:
                _set(properties, "w:rtl", None)

    def _part(self, part: Part) -> None:
        self._write(self.file.add_heading(level=2), part.heading)
        for paragraph in part.text.split("\n") if part.text else ():
            self._write(self.file.add_paragraph(), paragraph)
        for line in part.lines:
            point = self.file.add_paragraph()
            point._p.style = self._bullet
            self._write(point, line)
        if part.table is not None and part.table.rows:
            self._table(part.table)

    def _facts(self) -> None:
        table = self._grid(len(self.document.facts), 2)
        for row, (term, value) in zip(table.rows, self.document.facts, strict=True):
            self._cell(row.cells[0], term, bold=True, shaded=True)
            self._cell(row.cells[1], value)
            row.cells[0].width, row.cells[1].width = Cm(4.5), Cm(12.1)

    def _table(self, said: Table) -> None:
        table = self._grid(len(said.rows) + 1, len(said.header))
        for cell, text in zip(table.rows[0].cells, said.header, strict=True):
            self._cell(cell, text, bold=True, shaded=True)
        _set(table.rows[0]._tr.get_or_add_trPr(), "w:tblHeader", None)
        for row, texts in zip(table.rows[1:], said.rows, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                self._cell(cell, text)

    def _grid(self, rows: int, columns: int) -> WordTable:
        table: WordTable = self.file.add_table(rows, columns, style="Table Grid")
        if self.document.right_to_left:
            direction = OxmlElement("w:bidiVisual")
            table._tbl.tblPr.find(qn("w:tblStyle")).addnext(direction)
        return table

    def _cell(self, cell: _Cell, text: str, *, bold: bool = False, shaded: bool = False) -> None:
        self._write(cell.paragraphs[0], text, bold=bold)
        if shaded:
            shade = _set(cell._tc.get_or_add_tcPr(), "w:shd", "clear")
            shade.set(qn("w:color"), "auto")
            shade.set(qn("w:fill"), _TINT)

    def _foot(self) -> None:
        paragraph = self.file.sections[0].footer.paragraphs[0]
        self._write(paragraph, f"{self.document.foot} · " if self.document.foot else "", size=8)
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), "PAGE")
        paragraph._p.append(field)


def _clean(text: str) -> str:
    """Return a text without what no .docx can hold, and without the signs that isolate."""
    return _ISOLATES.sub("", storable_text(text).translate(_BREAKS))


def _runs(text: str, *, split: bool) -> Iterator[tuple[str, bool]]:
    """Yield a text in pieces, and whether each is in Latin letters."""
    if not split:
        yield _clean(text), True
        return
    end = 0
    for found in _ISOLATED.finditer(text):
        yield from _by_script(_clean(text[end : found.start()]))
        name = _clean(found[1])
        if _LATIN.match(name) and not _RIGHT_TO_LEFT.search(name):
            yield name, True  # to its last sign: a full stop stays behind its sentence
        else:
            yield from _by_script(name)
        end = found.end()
    yield from _by_script(_clean(text[end:]))


def _by_script(text: str) -> Iterator[tuple[str, bool]]:
    end = 0
    for found in _LATIN.finditer(text):
        if found.start() > end:
            yield text[end : found.start()], False
        yield found[0], True
        end = found.end()
    if end < len(text):
        yield text[end:], False


def _turn(properties: Any) -> None:
    """Let a paragraph go from right to left; the place of the mark among others is prescribed."""
    if properties.find(qn("w:bidi")) is not None:
        return
    mark, before = OxmlElement("w:bidi"), [properties.find(qn(name)) for name in _WITHIN]
    last = next((one for one in reversed(before) if one is not None), None)
    if last is None:
        properties.insert(0, mark)
    else:
        last.addnext(mark)


def _set(properties: Any, name: str, value: str | None) -> Any:
    """Return a mark among properties, with its value; it is added where it is missing."""
    found = properties.find(qn(name))
    if found is None:
        found = OxmlElement(name)
        properties.append(found)
    if value is not None:
        found.set(qn("w:val"), value)
    return found
