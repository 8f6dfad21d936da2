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
