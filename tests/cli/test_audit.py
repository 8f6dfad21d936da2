"""`wasl audit`: exit codes, sentences, anchors in files."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text

from models.access_enums import AuditAction
from wasl.access.viewer import COMMAND_LINE, Viewer
from wasl.audit.record import record
from wasl.cli import wasl
from wasl.config import Settings
from wasl.database import make_engine, write_session

PERSON = "pppppppppppp"


@pytest.fixture
def run(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> object:
    monkeypatch.setenv("WASL_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("WASL_DATA_DIR", str(settings.data_dir))

    def call(*words: str) -> Result:
        return CliRunner().invoke(wasl, ["audit", *words])

    return call


@pytest.fixture
def log(settings: Settings) -> Settings:
    """Three events about a person, by two accounts."""
    engine = make_engine(settings)
    for name in ("aaaaaaaaaaaa", "bbbbbbbbbbbb", "aaaaaaaaaaaa"):
        with write_session(engine) as session:
            viewer = Viewer(name=name)
            record(session, viewer, AuditAction.PERSON_CODED, person=PERSON, code="7512")
    with write_session(engine) as session:
        record(session, COMMAND_LINE, AuditAction.AUDIT_READ)
    engine.dispose()
    return settings


def _run_sql(settings: Settings, *statements: str) -> None:
    engine = make_engine(settings)
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SET session_replication_role = replica"))
        else:
            names = connection.execute(text("SELECT name FROM sqlite_master WHERE type='trigger'"))
            for name in names.scalars().all():
                connection.execute(text(f"DROP TRIGGER {name}"))
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


def test_verify_says_that_the_log_is_whole(run, log) -> None:  # type: ignore[no-untyped-def]
    done = run("verify")
    assert (done.exit_code, done.stdout) == (0, "The audit log is whole: 4 events.\n")


def test_verify_names_the_first_broken_event(run, log) -> None:  # type: ignore[no-untyped-def]
    _run_sql(log, "UPDATE audit_event SET actor = 'cccccccccccc' WHERE id = 2")
    done = run("verify", "--keep")
    assert done.exit_code == 1
    assert "broken at event 2: it was changed" in done.stdout


def test_an_anchor_in_a_file_shows_a_clean_cut(run, log, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "anchors.jsonl"
    assert "anchored event 4" in run("anchor", "--out", str(path)).stdout
    assert json.loads(run("anchor").stdout)["event"] == 4
    assert run("verify", "--anchor", str(path)).exit_code == 0
    end = "(SELECT digest FROM audit_event WHERE id = 2)"
    _run_sql(
        log,
        "DELETE FROM audit_event WHERE id > 2",
        f"UPDATE audit_head SET last_id = 2, digest = {end}",
    )
    assert run("verify").exit_code == 0
    done = run("verify", "--anchor", str(path))
    assert done.exit_code == 1
    assert "older copy of the database" in done.stdout


def test_what_is_kept_is_compared_the_next_time(run, log) -> None:  # type: ignore[no-untyped-def]
    assert run("verify", "--keep").exit_code == 0
    assert (log.data_dir / "audit-anchors.jsonl").is_file()
    _run_sql(
        log,
        "DELETE FROM audit_event WHERE id > 2",
        "UPDATE audit_head SET last_id = 2, digest = (SELECT digest FROM audit_event WHERE id = 2)",
    )
    assert run("verify", "--keep").exit_code == 1


def test_a_file_without_anchors_is_no_reason_to_be_calm(run, log, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "anchors.jsonl"
    path.write_text("nonsense\n")
    assert run("verify", "--anchor", str(path)).exit_code == 2


def test_show_prints_events_and_is_itself_recorded(run, log) -> None:  # type: ignore[no-untyped-def]
    lines = run("show", "--person", PERSON).stdout.splitlines()
    assert [line.split("\t")[0] for line in lines] == ["1", "2", "3"]
    assert "person.coded" in lines[0]
    lines = run("show", "--account", "aaaaaaaaaaaa").stdout.splitlines()
    assert [line.split("\t")[0] for line in lines] == ["1", "3"]
    assert run("show", "--since", "2099-01-01").stdout == ""
    assert len(run("show", "--most", "2").stdout.splitlines()) == 2
    everything = run("show").stdout
    assert everything.count("audit.read") == 5
    assert f"person:{PERSON}" in everything
