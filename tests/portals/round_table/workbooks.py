"""What stands in a workbook that a page sends, read without our own reader of files."""

import io
import zipfile
from xml.etree import ElementTree

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
Row = list[str]


def read_book(sent: bytes) -> list[list[Row]]:
    """Return the rows of each sheet below its header; numbers as they are written."""
    with zipfile.ZipFile(io.BytesIO(sent)) as archive:
        texts = ElementTree.fromstring(archive.read("xl/sharedStrings.xml"))
        shared = ["".join(one.itertext()) for one in texts.iter(f"{_MAIN}si")]
        names = [name for name in archive.namelist() if "worksheets/sheet" in name]
        parts = [archive.read(f"xl/worksheets/sheet{n + 1}.xml") for n in range(len(names))]
    return [_table(part, shared) for part in parts]


def raw_part(sent: bytes, name: str) -> str:
    """Return a part of the file as it was written."""
    with zipfile.ZipFile(io.BytesIO(sent)) as archive:
        return archive.read(name).decode()


def _table(part: bytes, shared: list[str]) -> list[Row]:
    """Return what stands below the header, which the pane of the sheet ends with."""
    sheet = ElementTree.fromstring(part)
    pane = next(sheet.iter(f"{_MAIN}pane"))
    top = int(pane.attrib["ySplit"])
    rows = [row for row in sheet.iter(f"{_MAIN}row") if int(row.attrib["r"]) > top]
    return [[_value(cell, shared) for cell in row.iter(f"{_MAIN}c")] for row in rows]


def _value(cell: ElementTree.Element, shared: list[str]) -> str:
    value = cell.findtext(f"{_MAIN}v") or ""
    return shared[int(value)] if cell.attrib.get("t") == "s" and value else value
