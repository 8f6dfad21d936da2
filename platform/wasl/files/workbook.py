"""Excel workbooks (.xlsx) read as a stream, in bounded memory.

Calamine was tried and left: it lays a sheet out as one dense block and copies a shared text into
every cell, so that a workbook of 1 kB with two far corners ends the whole process (docs/adr).
"""

import posixpath
import re
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from wasl.files.archive import check_archive, read_part
from wasl.files.cells import MAX_CELL, RawRow
from wasl.files.errors import FileError
from wasl.files.sheet_xml import SheetParser, unescape
from wasl.files.xml_events import Attributes, collect_elements, feed, local_name, make_parser

MAX_SHEETS = 200
MAX_SHARED = 5_000_000  # distinct texts
MAX_SHARED_CHARACTERS = 120_000_000
MAX_DIGITS = 10  # of a number format; the format has 32 bits for it
# Built-in number formats that show a date (ECMA-376 part 1, 18.8.30).
_DATE_FORMATS = {*range(14, 18), 22, *range(27, 37), *range(50, 59)}
_TIME_FORMATS = {*range(18, 22)}  # that show a time alone
_NOT_LETTERS = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.')


@dataclass(frozen=True)
class SheetInfo:
    """A sheet: its name, the part that holds it, and whether it is hidden."""

    name: str
    part: str
    hidden: bool


class Workbook:
    """An opened .xlsx: the list of sheets, and the rows of each as often as asked for."""

    def __init__(self, path: Path, unpacked_max_mb: int) -> None:
        with ExitStack() as stack:
            try:
                self._archive = stack.enter_context(zipfile.ZipFile(path))
            except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
                raise FileError("damaged", detail=str(error)) from error
            check_archive(self._archive, unpacked_max_mb)
            self._parts = {name.lower(): name for name in self._archive.namelist()}
            self._epoch_1904 = False
            self.sheets = self._read_sheets()
            self._dates, self._times = self._read_styles()
            self._shared: list[str] | None = None
            stack.pop_all()

    def close(self) -> None:
        """Close the file."""
        self._archive.close()

    def rows(self, sheet: SheetInfo) -> Iterator[RawRow]:
        """Yield the rows of a sheet that hold something, each with its number."""
        if self._shared is None:
            self._shared = self._read_shared()
        parser = SheetParser(self._shared, self._dates, self._times, epoch_1904=self._epoch_1904)
        with closing(read_part(self._archive, sheet.part)) as chunks:
            for chunk in chunks:
                feed(parser.expat, chunk)
                yield from parser.take()
        feed(parser.expat, b"", last=True)
        yield from parser.take()

    def _part(self, name: str) -> str | None:
        return self._parts.get(name.lower())

    def _elements(self, name: str, wanted: set[str]) -> list[tuple[str, Attributes]]:
        part = self._part(name)
        if part is None:
            return []
        with closing(read_part(self._archive, part)) as chunks:
            return collect_elements(chunks, wanted)

    def _read_sheets(self) -> list[SheetInfo]:
        targets = {
            attributes.get("Id", ""): unquote(attributes.get("Target", ""))
            for _, attributes in self._elements("xl/_rels/workbook.xml.rels", {"Relationship"})
        }
        sheets = []
        for name, attributes in self._elements("xl/workbook.xml", {"sheet", "workbookPr"}):
            if name == "workbookPr":
                self._epoch_1904 = attributes.get("date1904") in {"1", "true", "on"}
                continue
            link = next((v for k, v in attributes.items() if local_name(k) == "id"), "")
            part = self._part(posixpath.normpath(posixpath.join("/xl", targets.get(link, "")))[1:])
            if part and part.lower().endswith(".xml"):
                hidden = attributes.get("state", "visible") != "visible"
                sheets.append(SheetInfo(attributes.get("name", ""), part, hidden))
        if not sheets or len(sheets) > MAX_SHEETS:
            raise FileError("damaged", detail=f"{len(sheets)} sheets")
        return sheets

    def _read_styles(self) -> tuple[frozenset[int], frozenset[int]]:
        """Return the numbers of the cell styles that show a number as a date, and as a time."""
        dates, times = set(_DATE_FORMATS), set(_TIME_FORMATS)
        styles: list[int] = []
        inside = False
        wanted = {"numFmt", "cellStyleXfs", "cellXfs", "xf"}
        for name, attributes in self._elements("xl/styles.xml", wanted):
            number = attributes.get("numFmtId", "")[:MAX_DIGITS]
            if name in {"cellStyleXfs", "cellXfs"}:
                inside = name == "cellXfs"
            elif name == "numFmt" and number.isdecimal():
                code = attributes.get("formatCode", "")
                for formats, shows in ((dates, shows_date), (times, shows_time)):
                    (formats.add if shows(code) else formats.discard)(int(number))
            elif name == "xf" and inside:
                styles.append(int(number) if number.isdecimal() else 0)
        dated, timed = (
            frozenset(i for i, number in enumerate(styles) if number in formats)
            for formats in (dates, times)
        )
        return dated, timed

    def _read_shared(self) -> list[str]:
        part = self._part("xl/sharedStrings.xml")
        if part is None:
            return []
        reader = _SharedStrings()
        with closing(read_part(self._archive, part)) as chunks:
            for chunk in chunks:
                feed(reader.expat, chunk)
        feed(reader.expat, b"", last=True)
        return reader.texts


def shows_date(code: str) -> bool:
    """Tell whether a number format shows day, month or year."""
    letters = _letters(code)
    return "general" not in letters and ("d" in letters or "y" in letters)


def shows_time(code: str) -> bool:
    """Tell whether a number format shows the time of a day, and no day."""
    return "h" in _letters(code) and not shows_date(code)


def _letters(code: str) -> str:
    return _NOT_LETTERS.sub("", code.split(";", maxsplit=1)[0]).lower()


class _SharedStrings:
    """Parser of the table of shared texts; phonetic readings are left out."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._pieces: list[str] = []
        self._size = 0
        self._total = 0
        self._phonetic = False
        self.expat = make_parser(self._start, self._end)

    def _start(self, tag: str, _: Attributes) -> None:
        name = local_name(tag)
        if name == "si":
            self._pieces, self._size = [], 0
        elif name == "rPh":
            self._phonetic = True
        elif name == "t" and not self._phonetic:
            self.expat.CharacterDataHandler = self._text

    def _end(self, tag: str) -> None:
        name = local_name(tag)
        if name == "t":
            self.expat.CharacterDataHandler = None
        elif name == "rPh":
            self._phonetic = False
        elif name == "si":
            self._finish()

    def _text(self, data: str) -> None:
        if self._size <= MAX_CELL:
            self._pieces.append(data)
        self._size += len(data)

    def _finish(self) -> None:
        text = unescape("".join(self._pieces), self._size)
        self._total += len(text)
        self.texts.append(text)
        if len(self.texts) > MAX_SHARED or self._total > MAX_SHARED_CHARACTERS:
            raise FileError("too_much_text")
