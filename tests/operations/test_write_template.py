"""The blank template is read back as what it is, and its examples are good rows."""

from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from sqlalchemy.orm import Session

from models.enums import ImportKind
from models.round_table_enums import CommitmentKind
from wasl.access.viewer import COMMAND_LINE
from wasl.config import LANGUAGES, Settings
from wasl.files.cells import cell_text
from wasl.files.columns import Format, Reading
from wasl.files.errors import FileError
from wasl.files.formats import FORMATS
from wasl.files.places import Places
from wasl.files.round_table_columns import read_type
from wasl.files.source import open_tables
from wasl.files.template import accepted_words, template_columns, template_headers
from wasl.files.vocabulary import ENUM_FIELDS, look_up, values_of
from wasl.operations.import_intake import import_intake
from wasl.operations.import_opportunities import import_opportunities
from wasl.operations.import_roundtables import import_roundtables
from wasl.operations.write_template import TemplateTexts, write_template

IMPORTS = {
    ImportKind.INTAKE: import_intake,
    ImportKind.OPPORTUNITIES: import_opportunities,
    ImportKind.ROUND_TABLES: import_roundtables,
}
SHEETS = [(kind, format_) for kind in ImportKind for format_ in FORMATS[kind]]
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


@pytest.mark.parametrize(("_kind", "format_"), SHEETS)
def test_template_has_every_column_of_the_format_in_its_order(
    _kind: ImportKind, format_: Format
) -> None:
    names = [column.name for column in template_columns(format_.name)]
    assert [name for name in (c.name for c in format_.columns) if name in names] == names
    assert {c.name for c in format_.columns} - set(names) <= {"wage"}


@pytest.mark.parametrize(("kind", "language"), CASES)
def test_template_opens_with_headers_in_its_language(
    session: Session, settings: Settings, tmp_path: Path, kind: ImportKind, language: str
) -> None:
    path = tmp_path / "template.xlsx"
    path.write_bytes(write_template(session, kind, language, TEXTS))
    names = [format_.name for format_ in FORMATS[kind]]
    with open_tables(path, settings) as tables:
        assert [table.name for table in tables] == [*names, "Guide", "Words"]
        *sheets, guide, _words = [list(table.rows()) for table in tables]
    headers = [list(template_headers(name, language).values()) for name in names]
    assert [[[cell_text(cell) for cell in row.cells] for row in rows] for rows in sheets] == [
        [row] for row in headers
    ]
    assert len(guide) == sum(map(len, headers)) + 1


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
    path = tmp_path / "filled.xlsx"
    columns = {one.name: template_columns(one.name) for one in FORMATS[kind]}
    with xlsxwriter.Workbook(path) as book:
        for name, found in columns.items():
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, list(template_headers(name, language).values()))
            sheet.write_row(1, 0, [column.example[language] for column in found])
    report = IMPORTS[kind](session, COMMAND_LINE, path, settings, today=TODAY)
    assert report.rejected == []
    assert report.accepted == len(columns)
    assert report.unrecognised == []
    understood = {name for found in columns.values() for name in (one.name for one in found)}
    assert set(report.columns.values()) == understood


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "field", sorted({*ENUM_FIELDS, "yes_no", "education", "measure"} - {"level"})
)
def test_accepted_words_cover_every_value_and_mean_it(field: str, language: str) -> None:
    words = accepted_words(field, language)
    assert [look_up(field, word) for word in words] == values_of(field)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_commitment_may_be_is_read_back(language: str) -> None:
    reading = Reading(Places([], []), TODAY)
    read = [read_type(word, reading) for word in accepted_words("commitment", language)]
    assert read == [kind.value for kind in CommitmentKind]
