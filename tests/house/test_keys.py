"""The file of keys: whole, private, made once, and never made anew beside what it must open."""

import json
import multiprocessing
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from models.person import Person, PersonIdentity
from models.sealed import KeyMissingError, SealBrokenError, keys_of
from wasl.cli import main
from wasl.config import ConfigError, Settings
from wasl.database import ensure_database, make_engine, write_session
from wasl.keys import KeyFile, add_key, changing_keys, open_keys

COLUMN = "person_identity.name_ar"


@pytest.fixture
def here(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data")


def test_the_file_is_made_once_and_only_its_owner_reads_it(here: Settings) -> None:
    first = open_keys(here)()
    assert open_keys(here)() == first
    assert here.keys_path.stat().st_mode & 0o777 == 0o600
    assert here.keys_path.parent.stat().st_mode & 0o077 == 0
    assert [path.name for path in here.data_dir.iterdir()] == ["keys.json"]


def test_a_new_file_is_as_private_whatever_the_habits_of_the_system(here: Settings) -> None:
    before = os.umask(0)
    try:
        open_keys(here)
        add_key(here)
    finally:
        os.umask(before)
    assert here.keys_path.stat().st_mode & 0o777 == 0o600


def test_the_file_can_lie_elsewhere(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "data", key_file=str(tmp_path / "safe" / "k.json"))
    open_keys(settings)
    assert (tmp_path / "safe" / "k.json").exists()
    assert not (tmp_path / "data").exists()


def test_a_file_that_others_can_read_is_refused(here: Settings) -> None:
    open_keys(here)
    here.keys_path.chmod(0o640)
    with pytest.raises(ConfigError, match="chmod 600"):
        open_keys(here)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "{}",
        '{"current": "k1", "keys": {}}',
        '{"current": "k1", "keys": {"k1": "AAAA"}}',
        '{"current": "k1", "keys": {"k1": 7}}',
        '{"current": "k1", "keys": {"k:%": "' + "A" * 43 + '="}}',
        '{"current": "k2", "keys": {"k1": "' + "A" * 43 + '="}}',
    ],
)
def test_a_file_that_holds_no_keys_is_refused(here: Settings, content: str) -> None:
    here.data_dir.mkdir(mode=0o700)
    here.keys_path.touch(mode=0o600)
    here.keys_path.write_text(content)
    with pytest.raises(ConfigError, match="is not a file of keys"):
        open_keys(here)


def _open_in_process(folder: str, start: float, out: "multiprocessing.Queue[str]") -> None:
    while time.time() < start:
        pass
    ring = open_keys(Settings(data_dir=Path(folder)))()
    out.put(ring.current + ring.keys[ring.current].hex())


def test_processes_that_start_at_once_have_the_same_key(here: Settings) -> None:
    context = multiprocessing.get_context("fork")
    out = context.Queue()
    start = time.time() + 0.3
    work = [
        context.Process(target=_open_in_process, args=(str(here.data_dir), start, out))
        for _ in range(8)
    ]
    for process in work:
        process.start()
    found = {out.get(timeout=30) for _ in work}
    for process in work:
        process.join()
    assert len(found) == 1
    assert [path.name for path in here.data_dir.iterdir()] == ["keys.json"]


def test_a_new_key_seals_and_the_old_one_still_opens(here: Settings) -> None:
    old = open_keys(here)()
    new = add_key(here)
    assert new.current != old.current
    assert new.unseal(old.seal("علي", COLUMN), COLUMN) == "علي"
    assert open_keys(here)() == new


def test_whoever_has_the_file_open_sees_a_key_that_is_added(here: Settings) -> None:
    keys = open_keys(here)
    before = keys()
    assert keys() is before, "an unchanged file is not read again"
    after = add_key(here)
    assert keys() == after


def test_a_file_that_goes_away_is_missed_at_once(here: Settings) -> None:
    keys = KeyFile(here.keys_path)
    with pytest.raises(ConfigError, match="is gone"):
        keys()


def test_two_commands_do_not_change_the_keys_at_once(here: Settings) -> None:
    open_keys(here)
    again = changing_keys(here)
    with changing_keys(here), pytest.raises(ConfigError, match="another command"):
        again.__enter__()
    with changing_keys(here):
        add_key(here)


def test_a_write_that_is_cut_off_leaves_the_old_keys(
    here: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = open_keys(here)()

    def fail(descriptor: int) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="full"):
        add_key(here)
    assert open_keys(here)() == old


@pytest.fixture
def take_keys_away(settings: Settings, engine: Engine) -> Callable[[], None]:
    """Store somebody; the function then removes the file of keys."""
    with write_session(engine) as session:
        session.add(Person(identity=PersonIdentity(name_ar="زينب كريم")))

    def take() -> None:
        engine.dispose()
        settings.keys_path.unlink()

    return take


def test_no_new_keys_are_made_beside_sealed_values(
    settings: Settings, take_keys_away: Callable[[], None]
) -> None:
    take_keys_away()
    with pytest.raises(ConfigError, match="is missing, and the database holds"):
        make_engine(settings)
    assert not settings.keys_path.exists()


def test_new_keys_are_made_beside_a_database_without_sealed_values(
    settings: Settings, engine: Engine
) -> None:
    settings.keys_path.unlink()
    make_engine(settings).dispose()
    assert settings.keys_path.exists()


def test_a_running_server_opens_what_was_sealed_with_a_key_added_meanwhile(
    settings: Settings, engine: Engine
) -> None:
    keys_of(engine.dialect)
    new = add_key(settings)
    other = make_engine(settings)
    with write_session(other) as session:
        session.add(Person(identity=PersonIdentity(name_ar="زينب كريم")))
    other.dispose()
    with Session(engine) as session:
        stored = session.execute(text("SELECT name_ar FROM person_identity")).scalar_one()
        assert stored.startswith(f"s1:{new.current}:")
        assert session.get_one(PersonIdentity, 1).name_ar == "زينب كريم"


def test_other_keys_open_nothing_and_say_so(
    settings: Settings, take_keys_away: Callable[[], None], tmp_path: Path
) -> None:
    take_keys_away()
    elsewhere = Settings(data_dir=tmp_path / "other")
    open_keys(elsewhere)
    settings.keys_path.write_bytes(elsewhere.keys_path.read_bytes())
    settings.keys_path.chmod(0o600)
    engine = make_engine(settings)
    with Session(engine) as session, pytest.raises(KeyMissingError, match="not in the file"):
        session.get(PersonIdentity, 1)
    engine.dispose()


def test_keys_of_another_database_under_the_same_name_are_noticed(
    settings: Settings, take_keys_away: Callable[[], None], tmp_path: Path
) -> None:
    held = json.loads(settings.keys_path.read_text())
    take_keys_away()
    elsewhere = Settings(data_dir=tmp_path / "other")
    ring = open_keys(elsewhere)()
    other = json.loads(elsewhere.keys_path.read_text())["keys"][ring.current]
    settings.keys_path.touch(mode=0o600)
    name = held["current"]
    settings.keys_path.write_text(json.dumps({"current": name, "keys": {name: other}}))
    engine = make_engine(settings)
    with Session(engine) as session, pytest.raises(SealBrokenError):
        session.get(PersonIdentity, 1)
    engine.dispose()


@pytest.mark.parametrize("trouble", ["gone", "others may read it", "other keys"])
def test_the_command_line_says_what_is_wrong_with_the_keys(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    trouble: str,
) -> None:
    settings = Settings(data_dir=tmp_path / "data")
    engine = make_engine(settings)
    ensure_database(engine)
    with write_session(engine) as session:
        insert = "INSERT INTO account (public_id, login, display_name, language, password_set_at, "
        sealed = keys_of(engine.dialect).seal("a@b.iq", "account.login")
        session.execute(
            text(insert + "created_at) VALUES ('x', :sealed, :sealed, 'ar', :now, :now)"),
            {"sealed": sealed, "now": "2026-11-23 00:00:00"},
        )
    engine.dispose()
    says = {
        "gone": "is missing, and the database holds values",
        "others may read it": "chmod 600",
        "other keys": "which is not in the file of keys",
    }[trouble]
    if trouble == "others may read it":
        settings.keys_path.chmod(0o644)
    else:
        settings.keys_path.unlink()
    if trouble == "other keys":
        open_keys(Settings(data_dir=tmp_path / "new", key_file=str(settings.keys_path)))
    monkeypatch.setenv("WASL_DATA_DIR", str(settings.data_dir))
    monkeypatch.setattr("sys.argv", ["wasl", "account", "list"])
    with pytest.raises(SystemExit) as end:
        main()
    assert end.value.code == 2
    told = capsys.readouterr().err
    assert says in told
    assert "Traceback" not in told
