"""Workbooks that are written: columns as wide as their texts need, direction, the filter."""

import io
import re
import zipfile

import pytest

from wasl.files.write_workbook import FileSheet, write_workbook

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
