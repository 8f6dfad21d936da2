"""`wasl match` as a user calls it."""

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy.orm import Session

from tests.operations.cast import add_offer, add_person
from wasl.cli import wasl
from wasl.config import Settings
from wasl.database import make_engine

Run = Callable[..., Result]


@pytest.fixture
def run(sqlite_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    monkeypatch.setenv("WASL_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("WASL_DATA_DIR", str(tmp_path))
    engine = make_engine(Settings(database_url=sqlite_url, data_dir=tmp_path))
    with Session(engine) as session:
        add_person(session, "BSR/1", hours="full")
        add_person(session, "BSR/2", consent=False)
        add_offer(session, "2026/01", employer="Furn al-Basra")
        add_offer(session, "2026/02", employer="Furn al-Basra", hours="part")
        session.commit()
    engine.dispose()
    return lambda *words: CliRunner().invoke(wasl, ["match", *map(str, words)])


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_run_then_export(run: Run, tmp_path: Path) -> None:
    result = run("run", "--as-of", "2026-11-22")
    assert result.exit_code == 0, result.output
    assert "1 people who consent × 2 published opportunities" in result.stdout
    assert "1 pairs meet every requirement, 2 matches kept" in result.stdout
    out = tmp_path / "out.csv"
    assert run("export", "--out", out).exit_code == 0
    rows = rows_of(out)
    assert [(row["returnee"], row["opportunity"], row["eligible"]) for row in rows] == [
        ("mrc:BSR/1", "Furn al-Basra/2026/01", "yes"),
        ("mrc:BSR/1", "Furn al-Basra/2026/02", "no"),
    ]
    explanation = json.loads(rows[0]["explanation"])
    assert len(explanation["criteria"]) == 11
    total = sum(line["score"] * line["weight"] for line in explanation["criteria"])
    assert total == pytest.approx(float(rows[0]["score"]), abs=1e-4)


def test_export_computes_what_is_not_there_yet(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    result = run("export", "--out", out, "--top", "1", "--as-of", "2026-11-22")
    assert result.exit_code == 0, result.output
    first, *_ = rows_of(out)
    assert (first["rank"], first["eligible"]) == ("1", "yes")
    assert [row["eligible"] for row in rows_of(out)].count("yes") == 1


def test_export_to_a_folder_that_is_not_there_says_so(run: Run, tmp_path: Path) -> None:
    run("run")
    result = run("export", "--out", tmp_path / "nowhere" / "out.csv")
    assert result.exit_code == 2
    assert "cannot be written" in result.stderr


@pytest.mark.parametrize("language", ["en", "ar", "ckb"])
def test_explain_speaks_a_language(run: Run, language: str) -> None:
    run("run")
    result = run("explain", "mrc:BSR/1", "Furn al-Basra/2026/01", "--lang", language)
    assert result.exit_code == 0, result.output
    labels = {"en": "Bakers, pastry-cooks", "ar": "الخباز", "ckb": "نان"}
    assert labels[language] in result.stdout
    assert "520,000" in result.stdout


def test_explain_as_data(run: Run) -> None:
    result = run("explain", "mrc:BSR/1", "Furn al-Basra/2026/02", "--json")
    data = json.loads(result.stdout)
    assert data["unmet"] == ["hours"]
    assert data["eligible"] is False
    assert sum(line["points"] for line in data["criteria"]) == data["points"]
    assert data["kept"] is False


def test_explain_of_somebody_without_consent_scores_nothing(run: Run) -> None:
    result = run("explain", "mrc:BSR/2", "Furn al-Basra/2026/01")
    assert result.exit_code == 0
    assert "has not agreed to be matched" in result.stdout
    assert "Points" not in result.stdout


@pytest.mark.parametrize(
    "words",
    [("mrc:nobody", "Furn al-Basra/2026/01"), ("mrc:BSR/1", "Nobody/1"), ("x", "y")],
)
def test_unknown_keys_exit_with_2(run: Run, words: tuple[str, str]) -> None:
    assert run("explain", *words).exit_code == 2


def test_a_bad_day_is_refused(run: Run) -> None:
    assert run("run", "--as-of", "22.11.2026").exit_code == 2
