"""CSV of unknown origin: which encoding, which delimiter, and its rows as a stream."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from wasl.files.cells import MAX_CELL, MAX_COLUMNS, Cell, LongText, RawRow
from wasl.files.errors import FileError

HEAD = 256 * 1024
# Longer than any upload: an unclosed quotation mark is found by the length of the cell instead.
csv.field_size_limit(2**30)

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ARABIC_PAIR = re.compile("[\u0621-\u064a\u067e\u0686\u0698\u06af\u06a9\u06be\u06cc]{2}")
_LONE = re.compile(r"[A-Za-z][^\x00-\x7f][A-Za-z]")
# A file that is UTF-8 but for a cut or two stays UTF-8; the rows concerned are rejected.
_MOSTLY_VALID = 0.95


def detect_encoding(path: Path) -> str:
    """Return the encoding of a text file: UTF-8, UTF-16, Windows-1256 or Windows-1252.

    Raises FileError when the bytes are not text.
    """
    with path.open("rb") as file:
        head = file.read(HEAD)
    for bom, encoding in _BOMS:
        if head.startswith(bom):
            return encoding
    wide = _wide_encoding(head)
    if wide:
        return wide
    if head.count(0) > len(head) // 100:
        raise FileError("not_a_table", found="a file that is not text")
    if _valid_share(path) >= _MOSTLY_VALID:
        return "utf-8"
    return _single_byte_encoding(head)


def _wide_encoding(head: bytes) -> str:
    """Recognise UTF-16 without a mark: the high bytes are 0 (Latin) or 6 (Arabic) nearly always."""
    pairs = len(head) // 2
    if pairs < 4 or not head.count(0):
        return ""
    for encoding, high in (("utf-16-le", head[1::2]), ("utf-16-be", head[0::2])):
        if sum(high.count(byte) for byte in (0, 6)) > 0.9 * pairs:
            return encoding
    return ""


def _valid_share(path: Path) -> float:
    """Return which share of the non-ASCII characters is good UTF-8 (1.0 when there are none)."""
    good = bad = 0
    decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
    with path.open("rb") as file:
        while chunk := file.read(HEAD):
            text = decoder.decode(chunk)
            lost = text.count("\ufffd")
            bad += lost
            good += len(text) - len(text.encode("ascii", errors="ignore")) - lost
    bad += decoder.decode(b"", final=True).count("\ufffd")
    return good / (good + bad) if good + bad else 1.0


def _single_byte_encoding(head: bytes) -> str:
    if re.search(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]{2}", head):
        raise FileError("not_a_table", found="a file that is not text")
    arabic = head.decode("cp1256", errors="replace")
    western = head.decode("cp1252", errors="replace")
    pairs = len(_ARABIC_PAIR.findall(arabic))
    return "cp1252" if len(_LONE.findall(western)) > pairs else "cp1256"


def detect_delimiter(text: str) -> str:
    """Return `,`, `;` or a tab: the one that cuts most lines into the same number of cells."""
    if text[:4].lower() == "sep=" and len(text) > 4 and text[4] in ",;\t":
        return text[4]
    best, best_score = ",", 0.0
    for delimiter in (",", ";", "\t"):
        widths = _widths(text, delimiter)
        usual = Counter(width for width in widths if width > 1).most_common(1)
        if usual:
            width, lines = usual[0]
            score = (lines / len(widths)) * min(width, 12)
            if score > best_score:
                best, best_score = delimiter, score
    return best


def _widths(text: str, delimiter: str) -> list[int]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    widths: list[int] = []
    try:
        for row in reader:
            if any(row):
                widths.append(len(row))
            if len(widths) == 200:
                break
    except csv.Error:
        return widths
    return widths[:-1] or widths  # the last line of a head may be cut


def read_delimited(path: Path) -> Iterator[RawRow]:
    """Yield the rows of a CSV file; blank lines are counted and left out."""
    encoding = detect_encoding(path)
    with path.open("r", encoding=encoding, errors="replace", newline="") as file:
        delimiter = detect_delimiter(file.read(HEAD))
        file.seek(0)
        reader = csv.reader(file, delimiter=delimiter)
        number = 0
        try:
            for cells in reader:
                number += 1
                if number == 1 and len(cells) <= 2 and cells and cells[0].lower() == "sep=":
                    continue
                if any(cells):
                    yield _row(number, cells)
        except csv.Error as error:
            raise FileError("damaged", detail=f"row {number + 1}: {error}") from error


def _row(number: int, cells: list[str]) -> RawRow:
    if len(cells) > MAX_COLUMNS:
        while cells and not cells[-1]:
            cells.pop()
        if len(cells) > MAX_COLUMNS:
            raise FileError("too_many_columns", row=number, limit=MAX_COLUMNS)
    row: list[Cell] = [
        LongText(cell[:MAX_CELL]) if len(cell) > MAX_CELL else cell for cell in cells
    ]
    return RawRow(number, row)
