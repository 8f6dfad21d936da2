"""`wasl import`: what it prints, what it writes, how it exits."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from wasl.cli import wasl


@pytest.fixture
def run(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> "object":
    """A function that runs `wasl import` on a fresh database."""
    monkeypatch.setenv("WASL_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("WASL_DATA_DIR", str(tmp_path))

    def call(*words: str | Path) -> Result:
        return CliRunner().invoke(wasl, ["import", *map(str, words)])

    return call


def test_intake_with_a_report(run, samples: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    done = run("intake", samples / "intake_messy_ar.xlsx", "--report", out)
    assert done.exit_code == 1
    assert "412 rows: 400 new, 0 updated, 0 unchanged, 12 rejected" in done.stdout
    assert "row 123, المحافظة “ولاية غازي عنتاب”" in done.stdout
    assert "rows read" in done.stderr
    report = json.loads(out.read_text(encoding="utf-8"))
    assert list(report) == [
        "rows",
        "accepted",
        "updated",
        "unchanged",
        "rejected",
        "columns",
        "unrecognised",
    ]
    assert set(report["rejected"][0]) == {"row", "column", "value", "reason"}
    assert report["columns"]["رقم الإضبارة"] == "case_no"
    again = run("intake", samples / "intake.xlsx", "--report", out)
    assert again.exit_code == 0
    assert json.loads(out.read_text(encoding="utf-8"))["unchanged"] == 400


def test_dry_run_changes_nothing(run, samples: Path) -> None:
    for _ in range(2):
        done = run("opportunities", samples / "opportunities.csv", "--dry-run", "--publish")
        assert done.exit_code == 0
        assert "160 new" in done.stdout


def test_nothing_could_be_done(run, samples: Path, tmp_path: Path) -> None:
    picture = tmp_path / "list.xlsx"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n")
    assert run("intake", picture).exit_code == 2
    assert run("intake", tmp_path / "none.xlsx").exit_code == 2
    wrong = run("intake", samples / "opportunities.csv")
    assert wrong.exit_code == 2
    assert "Needed: " in wrong.stderr
    assert run("intake", picture, "--map", "nonsense").exit_code == 2


def test_several_files(run, samples: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    small = tmp_path / "small.csv"
    small.write_text("aa,bb\n1,علي\n", encoding="utf-8")
    options = ("--map", "aa=case_no", "--map", "bb=name_ar", "--set", "register=momd")
    done = run("intake", small, tmp_path / "none.csv", "--report", out, *options)
    assert done.exit_code == 1
    report = json.loads(out.read_text(encoding="utf-8"))
    assert report["accepted"] == 1
    assert [Path(entry["file"]).name for entry in report["files"]] == ["small.csv", "none.csv"]
    assert report["files"][1]["error"] == "There is no such file."


def test_a_report_that_cannot_be_written_is_said_before_anything_goes_in(  # type: ignore[no-untyped-def]
    run, samples: Path, tmp_path: Path
) -> None:
    out = tmp_path / "none" / "report.json"
    refused = run("intake", samples / "intake_messy_ar.xlsx", "--report", out)
    assert refused.exit_code == 2
    assert "there is no such folder" in refused.stderr
    assert "412 rows: 400 new" in run("intake", samples / "intake_messy_ar.xlsx").stdout
