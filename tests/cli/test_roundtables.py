"""`wasl import roundtables` and `wasl commitments export`."""

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from wasl.cli import wasl

Run = Callable[..., Result]


@pytest.fixture
def run(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """A function that runs `wasl` on a fresh database."""
    monkeypatch.setenv("WASL_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("WASL_DATA_DIR", str(tmp_path))
    return lambda *words: CliRunner().invoke(wasl, [*map(str, words)])


def test_the_sample_goes_in_and_out(run: Run, samples: Path, tmp_path: Path) -> None:
    report, out = tmp_path / "report.json", tmp_path / "out.csv"
    done = run("import", "roundtables", samples / "roundtables.xlsx", "--report", report)
    assert done.exit_code == 0, done.output
    assert "45 rows: 45 new" in done.stdout
    assert json.loads(report.read_text(encoding="utf-8"))["sheets"]["commitments"]["rows"] == 40
    run("import", "opportunities", samples / "opportunities.csv", "--publish")
    assert run("commitments", "export", "--out", out, "--as-of", "2026-11-22").exit_code == 0
    with out.open(encoding="utf-8", newline="") as file:
        rows = {row["commitment"]: row for row in csv.DictReader(file)}
    assert len(rows) == 40
    assert (rows["C-2025-01"]["pledged"], rows["C-2025-01"]["offered"]) == ("4", "11")
    assert (rows["C-2025-04"]["offered"], rows["C-2025-04"]["to_confirm"]) == ("0", "25")


def test_a_rejected_row_says_on_which_sheet_it_is(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "promises.csv"
    path.write_text(
        "ref,roundtable,stakeholder,type,quantity,text\n"
        "C-1,RT-9,GMAC,training,5,Train 5 as welder\n"
        "C-2,,GMAC,training,5,Train 5 as welder\n",
        encoding="utf-8",
    )
    done = run("import", "roundtables", path)
    assert done.exit_code == 1
    assert "sheet commitments, row 2, roundtable “RT-9”" in done.stdout


def test_nothing_could_be_done(run: Run, samples: Path, tmp_path: Path) -> None:
    assert run("import", "roundtables", samples / "gold_coding.csv").exit_code == 2
    nowhere = tmp_path / "none" / "out.csv"
    assert run("commitments", "export", "--out", nowhere).exit_code == 2
