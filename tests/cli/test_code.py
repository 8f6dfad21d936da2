"""`wasl code` as a user calls it."""

import csv
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from wasl.cli import wasl


@pytest.fixture
def run(sqlite_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):  # type: ignore[no-untyped-def]
    monkeypatch.setenv("WASL_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("WASL_DATA_DIR", str(tmp_path))

    def call(*words: str) -> Result:
        return CliRunner().invoke(wasl, list(words))

    return call


def test_words_get_their_unit_group_with_its_label(run) -> None:  # type: ignore[no-untyped-def]
    result = run("code", "فيتر تبريد", "Svetsare")
    assert result.exit_code == 0
    assert "7127" in result.stdout
    assert "7212  Welders and flamecutters" in result.stdout


def test_a_file_keeps_its_other_columns(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    source, out = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text("id,text\n1,خباز,more\n=2+3,???\n", encoding="utf-8")
    result = run("code", "--from", str(source), "--out", str(out))
    assert result.exit_code == 0
    with out.open(encoding="utf-8-sig") as file:
        first, second = csv.DictReader(file)
    assert (first["id"], first["text"], first["isco1"], first["decision"]) == (
        "1", "خباز", "7512", "sure",
    )  # fmt: skip
    assert float(first["confidence"]) > 0.9
    assert (second["id"], second["decision"]) == ("'=2+3", "unknown")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"title\nbaker\n", "no column `text`"),
        ("text\nخباز\n".encode("cp1256"), "UTF-8"),
        (b"", "no column `text`"),
    ],
)
def test_a_file_that_cannot_be_coded_ends_with_2(  # type: ignore[no-untyped-def]
    run, tmp_path: Path, content: bytes, says: str
) -> None:
    source = tmp_path / "in.csv"
    source.write_bytes(content)
    result = run("code", "--from", str(source))
    assert result.exit_code == 2
    assert says in result.stderr


def test_nothing_to_code_says_how(run) -> None:  # type: ignore[no-untyped-def]
    assert run("code").exit_code == 2
