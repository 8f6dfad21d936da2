"""Keys change while people work; a run that is killed loses nothing and is ended by the next."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import Engine, delete, select, text
from sqlalchemy.orm import Session

from models.access_enums import AuditAction, Channel
from models.account import Account
from models.audit import AuditEvent
from models.enums import Agency, Role
from models.key_ring import KeyMissingError, KeyRing, key_of_sealed
from models.message import Message
from models.person import Person, PersonIdentity, PersonKey
from models.register import RegisterEntry
from models.sealed import keys_of
from wasl.access.viewer import COMMAND_LINE
from wasl.audit.record import link_digest, record
from wasl.cli import wasl
from wasl.config import Settings
from wasl.database import make_engine, write_session
from wasl.keys import changing_keys
from wasl.operations import rotate_keys as rotating
from wasl.operations.create_account import NewAccount, create_account
from wasl.operations.drop_old_keys import KeyNeededError, drop_old_keys
from wasl.operations.ensure_office import ensure_office
from wasl.operations.key_use import count_key_use, raw_columns
from wasl.operations.logins import find_by_login
from wasl.operations.person_keys import LETTERS, has_key, key_digest
from wasl.operations.rotate_keys import rotate_keys

PEOPLE = 7


@pytest.fixture
def filled(engine: Engine) -> Engine:
    """A database with people, an account, a message and an event whose reason is sealed."""
    with write_session(engine) as session:
        for number in range(PEOPLE):
            session.add(_person(number))
        office = ensure_office(session, Agency.MRC, "Erbil")
        given = NewAccount(
            login="shilan@office.example",
            password="a long enough password",
            display_name="شيلان",
            role=Role.CASEWORKER,
            office=office,
        )
        create_account(session, COMMAND_LINE, given, way="command")
        session.add(
            Message(channel=Channel.SMS, address="+9647701234567", language="ar", template="x")
        )
        record(session, COMMAND_LINE, AuditAction.AUDIT_READ, reason="بطلب من الوزارة")
    return engine


def _person(number: int) -> Person:
    person = Person()
    person.identity = PersonIdentity(
        name_ar=f"زينب {number}", birth_date=date(1990, 1, 1), phone=f"+964770000000{number}"
    )
    person.entries = [RegisterEntry(register="mrc", case_no=str(number), digest="", wording={})]
    return person


def rotate(engine: Engine, settings: Settings, **more: bool) -> rotating.Rotation:
    return rotate_keys(engine, COMMAND_LINE, settings, **more)


def keys_in_use(engine: Engine) -> set[str | None]:
    """The keys of all sealed values."""
    found: set[str | None] = set()
    with engine.connect() as connection:
        for column in raw_columns():
            values = select(column.value).where(column.value.is_not(None))
            found |= {key_of_sealed(value) for value in connection.scalars(values)}
    return found


def check_everything_is_there(engine: Engine) -> None:
    """All values open, and everybody is found by name, phone and login."""
    ring = keys_of(engine.dialect)
    with Session(engine) as session:
        names = {one.name_ar for one in session.scalars(select(PersonIdentity))}
        assert names >= {f"زينب {number}" for number in range(PEOPLE)}
        assert {entry.wording is not None for entry in session.scalars(select(RegisterEntry))}
        by_name = select(Person.id).where(has_key(ring, "name", "زينب"[:LETTERS]))
        assert len(session.scalars(by_name).all()) >= PEOPLE
        by_phone = select(Person.id).where(has_key(ring, "phone", "+9647700000003"))
        assert len(session.scalars(by_phone).all()) == 1
        account = find_by_login(session, "shilan@office.example")
        assert account is not None
        assert account.display_name == "شيلان"


def check_chain(engine: Engine) -> None:
    """Every link of the audit log is proved by its key, and its reasons open."""
    ring = keys_of(engine.dialect)
    names = [column.name for column in AuditEvent.__table__.columns]
    previous = ""
    with Session(engine) as session:
        for event in session.scalars(select(AuditEvent).order_by(AuditEvent.id)):
            values = {name: getattr(event, name) for name in names}
            assert event.digest == link_digest(ring, previous, values)
            previous = event.digest
        reasons = [event.reason for event in session.scalars(select(AuditEvent)) if event.reason]
        assert reasons == ["بطلب من الوزارة"]


def test_everything_is_sealed_and_found_with_the_new_key(
    filled: Engine, settings: Settings
) -> None:
    old = keys_of(filled.dialect)
    done = rotate(filled, settings)
    ring = keys_of(filled.dialect)
    assert (done.added, done.unreadable) == (True, 0)
    assert done.key == ring.current != old.current
    assert keys_in_use(filled) == {ring.current}
    assert set(ring.keys) == {old.current, ring.current}
    check_everything_is_there(filled)
    check_chain(filled)
    new_only = KeyRing(ring.current, {ring.current: ring.keys[ring.current]})
    with Session(filled) as session:
        wanted = {key_digest(new_only, "name", "زين")}
        found = session.scalars(select(PersonKey).where(PersonKey.digest.in_(wanted))).all()
        assert len(found) == PEOPLE
        event = session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
        assert event is not None
        assert event.action == AuditAction.KEYS_ROTATED
        assert event.details == {"key": done.key, "values": done.values}
        use = count_key_use(session, ring)
    assert use.sealed == {ring.current: done.values}
    assert use.audit[old.current] > 1


def test_keys_can_change_again_and_again(filled: Engine, settings: Settings) -> None:
    keys = [rotate(filled, settings).key for _ in range(3)]
    assert len(set(keys)) == 3
    assert keys_in_use(filled) == {keys[-1]}
    check_everything_is_there(filled)
    check_chain(filled)


def test_finish_adds_no_key(filled: Engine, settings: Settings) -> None:
    before = keys_of(filled.dialect).current
    done = rotate(filled, settings, finish=True)
    assert (done.key, done.added, done.values, done.indexes) == (before, False, 0, 0)


def _rotate_until_killed(settings: Settings, batches: int) -> None:
    rotating.BATCH = 2
    engine = make_engine(settings)
    done = 0

    def kill(_: int) -> None:
        nonlocal done
        done += 1
        if done == batches:
            os.kill(os.getpid(), signal.SIGKILL)

    rotate_keys(engine, COMMAND_LINE, settings, progress=kill)


@pytest.mark.parametrize("batches", [1, 4, 8, 15])
def test_a_run_that_is_killed_loses_nothing_and_is_ended_by_the_next(
    filled: Engine, settings: Settings, batches: int
) -> None:
    old = keys_of(filled.dialect).current
    filled.dispose()
    child = multiprocessing.get_context("fork").Process(
        target=_rotate_until_killed, args=(settings, batches)
    )
    child.start()
    child.join(timeout=120)
    assert child.exitcode == -signal.SIGKILL, "it was to be killed in the middle"
    half = keys_of(filled.dialect).current
    assert half != old
    if batches < 15:
        assert keys_in_use(filled) == {old, half}, "some under each key: it was the middle"
    check_everything_is_there(filled)
    with pytest.raises(KeyNeededError):
        drop_old_keys(filled, COMMAND_LINE, settings)
    done = rotate(filled, settings)
    assert (done.key, done.added) == (half, False), "the same key, not a third one"
    assert keys_in_use(filled) == {half}
    check_everything_is_there(filled)
    check_chain(filled)
    assert drop_old_keys(filled, COMMAND_LINE, settings) == [old]


def test_people_are_found_and_added_while_keys_change(
    filled: Engine, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rotating, "BATCH", 1)
    server = make_engine(settings)
    stop = threading.Event()
    troubles: list[BaseException] = []
    added: list[int] = []

    def serve() -> None:
        number = PEOPLE
        try:
            while not stop.is_set():
                check_everything_is_there(server)
                with write_session(server) as session:
                    session.add(_person(number))
                    one = session.get_one(PersonIdentity, 1 + number % PEOPLE)
                    one.known_as = f"أم {number}"
                added.append(number)
                number += 1
        except BaseException as error:
            troubles.append(error)

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        done = rotate(filled, settings)
    finally:
        stop.set()
        thread.join()
        server.dispose()
    assert troubles == []
    assert added
    assert keys_in_use(filled) == {done.key}
    check_everything_is_there(filled)
    with Session(filled) as session:
        assert len(session.scalars(select(Person.id)).all()) == PEOPLE + len(added)
    drop_old_keys(filled, COMMAND_LINE, settings)
    check_everything_is_there(filled)


def test_a_change_made_meanwhile_is_not_taken_back(
    filled: Engine, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody corrects a name after it was read and before it is written, sealed anew."""
    other = make_engine(settings)
    changes: list[str] = []

    @contextmanager
    def write_after_a_change(engine: Engine) -> Iterator[Session]:
        if not changes:
            with write_session(other) as session:
                session.get_one(PersonIdentity, 1).name_ar = "بتول"
            changes.append("بتول")
        with write_session(engine) as session:
            yield session

    columns = [c for c in raw_columns() if c.name == "person_identity.name_ar"]
    monkeypatch.setattr(rotating, "raw_columns", lambda: iter(columns))
    monkeypatch.setattr(rotating, "write_session", write_after_a_change)
    rotate(filled, settings)
    other.dispose()
    assert changes
    with Session(filled) as session:
        assert session.get_one(PersonIdentity, 1).name_ar == "بتول"


def test_a_broken_value_is_left_and_told_of(filled: Engine, settings: Settings) -> None:
    old = keys_of(filled.dialect).current
    with filled.begin() as connection:
        broken = {"sealed": f"s1:{old}:AAAA"}
        change = "UPDATE person_identity SET email = :sealed WHERE person_id = 2"
        connection.execute(text(change), broken)
        connection.execute(text("UPDATE account SET display_name = :sealed"), broken)
    done = rotate(filled, settings)
    assert done.unreadable == 2
    assert keys_in_use(filled) == {old, done.key}
    with Session(filled) as session:
        assert session.get_one(PersonIdentity, 1).name_ar == "زينب 0"
    assert drop_old_keys(filled, COMMAND_LINE, settings) == [old], "nothing opens with it"


def test_two_do_not_rotate_at_once(filled: Engine, settings: Settings) -> None:
    with changing_keys(settings), pytest.raises(Exception, match="another command"):
        rotate(filled, settings)


def test_an_old_key_is_dropped_and_opens_nothing_but_the_audit_log(
    filled: Engine, settings: Settings
) -> None:
    old = keys_of(filled.dialect)
    with filled.connect() as connection:
        before = connection.execute(text("SELECT min(name_ar) FROM person_identity")).scalar_one()
    rotate(filled, settings)
    assert drop_old_keys(filled, COMMAND_LINE, settings) == [old.current]
    ring = keys_of(filled.dialect)
    assert set(ring.keys) == {ring.current}
    assert set(ring.audit) == {old.current}
    with pytest.raises(KeyMissingError):
        ring.unseal(before, "person_identity.name_ar")
    check_everything_is_there(filled)
    check_chain(filled)
    assert drop_old_keys(filled, COMMAND_LINE, settings) == []
    with Session(filled) as session:
        dropped = select(AuditEvent).where(AuditEvent.action == AuditAction.KEY_DROPPED)
        assert [event.details for event in session.scalars(dropped)] == [{"key": old.current}]


def test_without_a_rotation_no_key_is_dropped(filled: Engine, settings: Settings) -> None:
    """The twin of the test above: a key that something needs stays, whatever needs it."""
    old = keys_of(filled.dialect)
    rotate(filled, settings)
    sealed = old.seal("x@mail.example", "person_identity.email")
    with filled.begin() as connection:
        connection.execute(text("UPDATE person_identity SET email = :s"), {"s": sealed})
    with pytest.raises(KeyNeededError, match=f"{PEOPLE} values"):
        drop_old_keys(filled, COMMAND_LINE, settings)
    assert set(keys_of(filled.dialect).keys) >= {old.current}
    rotate(filled, settings, finish=True)
    assert drop_old_keys(filled, COMMAND_LINE, settings) == [old.current]


def _unindex_people(session: Session, old: KeyRing) -> None:
    session.execute(delete(PersonKey))
    digest = key_digest(old, "name", "زين")
    session.add_all(PersonKey(person_id=id_, digest=digest) for id_ in range(1, PEOPLE + 1))


def _unindex_logins(session: Session, old: KeyRing) -> None:
    for account in session.scalars(select(Account)).unique():
        account.login_index = old.index("login", account.login or "")


@pytest.mark.parametrize("unindex", [_unindex_people, _unindex_logins])
def test_a_key_by_which_somebody_is_found_stays(
    filled: Engine, settings: Settings, unindex: Callable[[Session, KeyRing], None]
) -> None:
    old = keys_of(filled.dialect)
    rotate(filled, settings)
    with write_session(filled) as session:
        unindex(session, old)
    with pytest.raises(KeyNeededError, match="can be found with an old key only"):
        drop_old_keys(filled, COMMAND_LINE, settings)
    rotate(filled, settings, finish=True)
    assert drop_old_keys(filled, COMMAND_LINE, settings) == [old.current]
    check_everything_is_there(filled)


@pytest.fixture
def command(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[int, str]]:
    monkeypatch.setenv("WASL_DATA_DIR", str(settings.data_dir))
    monkeypatch.setenv("WASL_DATABASE_URL", settings.database_url)

    def run(*words: str) -> tuple[int, str]:
        result = CliRunner().invoke(wasl, ["keys", *words], catch_exceptions=False)
        return result.exit_code, result.output

    return run


def test_the_commands(
    filled: Engine, settings: Settings, command: Callable[..., tuple[int, str]]
) -> None:
    old = keys_of(filled.dialect).current
    status, told = command("show")
    assert status == 0
    assert told.startswith(f"{old}\tcurrent\t")
    status, told = command("rotate")
    assert status == 0
    assert "added key k" in told
    new = keys_of(filled.dialect).current
    status, told = command("show")
    assert f"{old}\told\t0 values\t" in told
    assert f"{new}\tcurrent\t" in told
    status, told = command("drop-old")
    assert (status, told) == (0, f"dropped {old}\n")
    status, told = command("show")
    assert f"{old}\taudit log only\t0 values\t" in told
    assert command("drop-old") == (0, "there is only the current key\n")


def test_the_commands_refuse_and_warn(
    filled: Engine, settings: Settings, command: Callable[..., tuple[int, str]]
) -> None:
    old = keys_of(filled.dialect)
    rotate(filled, settings)
    with filled.begin() as connection:
        update = "UPDATE person_identity SET email = :sealed WHERE person_id = 1"
        sealed = old.seal("x", "person_identity.email")
        connection.execute(text(update), {"sealed": sealed})
    status, told = command("drop-old")
    assert status == 2
    assert "1 values can be opened with an old key only; run wasl keys rotate --finish" in told
    with filled.begin() as connection:
        connection.execute(text(update), {"sealed": "s1:elsewhere:AAAA"})
    status, told = command("show")
    assert status == 2
    assert "1 values were sealed with keys that are not in the file" in told
    assert command("rotate", "--finish")[0] == 1


def test_the_file_of_keys_is_private_after_all_of_it(filled: Engine, settings: Settings) -> None:
    rotate(filled, settings)
    drop_old_keys(filled, COMMAND_LINE, settings)
    assert settings.keys_path.stat().st_mode & 0o777 == 0o600
    others = {path.name for path in Path(settings.keys_path.parent).iterdir()}
    assert others <= {"keys.json", ".keys.json.lock", "wasl.sqlite", *_beside_sqlite()}


def _beside_sqlite() -> set[str]:
    return {"wasl.sqlite-wal", "wasl.sqlite-shm"}
