"""The sample files: the messy ones tell the same as the clean ones."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from wasl.files.header_words import FORMATS
from wasl.files.rows import ParsedRow, comparable

ReadFile = Callable[..., list[ParsedRow]]


def told(rows: list[ParsedRow], kind: str, *key: str) -> dict[str, Any]:
    return {
        "|".join(str(row.values[name]) for name in key): comparable(row.understood(), FORMATS[kind])
        for row in rows
        if row.problem is None
    }


@pytest.fixture(scope="session")
def truth(samples: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((samples / "truth_messy.json").read_text(encoding="utf-8"))
    return loaded


def test_people_are_the_same(samples: Path, read_file: ReadFile) -> None:
    clean = told(read_file(samples / "intake.xlsx"), "intake", "register", "case_no")
    messy = told(read_file(samples / "intake_messy_ar.xlsx"), "intake", "register", "case_no")
    assert len(clean) == 400
    assert messy == clean


def test_exactly_the_broken_rows_are_rejected(
    samples: Path, read_file: ReadFile, truth: dict[str, Any]
) -> None:
    rows = read_file(samples / "intake_messy_ar.xlsx")
    rejected = [
        (row.problem.row, row.problem.column, row.problem.value) for row in rows if row.problem
    ]
    expected = [(row["row"], row["column"], row["value"]) for row in truth["broken"]]
    assert rejected == expected
    assert len(rows) == 412  # no blank row, no totals, no signature


def test_headers_are_understood(
    samples: Path, layout_of: Callable[..., Any], truth: dict[str, Any]
) -> None:
    intake = layout_of(samples / "intake_messy_ar.xlsx")
    assert intake.understood() == truth["header_map"]
    assert intake.header_row == truth["header_row"]
    assert intake.unrecognised() == truth["unknown_columns"]
    expected = truth["opportunities_messy"]
    postings = layout_of(samples / "opportunities_messy.xlsx", "opportunities")
    assert postings.understood() == expected["header_map"]
    assert postings.unrecognised() == expected["unknown_columns"]


def test_postings_are_the_same(samples: Path, read_file: ReadFile) -> None:
    key = ("employer", "ref")
    clean = told(read_file(samples / "opportunities.csv", "opportunities"), "opportunities", *key)
    messy = told(
        read_file(samples / "opportunities_messy.xlsx", "opportunities"), "opportunities", *key
    )
    assert len(clean) == 160
    assert messy == clean


@pytest.mark.parametrize(("name", "count"), [("molsa.xlsx", 2000), ("momd.xlsx", 1500)])
def test_registers_are_read_whole(
    samples: Path, read_file: ReadFile, name: str, count: int
) -> None:
    rows = read_file(samples / name)
    assert len(rows) == count
    assert not [row.problem for row in rows if row.problem]
