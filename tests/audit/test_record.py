"""Events are written with what they tell about, or neither is."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date

import pytest
from sqlalchemy import Engine, event, func, select, text
from sqlalchemy.exc import DBAPIError, NoResultFound
from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.audit import AuditEvent, AuditHead
from models.enums import Role
from models.opportunity import Organisation
from models.sealed import keys_of
from wasl.access.viewer import COMMAND_LINE, Viewer
from wasl.audit import record as recording
from wasl.audit.chain import link_digest
from wasl.audit.record import (
    NotRecordedError,
    UndeclaredDetailsError,
    put_back,
    record,
    record_each,
    take_waiting,
)
from wasl.config import Settings
from wasl.database import make_engine, write_session

AT_ONCE, ROUNDS = 16, 5
COLUMNS = list(AuditEvent.__table__.columns)


def _read(session: Session, count: int = 1) -> None:
    for _ in range(count):
        record(session, COMMAND_LINE, AuditAction.AUDIT_READ)


def _add(session: Session, name: str) -> None:
    session.add(Organisation(name=name, name_key=name))
    session.flush()
    _read(session)


def _counts(engine: Engine) -> tuple[int, int]:
    """Return how many organisations there are, and how many events tell about them."""
    with Session(engine) as session:
        added = session.scalar(select(func.count()).select_from(Organisation)) or 0
        return added, session.scalar(select(func.count()).select_from(AuditEvent)) or 0


def _is_whole(engine: Engine) -> bool:
    """Walk the chain by the rule alone, apart from the code that verifies it for people."""
    with Session(engine) as session:
        ring, digest = keys_of(engine.dialect), ""
        for number, told in enumerate(session.scalars(select(AuditEvent).order_by(AuditEvent.id))):
            columns = {column.name: getattr(told, column.name) for column in COLUMNS}
            if told.id != number + 1 or told.digest != link_digest(ring, digest, columns):
                return False
            digest = told.digest
        head = session.get_one(AuditHead, 1)
        last = session.scalar(select(func.max(AuditEvent.id))) or 0
        return (head.last_id, head.digest) == (last, digest)


def test_what_is_recorded_reads_the_same_again(engine: Engine) -> None:
    viewer = Viewer(name="aaaaaaaaaaaa", role=Role.CASEWORKER)
    with write_session(engine) as session:
        record(
            session,
            viewer,
            AuditAction.PERSON_LOOKED_UP,
            person="bbbbbbbbbbbb",
            subject=("opportunity", "cccccccccccc"),
            reason="زينب، بدون هاتف — she\u2028said “no”\\n",
            why=Role.CASEWORKER,
            attributes=["name", "phone", None, True, 2**40, -1],
            outcome=date(2026, 11, 23),
        )
    with Session(engine) as session:
        [told] = session.scalars(select(AuditEvent))
        assert told.details == {
            "why": "caseworker",
            "attributes": ["name", "phone", None, True, 2**40, -1],
            "outcome": "2026-11-23",
        }
        assert (told.action, told.actor_role) == (AuditAction.PERSON_LOOKED_UP, Role.CASEWORKER)
        assert told.reason == "زينب، بدون هاتف — she\u2028said “no”\\n"
        stored = session.execute(text("SELECT text FROM audit_reason")).scalar_one()
        assert stored.startswith("s1:")
    assert _is_whole(engine)


def test_a_time_without_fraction_keeps_its_digest(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = recording.utc_now()
    for microsecond in (0, 1, 100, 999_999):
        monkeypatch.setattr(
            recording, "utc_now", lambda us=microsecond: now.replace(microsecond=us)
        )
        with write_session(engine) as session:
            _read(session)
    assert _is_whole(engine)


@pytest.mark.parametrize("value", [0.5, 1e5, {"a": 1}])
def test_what_the_databases_write_differently_is_refused(session: Session, value: object) -> None:
    with pytest.raises(TypeError):
        record(session, COMMAND_LINE, AuditAction.PERSON_CODED, code=value)


@pytest.mark.parametrize("details", [{}, {"code": "7512", "name": "زينب"}])
def test_details_are_exactly_those_declared(session: Session, details: dict[str, str]) -> None:
    with pytest.raises(UndeclaredDetailsError):
        record(session, COMMAND_LINE, AuditAction.PERSON_CODED, **details)


def test_many_events_go_in_with_one_commit(engine: Engine) -> None:
    people = [f"p{number:011d}" for number in range(20_000)]
    with write_session(engine) as session:
        record_each(session, COMMAND_LINE, AuditAction.PERSON_CODED, people, code="7512")
    assert _counts(engine)[1] == len(people)
    assert _is_whole(engine)


def test_nothing_is_recorded_of_what_was_rolled_back(engine: Engine) -> None:
    with Session(engine) as session:
        _read(session)  # before any transaction was begun
        session.rollback()
        session.commit()
        _add(session, "one")
        session.rollback()
        _add(session, "two")
        session.commit()
    assert _counts(engine) == (1, 1)


def test_a_session_that_was_closed_owes_nothing(engine: Engine) -> None:
    with Session(engine) as session:
        _add(session, "one")
        session.close()
        session.commit()
    assert _counts(engine) == (0, 0)


def test_a_savepoint_takes_its_events_with_it(engine: Engine) -> None:
    with write_session(engine) as session:
        _add(session, "before")
        with suppress(ZeroDivisionError), session.begin_nested():
            _add(session, "dropped")
            with session.begin_nested():
                _add(session, "dropped inside")
            _ = 1 / 0
        with session.begin_nested():
            _add(session, "kept")
            with suppress(ZeroDivisionError), session.begin_nested():
                _add(session, "dropped again")
                _ = 1 / 0
        _add(session, "after")
    assert _counts(engine) == (3, 3)
    assert _is_whole(engine)


def test_an_outer_savepoint_takes_what_an_inner_one_kept(engine: Engine) -> None:
    with write_session(engine) as session:
        outer = session.begin_nested()
        inner = session.begin_nested()
        _add(session, "one")
        inner.commit()
        outer.rollback()
        _add(session, "two")
    assert _counts(engine) == (1, 1)


def test_a_savepoint_left_open_hides_no_event(engine: Engine) -> None:
    with Session(engine) as session:
        session.begin()
        session.begin_nested()
        _add(session, "one")
        session.commit()
    assert _counts(engine) == (1, 1)


def test_a_commit_past_the_log_is_refused(engine: Engine) -> None:
    """SQLAlchemy tells nobody of this commit, so the connection itself refuses it."""
    with Session(engine) as session:
        outer = session.begin()
        session.begin_nested()
        _add(session, "one")
        with pytest.raises(NotRecordedError):
            outer.commit()
    assert _counts(engine) == (0, 0)


def test_without_that_refusal_the_change_would_be_kept_without_its_event(engine: Engine) -> None:
    """The twin of the test above."""
    refuse = recording._refuse_unrecorded
    event.remove(Engine, "commit", refuse)
    try:
        with Session(engine) as session:
            outer = session.begin()
            session.begin_nested()
            _add(session, "one")
            outer.commit()
    finally:
        event.listen(Engine, "commit", refuse)
    assert _counts(engine) == (1, 0)


def _without_table(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE audit_event RENAME TO audit_gone"))


def _without_head(engine: Engine) -> None:
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            connection.execute(text("DROP TRIGGER audit_head_no_delete"))
        else:
            connection.execute(text("ALTER TABLE audit_head DISABLE TRIGGER ALL"))
        connection.execute(text("DELETE FROM audit_head"))


@pytest.mark.parametrize("break_log", [_without_table, _without_head])
def test_what_cannot_be_recorded_does_not_happen(
    engine: Engine, break_log: Callable[[Engine], None]
) -> None:
    break_log(engine)
    with Session(engine) as session:
        _add(session, "one")
        for _ in range(2):  # nor when the commit is tried again
            with pytest.raises((DBAPIError, NoResultFound)):
                session.commit()
    with Session(engine) as session:
        assert session.scalar(select(func.count()).select_from(Organisation)) == 0


def test_what_was_taken_out_is_written_by_another_session(engine: Engine) -> None:
    with Session(engine) as session:
        _add(session, "one")
        looks = take_waiting(session)
        session.rollback()
    with Session(engine) as other:
        put_back(other, looks)
        other.commit()
    assert _counts(engine) == (0, 1)


def _at_once(work: Callable[[], None]) -> list[BaseException]:
    with ThreadPoolExecutor(AT_ONCE) as pool:
        futures = [pool.submit(work) for _ in range(AT_ONCE)]
        errors = [future.exception() for future in futures]
    return [error for error in errors if error is not None]


def test_everybody_may_add_at_once(engine: Engine, settings: Settings) -> None:
    def work() -> None:
        own = make_engine(settings)
        for _ in range(ROUNDS):
            with write_session(own) as session:
                _read(session, 3)
        own.dispose()

    assert _at_once(work) == []
    assert _counts(engine)[1] == AT_ONCE * ROUNDS * 3
    assert _is_whole(engine)


def test_without_the_lock_events_are_lost(
    engine: Engine, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin of the test above: everybody has read the same end before anybody adds to it."""
    everybody_has_read = threading.Barrier(AT_ONCE)

    def read_unlocked(session: Session) -> tuple[int, str]:
        last, digest = session.execute(select(AuditHead.last_id, AuditHead.digest)).one()
        everybody_has_read.wait(30)
        return last, digest

    monkeypatch.setattr(recording, "lock_head", read_unlocked)

    def work() -> None:
        own = make_engine(settings)
        try:
            with Session(own) as session:  # and not a write session
                _read(session)
                session.commit()
        finally:
            own.dispose()

    assert len(_at_once(work)) == AT_ONCE - 1
    assert _counts(engine)[1] == 1
