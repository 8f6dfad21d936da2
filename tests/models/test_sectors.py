"""Sectors of ISIC Rev. 4: complete, named in three languages, and read back from files."""

import csv
from collections import Counter

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models.taxonomy import Sector
from wasl.files.codes import parse_sector
from wasl.operations.load_reference_data import read_data_file

ROWS = read_data_file("isic.csv")[0]
LANGUAGES = ("en", "ar", "ckb")
# From which division each section begins, in the order of ISIC Rev. 4.
FIRST = dict(
    zip(
        "ABCDEFGHIJKLMNOPQRSTU",
        (1, 5, 10, 35, 36, 41, 45, 49, 55, 58, 64, 68, 69, 77, 84, 85, 86, 90, 94, 97, 99),
        strict=True,
    )
)


def test_all_sections_and_divisions_are_there() -> None:
    assert [row["code"] for row in ROWS if row["code"].isalpha()] == list(FIRST)
    divisions = [row["code"] for row in ROWS if row["code"].isdigit()]
    assert len(divisions) == len(set(divisions)) == 88
    named = [parse_sector(f"{number:02d}") for number in range(1, 100)]
    assert set(divisions) == {sector.code for sector in named if sector and sector.code}


def test_each_division_stands_in_its_section() -> None:
    for row in ROWS:
        if row["code"].isalpha():
            assert row["section"] == row["code"]
        else:
            begun = [section for section, first in FIRST.items() if first <= int(row["code"])]
            assert row["section"] == begun[-1], row


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_has_a_label_of_its_own_that_files_are_read_by(language: str) -> None:
    labels = [row[f"label_{language}"].strip() for row in ROWS]
    assert all(labels)
    assert [text for text, count in Counter(labels).items() if count > 1] == []
    read = {label: parse_sector(label) for label in labels}
    assert {label: found.code for label, found in read.items() if found} == {
        row[f"label_{language}"]: row["code"] for row in ROWS
    }


def test_sorani_labels_use_kurdish_letters() -> None:
    assert [row["code"] for row in ROWS if set("يكه") & set(row["label_ckb"])] == []


def test_the_file_opens_in_a_spreadsheet() -> None:
    from importlib.resources import files

    content = files("models").joinpath("data", "isic.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert {len(row) for row in csv.reader(content.decode("utf-8-sig").splitlines())} == {5}


def test_the_database_knows_them(session: Session) -> None:
    assert session.scalar(select(func.count()).select_from(Sector)) == len(ROWS) == 109
    bakery = session.get_one(Sector, "10")
    assert bakery.section == "C"
    session.add(Sector(code="Z", section="C", label_en="x", label_ar="x", label_ckb="x"))
    with pytest.raises(IntegrityError, match="section_of_division"):
        session.flush()
