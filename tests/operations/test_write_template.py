"""The blank template is read back as what it is, and its examples are good rows."""

import csv
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from models.enums import ImportKind
from wasl.access.viewer import COMMAND_LINE
from wasl.config import LANGUAGES, Settings
from wasl.files.cells import cell_text
from wasl.files.errors import FileError
from wasl.files.intake_columns import INTAKE
from wasl.files.opportunity_columns import OPPORTUNITIES
from wasl.files.source import open_tables
from wasl.files.template import accepted_words, template_columns, template_headers
from wasl.files.vocabulary import ENUM_FIELDS, look_up, values_of
from wasl.operations.import_intake import import_intake
from wasl.operations.import_opportunities import import_opportunities
from wasl.operations.write_template import TemplateTexts, write_template

FORMATS = {ImportKind.INTAKE: INTAKE, ImportKind.OPPORTUNITIES: OPPORTUNITIES}
IMPORTS = {ImportKind.INTAKE: import_intake, ImportKind.OPPORTUNITIES: import_opportunities}
TODAY = date(2026, 11, 22)
FORMS = ("text", "date", "number", "choice", "list", "languages", "experience")
TEXTS = TemplateTexts(
    guide_sheet="Guide",
    words_sheet="Words",
    header="Column",
    meaning="Meaning",
    writing="Writing",
    accepted="Accepted",
    example="Example",
    meanings={},
    forms={form: form for form in FORMS},
)
CASES = [(kind, language) for kind in ImportKind for language in LANGUAGES]


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """One database is enough: nothing here depends on which."""
    return sqlite_url


@pytest.mark.parametrize("kind", list(ImportKind))
def test_template_has_every_column_of_the_format_in_its_order(kind: ImportKind) -> None:
    names = [column.name for column in template_columns(kind)]
    assert [name for name in (c.name for c in FORMATS[kind].columns) if name in names] == names
    assert {c.name for c in FORMATS[kind].columns} - set(names) <= {"wage"}


@pytest.mark.parametrize(("kind", "language"), CASES)
def test_template_opens_with_headers_in_its_language(
    session: Session, settings: Settings, tmp_path: Path, kind: ImportKind, language: str
) -> None:
    path = tmp_path / "template.xlsx"
    path.write_bytes(write_template(session, kind, language, TEXTS))
    with open_tables(path, settings) as tables:
        assert [table.name for table in tables] == [kind.value, "Guide", "Words"]
        rows = list(tables[0].rows())
        guide = list(tables[1].rows())
    headers = template_headers(language)
    names = [column.name for column in template_columns(kind)]
    assert len(rows) == 1
    assert [cell_text(cell) for cell in rows[0].cells] == [headers[name] for name in names]
    assert len(guide) == len(names) + 1


@pytest.mark.parametrize(("kind", "language"), CASES)
def test_a_template_that_nobody_filled_in_says_so(
    session: Session, settings: Settings, tmp_path: Path, kind: ImportKind, language: str
) -> None:
    path = tmp_path / "template.xlsx"
    path.write_bytes(write_template(session, kind, language, TEXTS))
    with pytest.raises(FileError) as error:
        IMPORTS[kind](session, COMMAND_LINE, path, settings)
    assert error.value.code == "no_rows"


@pytest.mark.parametrize(("kind", "language"), CASES)
def test_headers_and_examples_are_understood_completely(
    session: Session, settings: Settings, tmp_path: Path, kind: ImportKind, language: str
) -> None:
    columns, headers = template_columns(kind), template_headers(language)
    path = tmp_path / "filled.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([headers[column.name] for column in columns])
        writer.writerow([column.example[language] for column in columns])
    report = IMPORTS[kind](session, COMMAND_LINE, path, settings, today=TODAY)
    assert report.rejected == []
    assert report.accepted == 1
    assert report.unrecognised == []
    assert list(report.columns.values()) == [column.name for column in columns]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("field", sorted({*ENUM_FIELDS, "yes_no", "education"} - {"level"}))
def test_accepted_words_cover_every_value_and_mean_it(field: str, language: str) -> None:
    words = accepted_words(field, language)
    assert [look_up(field, word) for word in words] == values_of(field)
