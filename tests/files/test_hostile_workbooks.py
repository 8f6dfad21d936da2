"""Workbooks and lines that no program writes: quick, in little memory, with a clear error."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from wasl.config import Settings
from wasl.files.errors import FileError
from wasl.files.rows import ParsedRow
from wasl.files.sheet_xml import column_index
from wasl.files.source import open_tables

Write = Callable[..., Path]
ReadFile = Callable[..., list[ParsedRow]]


def sheet_of(*rows: list[str]) -> str:
    lines = (
        "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in row) for row in rows
    )
    body = "".join(f"<row>{line}</row>" for line in lines)
    return f"<worksheet><sheetData>{body}</sheetData></worksheet>"


def error_of(path: Path, limits: Settings) -> str:
    with pytest.raises(FileError) as caught, open_tables(path, limits) as tables:
        list(tables[0].rows())
    return caught.value.code


def test_columns_are_found_by_their_letters() -> None:
    references = ("A1", "Z9", "AA1", "ALL1", "XFD1048576", "1", "")
    assert [column_index(each) for each in references] == [0, 25, 26, 999, 16383, -1, -1]


def test_an_endless_reference_is_not_worked_out(raw_workbook: Write, limits: Settings) -> None:
    """Ten million letters pack to ten thousand bytes; their number would take days."""
    far = f'<row><c r="{"A" * 10_000_000}1"><v>1</v></c></row></sheetData>'
    path = raw_workbook(sheet_of(["case_no"]).replace("</sheetData>", far))
    assert path.stat().st_size < 20_000
    assert error_of(path, limits) == "too_many_columns"


def test_millions_of_formats_are_refused(raw_workbook: Write, limits: Settings) -> None:
    styles = f"<styleSheet><cellXfs>{'<xf/>' * 1_000_000}</cellXfs></styleSheet>"
    path = raw_workbook(sheet_of(["case_no"]), **{"xl/styles.xml": styles})
    assert error_of(path, limits) == "damaged"


def test_a_number_of_a_format_may_be_nonsense(raw_workbook: Write, read_file: ReadFile) -> None:
    styles = f'<styleSheet><cellXfs><xf numFmtId="{"1" * 5_000}"/></cellXfs></styleSheet>'
    rows = sheet_of(["register", "case_no", "name_ar"], ["mrc", "1", "علي حسن"])
    (row,) = read_file(raw_workbook(rows, **{"xl/styles.xml": styles}))
    assert row.problem is None


def test_half_characters_of_a_workbook_can_be_reported(
    raw_workbook: Write, read_file: ReadFile
) -> None:
    """What is said about a row is stored, printed and sent: all of it has to be text."""
    path = raw_workbook(
        sheet_of(
            ["register", "case_no", "name_ar", "no_xD800_te"],
            ["mrc", "1", "علي_xD800_حسن", "a_xDC00_b"],
        )
    )
    (row,) = read_file(path)
    assert row.problem is not None
    assert (row.problem.code, row.problem.value) == ("unreadable", "علي\ufffdحسن")
    assert row.unrecognised == {"no\ufffdte": "a\ufffdb"}


def test_half_characters_of_json_lines_can_be_reported(tmp_path: Path, read_file: ReadFile) -> None:
    record = {"register": "mrc", "case_no": "1", "name_ar": "علي\ud800", "no\ud800te": "a\x00b"}
    path = tmp_path / "list.jsonl"
    path.write_text(json.dumps(record), encoding="ascii")
    (row,) = read_file(path)
    assert row.problem is not None
    assert row.problem.value == "علي\ufffd"
    assert row.unrecognised == {"no\ufffdte": "a\ufffdb"}
