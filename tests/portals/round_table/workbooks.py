"""What stands in a workbook that a page sends, read without our own reader of files."""

import io
import re
import zipfile
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
Row = list[str]
_EPOCH = datetime(1899, 12, 30, tzinfo=UTC)
_SHOWN = {"yyyy-mm-dd": "%Y-%m-%d", "yyyy-mm-dd hh:mm": "%Y-%m-%d %H:%M", "hh:mm": "%H:%M"}
_DAY = re.compile(r"\d{4}-\d\d-\d\d.*|\d\d:\d\d")


def read_book(sent: bytes) -> list[list[Row]]:
    """Return the rows of each sheet below its header.

    Numbers as they are written, days and moments as they are shown; a day that is a text fails.
    """
    with zipfile.ZipFile(io.BytesIO(sent)) as archive:
        texts = ElementTree.fromstring(archive.read("xl/sharedStrings.xml"))
        shared = ["".join(one.itertext()) for one in texts.iter(f"{_MAIN}si")]
        names = [name for name in archive.namelist() if "worksheets/sheet" in name]
        parts = [archive.read(f"xl/worksheets/sheet{n + 1}.xml") for n in range(len(names))]
        shown = _formats(archive.read("xl/styles.xml").decode())
    return [_table(part, shared, shown) for part in parts]


def _formats(styles: str) -> list[str]:
    """Return by which code each style shows a number; empty for none of its own."""
    codes = dict(re.findall(r'<numFmt numFmtId="(\d+)" formatCode="([^"]+)"', styles))
    return [
        codes.get(number, "")
        for number in re.findall(r'<xf numFmtId="(\d+)"', styles.split("<cellXfs")[1])
    ]


def raw_part(sent: bytes, name: str) -> str:
    """Return a part of the file as it was written."""
    with zipfile.ZipFile(io.BytesIO(sent)) as archive:
        return archive.read(name).decode()


def _table(part: bytes, shared: list[str], shown: list[str]) -> list[Row]:
    """Return what stands below the header, which the pane of the sheet ends with."""
    sheet = ElementTree.fromstring(part)
    pane = next(sheet.iter(f"{_MAIN}pane"))
    top = int(pane.attrib["ySplit"])
    rows = [row for row in sheet.iter(f"{_MAIN}row") if int(row.attrib["r"]) > top]
    return [[_value(cell, shared, shown) for cell in row.iter(f"{_MAIN}c")] for row in rows]


def _value(cell: ElementTree.Element, shared: list[str], shown: list[str]) -> str:
    value = cell.findtext(f"{_MAIN}v") or ""
    if cell.attrib.get("t") == "s" and value:
        text = shared[int(value)]
        assert not _DAY.fullmatch(text), "a day in a text cannot be counted with"
        return text
    form = _SHOWN.get(shown[int(cell.attrib.get("s", "0"))])
    if not form or not value:
        return value
    moment = _EPOCH + timedelta(minutes=round(float(value) * 24 * 60))
    return f"{moment:{form}}"
