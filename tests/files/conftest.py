"""Files made by the tests themselves, and the parsers without a database."""

import csv
import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from wasl.config import Settings
from wasl.files.columns import Reading
from wasl.files.header import Layout, find_layout
from wasl.files.header_words import FORMATS
from wasl.files.intake_row import check_intake
from wasl.files.opportunity_row import check_opportunity
from wasl.files.places import PlaceNames, Places
from wasl.files.rows import ParsedRow, RowReader
from wasl.files.source import open_tables
from wasl.operations.load_reference_data import read_data_file

TODAY = date(2026, 11, 22)
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
LINKS = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

ReadFile = Callable[..., list[ParsedRow]]


@pytest.fixture(scope="session")
def places() -> Places:
    """The finder of places, from the data file."""
    rows, _ = read_data_file("places.csv")
    return Places(
        [
            PlaceNames(
                row["code"],
                row["parent"] or None,
                (row["name_en"], row["name_ar"], row["name_ckb"], *row["aliases"].split(";")),
            )
            for row in rows
        ],
        [(row["code"], code) for row in rows for code in row["neighbours"].split(";") if code],
    )


@pytest.fixture
def reading(places: Places) -> Reading:
    """What the parsers of cells may look at."""
    codes, _ = read_data_file("isco08.csv")
    return Reading(places, TODAY, frozenset(row["code"] for row in codes))


@pytest.fixture
def limits(tmp_path: Path) -> Settings:
    """Settings with the limits as they are shipped."""
    return Settings(data_dir=tmp_path)


@pytest.fixture
def layout_of(reading: Reading, limits: Settings) -> Callable[..., Layout]:
    """A function that finds the header of a file."""

    def find(path: Path, kind: str = "intake", **overrides: str) -> Layout:
        with open_tables(path, limits) as tables:
            return find_layout(tables, FORMATS[kind], reading, overrides)

    return find


@pytest.fixture
def read_file(reading: Reading, limits: Settings) -> ReadFile:
    """A function that reads all rows of a file."""

    def read(path: Path, kind: str = "intake", **constants: str) -> list[ParsedRow]:
        check = check_intake if kind == "intake" else check_opportunity
        with open_tables(path, limits) as tables:
            layout = find_layout(tables, FORMATS[kind], reading)
            reader = RowReader(layout, FORMATS[kind], reading, check, constants)
            return list(reader.rows())

    return read


@pytest.fixture
def write_csv(tmp_path: Path) -> Callable[..., Path]:
    """A function that writes a CSV file."""

    def write(
        rows: Sequence[Sequence[str]], encoding: str = "utf-8", delimiter: str = ",", name: str = ""
    ) -> Path:
        path = tmp_path / (name or "list.csv")
        with path.open("w", encoding=encoding, newline="") as file:
            csv.writer(file, delimiter=delimiter).writerows(rows)
        return path

    return write


@pytest.fixture
def write_workbook(tmp_path: Path) -> Callable[..., Path]:
    """A function that writes a workbook: sheets with their rows."""

    def write(sheets: dict[str, Sequence[Sequence[object]]], name: str = "list.xlsx") -> Path:
        path = tmp_path / name
        with xlsxwriter.Workbook(path) as book:
            dates = book.add_format({"num_format": "dd/mm/yyyy"})
            for title, rows in sheets.items():
                sheet = book.add_worksheet(title)
                for number, row in enumerate(rows):
                    for column, value in enumerate(row):
                        if isinstance(value, date):
                            sheet.write_datetime(number, column, value, dates)  # type: ignore[arg-type]
                        else:
                            sheet.write(number, column, value)
        return path

    return write


@pytest.fixture
def raw_workbook(tmp_path: Path) -> Callable[..., Path]:
    """A function that writes a workbook out of hand-written XML."""

    def write(sheet: str, shared: str = "", name: str = "raw.xlsx", **parts: str) -> Path:
        path = tmp_path / name
        links = "".join(
            f'<Relationship Id="r{number}" Type="{OFFICE}/{kind}" Target="{target}"/>'
            for number, (kind, target) in enumerate(
                [("worksheet", "worksheets/sheet1.xml"), ("sharedStrings", "sharedStrings.xml")]
            )
        )
        content = {
            "[Content_Types].xml": "<Types/>",
            "xl/workbook.xml": (
                f'<workbook {MAIN} xmlns:r="{OFFICE}"><sheets>'
                '<sheet name="intake" sheetId="1" r:id="r0"/></sheets></workbook>'
            ),
            "xl/_rels/workbook.xml.rels": f"<Relationships {LINKS}>{links}</Relationships>",
            "xl/worksheets/sheet1.xml": sheet,
            "xl/sharedStrings.xml": shared or f"<sst {MAIN}/>",
            **parts,
        }
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for part, text in content.items():
                archive.writestr(part, text)
        return path

    return write
