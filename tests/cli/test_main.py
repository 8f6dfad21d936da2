"""`wasl` as a whole: what it says when nothing can be done, and what it keeps to itself."""

import sys
from pathlib import Path
from time import monotonic, sleep

import psycopg
import pytest
from click.testing import CliRunner

from wasl.cli import main, wasl
from wasl.cli.demo import demo_settings
from wasl.config import Settings


def run_main(monkeypatch: pytest.MonkeyPatch, *words: str) -> int | str | None:
    monkeypatch.setattr(sys, "argv", ["wasl", *words])
    with pytest.raises(SystemExit) as ended:
        main()
    return ended.value.code


@pytest.mark.parametrize(
    "url", ["postgresql+psycopg://nobody@127.0.0.1:1/none?connect_timeout=2", "no address"]
)
def test_a_database_that_cannot_be_used_ends_with_2(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    url: str,
) -> None:
    """Status 1 would say that some rows were rejected and the others went in."""
    monkeypatch.setenv("WASL_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("WASL_DATABASE_URL", url)
    assert run_main(monkeypatch, "code", "welder") == 2
    said = capsys.readouterr().err
    assert said.startswith("wasl: the database cannot be used: ")
    assert "Traceback" not in said


def test_a_file_that_cannot_be_written_ends_with_2(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    sqlite_url: str,
    tmp_path: Path,
) -> None:
    monkeypatch.setenv("WASL_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("WASL_DATABASE_URL", sqlite_url)
    source, out = tmp_path / "in.csv", tmp_path / "none" / "out.csv"
    source.write_text("text\nwelder\n", encoding="utf-8")
    assert run_main(monkeypatch, "code", "--from", str(source), "--out", str(out)) == 2
    assert str(out) in capsys.readouterr().err


def test_settings_are_shown_without_passwords(tmp_path: Path) -> None:
    environment = {
        "WASL_DATA_DIR": str(tmp_path),
        "WASL_DATABASE_URL": "postgresql://office:open-sesame@db/wasl",
        "WASL_SECRET_KEY": "another-secret",
    }
    shown = CliRunner().invoke(wasl, ["settings"], env=environment)
    assert shown.exit_code == 0
    assert "office:***@db/wasl" in shown.output
    assert "open-sesame" not in shown.output
    assert "another-secret" not in shown.output


def test_the_demo_never_goes_into_another_database(tmp_path: Path) -> None:
    office = Settings(database_url="postgresql://office@db/wasl")
    demo = demo_settings(office, tmp_path)
    assert demo.url == f"sqlite:///{tmp_path / 'wasl.sqlite'}"
    assert demo.demo


def _connected(connection: psycopg.Connection) -> int:
    others = connection.execute(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        " AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
    ).fetchone()
    return int(others[0]) if others else 0


@pytest.mark.postgresql
def test_a_command_leaves_no_connection(
    postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WASL_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("WASL_DATABASE_URL", postgres_url)
    CliRunner().invoke(wasl, ["retention", "show"], catch_exceptions=False)
    until = monotonic() + 10  # the server ends a process a moment after its client has gone
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        while _connected(connection) and monotonic() < until:
            sleep(0.05)
        assert _connected(connection) == 0
