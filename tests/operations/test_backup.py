"""Backups hold one moment while people write; what is brought back is whole, settled and safe."""

import os
import shutil
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from models.access_enums import AuditAction, ConsentGiver, ErasureCause, ReleaseScope
from models.account import Account
from models.audit import AuditEvent
from models.base import utc_now
from models.enums import Agency, Role
from models.key_ring import KeyRing
from models.opportunity import Organisation
from models.opportunity_kinds import Job
from models.person import Person, PersonIdentity
from models.release import IdentityRelease
from models.sign_in import AccountSession
from wasl.access.viewer import COMMAND_LINE
from wasl.audit.anchors import anchor_path, read_anchors
from wasl.audit.verify import verify_chain
from wasl.config import Settings
from wasl.database import make_engine, write_session
from wasl.keys import new_key, open_keys, write_keys
from wasl.operations.backup.bring_back import bring_back, drop_kept
from wasl.operations.backup.errors import BackupError
from wasl.operations.backup.make import back_up
from wasl.operations.backup.programs import address_of, run_program
from wasl.operations.check_audit import check_audit
from wasl.operations.create_account import NewAccount, create_account
from wasl.operations.ensure_office import ensure_office
from wasl.operations.retention.erase import erase_person

SUMS = "SELECT (SELECT count(*) FROM debit), (SELECT count(*) FROM credit)"
NAME = "زانا عەزیز"


def _add_person(engine: Engine, name: str = NAME) -> str:
    with write_session(engine) as session:
        person = Person(identity=PersonIdentity(name_ar=name))
        session.add(person)
        session.flush()
        return person.public_id


def _people(engine: Engine) -> set[str | None]:
    with Session(engine) as session:
        return set(session.scalars(select(PersonIdentity.name_ar)))


def _account(engine: Engine) -> int:
    with write_session(engine) as session:
        given = NewAccount(
            login="zana@office.example",
            password=None,
            display_name="Zana",
            role=Role.CASEWORKER,
            office=ensure_office(session, Agency.MRC, "Erbil"),
        )
        account = create_account(session, COMMAND_LINE, given, way="command")
        ends = utc_now() + timedelta(hours=8)
        session.add(AccountSession(account_id=account.id, token_digest="x" * 64, ends_at=ends))
        return account.id


def _release(engine: Engine, person: str, account_id: int) -> None:
    with write_session(engine) as session:
        employer = Organisation(name="Zagros", name_key="zagros")
        job = Job(
            organisation=employer, ref="1", employer_wording="Zagros", title="welder", seats=1
        )
        found = session.scalars(select(Person).where(Person.public_id == person)).one()
        release = IdentityRelease(
            person=found,
            opportunity=job,
            scope=ReleaseScope.NAME,
            given_by=ConsentGiver.SELF,
            recorded_by_id=account_id,
            expires_at=utc_now() + timedelta(days=9),
        )
        session.add(release)


def test_what_was_backed_up_comes_back_and_what_came_after_is_gone(
    engine: Engine, settings: Settings, tmp_path: Path
) -> None:
    _add_person(engine)
    made = back_up(settings, tmp_path / "backup")
    assert made.size == made.path.stat().st_size > 10_000
    assert made.path.stat().st_mode & 0o077 == 0
    _add_person(engine, "later")
    engine.dispose()
    restored = bring_back(settings, COMMAND_LINE, made.path)
    assert _people(engine) == {NAME}
    assert restored.kept is not None
    assert verify_chain(engine).whole
    with Session(engine) as session:
        events = session.scalars(select(AuditEvent.action)).all()
    assert AuditAction.DATABASE_RESTORED in events


def test_the_database_from_before_is_kept(
    engine: Engine, settings: Settings, tmp_path: Path
) -> None:
    made = back_up(settings, tmp_path / "backup")
    _add_person(engine, "later")
    engine.dispose()
    kept = bring_back(settings, COMMAND_LINE, made.path).kept
    assert kept is not None
    on_sqlite = engine.dialect.name == "sqlite"
    url = f"sqlite:///{kept}" if on_sqlite else make_url(settings.url).set(database=kept)
    text_url = url if isinstance(url, str) else url.render_as_string(hide_password=False)
    before = make_engine(replace(settings, database_url=text_url))
    assert _people(before) == {"later"}
    before.dispose()


def test_a_lost_database_comes_back(
    engine: Engine, settings: Settings, tmp_path: Path, postgres_server: str
) -> None:
    _add_person(engine)
    made = back_up(settings, tmp_path / "backup")
    engine.dispose()
    url = make_url(settings.url)
    if engine.dialect.name == "sqlite":
        for path in Path(str(url.database)).parent.glob("wasl.sqlite*"):
            path.unlink()
    else:
        with psycopg.connect(f"{postgres_server}/postgres", autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{url.database}" WITH (FORCE)'.encode())
    assert bring_back(settings, COMMAND_LINE, made.path).kept is None
    assert _people(engine) == {NAME}


def test_whoever_was_erased_since_stays_erased(
    engine: Engine, settings: Settings, tmp_path: Path
) -> None:
    public_id = _add_person(engine)
    made = back_up(settings, tmp_path / "backup")
    with write_session(engine) as session:
        person = session.scalars(select(Person).where(Person.public_id == public_id)).one()
        erase_person(session, COMMAND_LINE, person, ErasureCause.OWN_WISH, settings)
    engine.dispose()
    assert bring_back(settings, COMMAND_LINE, made.path).settled.erased == 1
    assert _people(engine) == set()


def test_without_the_tombstones_they_would_be_back(
    engine: Engine, settings: Settings, tmp_path: Path
) -> None:
    """The twin of the test above."""
    public_id = _add_person(engine)
    made = back_up(settings, tmp_path / "backup")
    with write_session(engine) as session:
        person = session.scalars(select(Person).where(Person.public_id == public_id)).one()
        erase_person(session, COMMAND_LINE, person, ErasureCause.OWN_WISH, settings)
    (settings.data_dir / "erased.log").unlink()
    engine.dispose()
    bring_back(settings, COMMAND_LINE, made.path)
    assert _people(engine) == {NAME}


def test_nobody_stays_signed_in_and_no_identity_stays_released(
    engine: Engine, settings: Settings, tmp_path: Path
) -> None:
    """What was ended after the backup must not hold again, and a backup cannot know of it."""
    account_id = _account(engine)
    _release(engine, _add_person(engine), account_id)
    made = back_up(settings, tmp_path / "backup")
    engine.dispose()
    settled = bring_back(settings, COMMAND_LINE, made.path).settled
    assert (settled.sessions, settled.releases) == (1, 1)
    with Session(engine) as session:
        assert session.scalars(select(AccountSession)).one().ended_at is not None
        assert session.scalars(select(IdentityRelease)).one().withdrawn_at is not None


def test_anchors_beyond_the_backup_are_set_aside_and_the_others_still_hold(
    engine: Engine, settings: Settings, tmp_path: Path
) -> None:
    _account(engine)
    assert check_audit(engine, settings, COMMAND_LINE).whole
    made = back_up(settings, tmp_path / "backup")
    with write_session(engine) as session:
        session.scalars(select(Account)).unique().one().display_name = "Z"
        ensure_office(session, Agency.MRC, "Duhok")
        given = NewAccount(login=None, password=None, display_name="P", role=Role.API_CLIENT)
        create_account(session, COMMAND_LINE, given, way="token")
    assert check_audit(engine, settings, COMMAND_LINE).whole
    engine.dispose()
    bring_back(settings, COMMAND_LINE, made.path)
    assert len(read_anchors(anchor_path(settings))) == 1
    assert len(list(settings.data_dir.glob("audit-anchors.before-restore-*"))) == 1
    assert check_audit(engine, settings, COMMAND_LINE).whole


def test_the_key_is_not_in_the_backup_and_without_it_nothing_is_brought_back(
    engine: Engine, settings: Settings, tmp_path: Path
) -> None:
    _add_person(engine)
    made = back_up(settings, tmp_path / "backup")
    content = made.path.read_bytes()
    assert NAME.encode() not in content
    ring = open_keys(settings)()
    assert not [key for key in ring.keys.values() if key in content]
    engine.dispose()
    settings.keys_path.rename(tmp_path / "safe")
    with pytest.raises(BackupError, match="no file of keys"):
        bring_back(settings, COMMAND_LINE, made.path)
    name, key = new_key()
    write_keys(settings.keys_path, KeyRing(name, {name: key}))
    with pytest.raises(BackupError, match="not the one of this backup"):
        bring_back(settings, COMMAND_LINE, made.path)
    settings.keys_path.unlink()
    (tmp_path / "safe").rename(settings.keys_path)
    assert _people(engine) == {NAME}


def test_a_backup_of_a_newer_version_is_refused_and_nothing_changes(
    engine: Engine, settings: Settings, tmp_path: Path
) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    made = back_up(settings, tmp_path / "backup")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE untouched (id INTEGER)"))
    engine.dispose()
    with pytest.raises(BackupError, match="newer"):
        bring_back(settings, COMMAND_LINE, made.path)
    with engine.connect() as connection:
        connection.execute(text("SELECT * FROM untouched"))
    assert not list(settings.data_dir.glob(".restoring*"))


def test_a_broken_log_is_brought_back_only_when_asked_for(
    engine: Engine, settings: Settings, tmp_path: Path
) -> None:
    _account(engine)
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            connection.execute(text("DROP TRIGGER audit_event_no_update"))
        else:
            connection.execute(text("ALTER TABLE audit_event DISABLE TRIGGER USER"))
        connection.execute(text("UPDATE audit_event SET actor = 'somebody' WHERE id = 1"))
    made = back_up(settings, tmp_path / "backup")
    engine.dispose()
    with pytest.raises(BackupError, match="broken at event 1"):
        bring_back(settings, COMMAND_LINE, made.path)
    bring_back(settings, COMMAND_LINE, made.path, broken_log=True)


@pytest.mark.parametrize("content", [b"", b"PK\3\4 a workbook", b"SQLite format 3\0 nothing else"])
def test_other_files_are_refused(
    engine: Engine, settings: Settings, tmp_path: Path, content: bytes
) -> None:
    other = tmp_path / "other"
    other.write_bytes(content)
    _add_person(engine)
    with pytest.raises(BackupError):
        bring_back(settings, COMMAND_LINE, other)
    assert _people(engine) == {NAME}


def test_a_damaged_backup_is_refused(sqlite_url: str, tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, database_url=sqlite_url)
    open_keys(settings)
    made = back_up(settings, tmp_path / "backup")
    content = bytearray(made.path.read_bytes())
    content[100_000:400_000] = os.urandom(300_000)
    made.path.write_bytes(content)
    with pytest.raises(BackupError):
        bring_back(settings, COMMAND_LINE, made.path)


def test_a_backup_is_not_written_over_and_half_of_one_does_not_stay(
    settings: Settings, tmp_path: Path
) -> None:
    back_up(settings, tmp_path / "backup")
    with pytest.raises(BackupError, match="is there already"):
        back_up(settings, tmp_path / "backup")
    missing = replace(settings, database_url=f"{settings.url}_missing")
    with pytest.raises(BackupError):
        back_up(missing, tmp_path / "other")
    assert not list(tmp_path.glob("*other*"))


def test_no_password_stands_among_the_words_of_a_program() -> None:
    url = make_url("postgresql+psycopg://wasl:s3cret@db.example:5433/wasl?sslmode=require")
    assert address_of(url) == "postgresql://wasl@db.example:5433/wasl?sslmode=require"
    with pytest.raises(BackupError) as error:
        run_program("pg_dump", ["--file=/dev/null"], url.set(host="127.0.0.1", port=1))
    assert "s3cret" not in str(error.value)


def test_the_database_from_before_goes_after_a_while(sqlite_url: str, tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, database_url=sqlite_url)
    open_keys(settings)
    made = back_up(settings, tmp_path / "backup")
    kept = bring_back(settings, COMMAND_LINE, made.path).kept
    assert kept is not None
    assert drop_kept(settings) == 0
    long_ago = time.time() - timedelta(days=8).total_seconds()
    os.utime(kept, (long_ago, long_ago))
    assert drop_kept(settings) == 1
    assert not Path(kept).exists()


# While people write.


@contextmanager
def _writers(engine: Engine, count: int = 3) -> Iterator[list[int]]:
    """Keep adding a debit and its credit in one transaction; yield how many are in so far."""
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE debit (n INTEGER)"))
        connection.execute(text("CREATE TABLE credit (n INTEGER)"))
    stop, done = threading.Event(), [0] * count
    troubles: list[BaseException] = []

    def work(place: int) -> None:
        try:
            while not stop.is_set():
                with write_session(engine) as session:
                    session.execute(text("INSERT INTO debit VALUES (1)"))
                    session.execute(text("INSERT INTO credit VALUES (1)"))
                done[place] += 1
        except BaseException as error:
            troubles.append(error)

    threads = [threading.Thread(target=work, args=(place,)) for place in range(count)]
    for thread in threads:
        thread.start()
    try:
        yield done
    finally:
        stop.set()
        for thread in threads:
            thread.join(60)
    assert troubles == []


def _sums(path: Path) -> tuple[int, int]:
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        debit, credit = connection.execute(SUMS).fetchone()
        return debit, credit


def test_backups_made_while_people_write_hold_one_moment(
    engine: Engine, settings: Settings, tmp_path: Path
) -> None:
    with _writers(engine) as done:
        for number in range(4):
            time.sleep(0.05)
            written = sum(done)
            made = back_up(settings, tmp_path / f"backup{number}")
            if engine.dialect.name == "sqlite":
                debit, credit = _sums(made.path)
                assert debit == credit >= written
        before = sum(done)
        time.sleep(0.3)
        assert sum(done) > before, "nobody could write any more"
    if engine.dialect.name == "postgresql":
        engine.dispose()
        bring_back(settings, COMMAND_LINE, made.path)
        with engine.connect() as connection:
            debit, credit = connection.execute(text(SUMS)).one()
        assert debit == credit >= written


def test_a_copied_file_does_not_hold_what_was_written(sqlite_url: str, tmp_path: Path) -> None:
    """The twin of the test above: what was committed last is in another file beside it."""
    settings = Settings(data_dir=tmp_path, database_url=sqlite_url)
    engine = make_engine(settings)
    _add_person(engine)
    live = Path(str(make_url(settings.url).database))
    copied = tmp_path / "copied.sqlite"
    shutil.copyfile(live, copied)
    made = back_up(settings, tmp_path / "backup")
    held = []
    for path in (copied, made.path):
        with closing(sqlite3.connect(path)) as connection:
            held.append(connection.execute("SELECT count(*) FROM person").fetchone()[0])
    engine.dispose()
    assert held == [0, 1]


def test_a_server_that_goes_on_running_sees_what_was_brought_back(
    sqlite_url: str, tmp_path: Path
) -> None:
    settings = Settings(data_dir=tmp_path, database_url=sqlite_url)
    engine = make_engine(settings)
    _add_person(engine)
    made = back_up(settings, tmp_path / "backup")
    _add_person(engine, "later")
    bring_back(settings, COMMAND_LINE, made.path)  # its connections stay open
    assert _people(engine) == {NAME}
    _add_person(engine, "after")
    assert _people(engine) == {NAME, "after"}
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
    engine.dispose()
