"""A downloaded ESCO file comes on top of the lexicon and makes it better."""

from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.enums import TermSource
from models.taxonomy import OccupationTerm
from wasl.operations.code_titles import code_titles
from wasl.operations.import_taxonomy import TaxonomyError, import_taxonomy

HEADER = "conceptType,conceptUri,iscoGroup,preferredLabel,altLabels,hiddenLabels\n"
ROWS = (
    'Occupation,http://x/1,C7512,patisserie glazer,"icing artist\nsugar glazier",\n'
    "Occupation,http://x/2,7512,صانع الكعك المزجج / صانعة الكعك المزجج,,\n"
    "Occupation,http://x/3,9999,nobody,,\n"
)


@pytest.fixture
def esco(tmp_path: Path) -> Path:
    path = tmp_path / "occupations_en.csv"
    path.write_text(HEADER + ROWS, encoding="utf-8")
    return path


def _esco_terms(session: Session) -> int:
    count = select(func.count()).where(OccupationTerm.source == TermSource.ESCO)
    return session.execute(count).scalar_one()


def test_its_words_are_understood_afterwards(session: Session, esco: Path) -> None:
    assert code_titles(session, ["sugar glazier"])[0].code != "7512"
    report = import_taxonomy(session, esco, "en")
    assert (report.labels, report.passed_over, report.languages) == (5, 1, ("en",))
    coding = code_titles(session, ["sugar glazier", "صانعة الكعك المزجج"])
    assert [found.code for found in coding] == ["7512", "7512"]


def test_loading_it_again_replaces_it(session: Session, esco: Path) -> None:
    import_taxonomy(session, esco, "en")
    before = _esco_terms(session)
    import_taxonomy(session, esco, "en")
    assert _esco_terms(session) == before > 0


def test_another_file_is_refused(session: Session, tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("name,phone\nAli,1\n", encoding="utf-8")
    with pytest.raises(TaxonomyError, match="no occupation labels"):
        import_taxonomy(session, path, "en")
    assert _esco_terms(session) == 0


def test_a_list_of_labels_names_its_languages_itself(session: Session, tmp_path: Path) -> None:
    path = tmp_path / "labels.csv"
    path.write_text(
        "isco,language,label\n7512,de,Zuckerglasierer\n7512,sv,glasyrmästare\n", encoding="utf-8"
    )
    assert import_taxonomy(session, path).languages == ("de", "sv")
    assert code_titles(session, ["Zuckerglasiererin"])[0].code == "7512"


def test_a_download_needs_its_language(session: Session, esco: Path) -> None:
    with pytest.raises(TaxonomyError, match="--language"):
        import_taxonomy(session, esco)
