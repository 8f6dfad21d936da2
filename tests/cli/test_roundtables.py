"""`wasl import roundtables` and `wasl commitments export`."""

import csv
import json
import zipfile
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


FOREIGN = {"ref": "aa", "date": "bb", "stakeholder": "cc", "type": "dd"}


@pytest.fixture
def foreign(samples: Path, tmp_path: Path) -> Path:
    """The sample with headers that nobody understands; both sheets have “aa” for the reference."""
    path = tmp_path / "foreign.xlsx"
    with zipfile.ZipFile(samples / "roundtables.xlsx") as source, zipfile.ZipFile(path, "w") as to:
        for name in source.namelist():
            text = source.read(name).decode()
            for header, other in FOREIGN.items() if "worksheets" in name else ():
                text = text.replace(f"<t>{header}</t>", f"<t>{other}</t>")
            to.writestr(name, text)
    return path


def test_headers_that_nobody_understands_are_mapped(run: Run, foreign: Path) -> None:
    mapped = [word for name, header in FOREIGN.items() for word in ("--map", f"{header}={name}")]
    done = run("import", "roundtables", foreign, *mapped)
    assert done.exit_code == 0, done.output
    assert "45 rows: 45 new" in done.stdout


def test_a_header_of_one_sheet_alone_is_mapped_and_another_left_out(
    run: Run, foreign: Path, tmp_path: Path
) -> None:
    report = tmp_path / "report.json"
    mapped = ("commitments.aa=ref", "cc=stakeholder", "dd=type", "bb=date", "roundtables.aa=ref")
    left_out = ("--map", "deadline=")
    words = [word for one in mapped for word in ("--map", one)]
    done = run("import", "roundtables", foreign, *words, *left_out, "--report", report)
    assert done.exit_code == 0, done.output
    [commitments] = [
        one
        for one in json.loads(report.read_text(encoding="utf-8"))["sheets"].values()
        if one["rows"] == 40
    ]
    assert commitments["columns"]["aa"] == "ref"
    assert "deadline" in commitments["unrecognised"]


@pytest.mark.parametrize(
    ("pair", "said"),
    [
        ("nowhere=ref", "The file has no column “nowhere”."),
        ("title=nothing", "There is no column “nothing” to map to. Known are: ref, date, "),
        ("commitments.aa=city", "There is no column “city” to map to. Known are: ref, roundtable"),
        ("nonsense", "write it as NAME=VALUE"),
    ],
)
def test_what_cannot_be_mapped_is_said(run: Run, foreign: Path, pair: str, said: str) -> None:
    done = run("import", "roundtables", foreign, "--map", pair)
    assert done.exit_code == 2
    assert said in done.stderr
