"""Workbooks that are written: columns as wide as their texts need, direction, the filter."""

import io
import re
import zipfile
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from wasl.config import Settings
from wasl.files.source import open_tables
from wasl.files.write_workbook import FileSheet, Value, write_workbook

SHEET = FileSheet(
    name="Commitments",
    about=["Commitments"],
    header=["Party", "Places", "Promised"],
    rows=[["Bakery", 4, "x" * 25], ["Mill", 12, "y" * 200]],
)


def _xml(sheet: FileSheet, language: str = "en") -> str:
    with zipfile.ZipFile(io.BytesIO(write_workbook([sheet], language))) as book:
        return book.read("xl/worksheets/sheet1.xml").decode()


def test_a_column_is_as_wide_as_its_texts_need_up_to_a_limit() -> None:
    short = SHEET.rows[0]
    widths = re.findall(r'<col min="\d" max="\d" width="([\d.]+)"', _xml(SHEET))
    assert [int(float(width)) for width in widths] == [24, 10, 40]
    narrow = FileSheet(name="a", about=["a"], header=SHEET.header, rows=[short])
    widths = re.findall(r'<col min="\d" max="\d" width="([\d.]+)"', _xml(narrow))
    assert [int(float(width)) for width in widths] == [24, 10, 28]


@pytest.mark.parametrize(("language", "turned"), [("ar", True), ("ckb", True), ("en", False)])
def test_sheets_go_as_their_language_is_written(language: str, turned: bool) -> None:
    assert ('rightToLeft="1"' in _xml(SHEET, language)) is turned


def test_the_table_can_be_filtered_and_an_empty_one_is_written() -> None:
    assert '<autoFilter ref="A3:C5"/>' in _xml(SHEET)
    empty = FileSheet(name="a", about=["a"], header=SHEET.header, rows=[])
    assert "<autoFilter" not in _xml(empty)


@pytest.mark.parametrize("typed", ["=1+1", "-2", "@a", "+a", "\t=1"])
def test_a_title_that_looks_like_a_formula_is_kept_as_text(typed: str) -> None:
    sheet = FileSheet(name="a", about=[typed, typed], header=["Party"], rows=[])
    with zipfile.ZipFile(io.BytesIO(write_workbook([sheet], "en"))) as book:
        styles, written = book.read("xl/styles.xml").decode(), _xml(sheet)
    formats = re.findall(r"<xf [^>]*>", styles.split("<cellXfs")[1])
    used = [int(style) for style in re.findall(r'<c r="A[12]" s="(\d+)"', written)]
    assert len(used) == 2
    assert all('quotePrefix="1"' in formats[one] for one in used)
    plain = FileSheet(name="a", about=["Basra", "Basra"], header=["Party"], rows=[])
    assert 's="1"' in _xml(plain).split("</row>")[0], "any other title stays as it was"


CELLS = [
    (date(2026, 11, 23), date(2026, 11, 23), "yyyy-mm-dd"),
    (datetime(2026, 11, 23, 22, 30, tzinfo=UTC), date(2026, 11, 24), "yyyy-mm-dd hh:mm"),
    (time(9, 5), "09:05", "hh:mm"),
    (time(23, 59, 59), "23:59", "hh:mm"),
    (date(1899, 5, 1), "1899-05-01", None),
    (12, 12, "#,##0"),
    ("under 5", "under 5", None),
    ("10+", "10+", None),
    ("2026-11-23", "2026-11-23", None),
    ("=1+1", "=1+1", None),
]


@pytest.mark.parametrize(("value", "read", "shown_as"), CELLS, ids=str)
def test_a_cell_is_what_it_holds_and_is_read_back_as_that(
    value: Value, read: object, shown_as: str | None, tmp_path: Path, limits: Settings
) -> None:
    """Days, times and numbers are such; what is told of a protected number stays a text."""
    sheet = FileSheet(name="a", about=["a"], header=["Party", "What"], rows=[["Bakery", value]])
    path = tmp_path / "a.xlsx"
    path.write_bytes(write_workbook([sheet], "ar"))
    with open_tables(path, limits) as tables:
        assert list(tables[0].rows())[-1].cells == ["Bakery", read]
    with zipfile.ZipFile(path) as book:
        styles, written = (
            book.read(f"xl/{name}.xml").decode() for name in ("styles", "worksheets/sheet1")
        )
    [(style, kind)] = re.findall(r'<c r="B4" s="(\d+)"( t="s")?>', written)
    assert bool(kind) is (shown_as is None), "it is a text"
    codes = dict(re.findall(r'<numFmt numFmtId="(\d+)" formatCode="([^"]+)"', styles))
    number = re.findall(r'<xf numFmtId="(\d+)"', styles.split("<cellXfs")[1])[int(style)]
    assert codes.get(number) == shown_as


def test_a_moment_is_as_wide_as_it_is_written() -> None:
    moment = datetime(2026, 11, 23, 22, 30, 59, 123456, tzinfo=UTC)
    sheet = FileSheet(name="a", about=["a"], header=["Party", "At"], rows=[["Bakery", moment]])
    widths = re.findall(r'<col min="\d" max="\d" width="([\d.]+)"', _xml(sheet))
    assert int(float(widths[1])) == len("2026-11-24 01:30") + 3
