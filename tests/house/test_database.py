"""Writers do not lose each other's changes: the lock is taken before anything is read."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from wasl.config import Settings
from wasl.database import make_engine, write_session

WRITERS, ROUNDS = 8, 10


def _add_one(session: Session) -> None:
    value = session.execute(text("SELECT n FROM counter")).scalar_one()
    session.execute(text("UPDATE counter SET n = :n"), {"n": value + 1})


def _new_counter(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE IF EXISTS counter"))
        connection.execute(text("CREATE TABLE counter (n INTEGER)"))
        connection.execute(text("INSERT INTO counter VALUES (0)"))


def _at_once(work: Callable[[], None]) -> None:
    with ThreadPoolExecutor(WRITERS) as pool:
        for future in [pool.submit(work) for _ in range(WRITERS)]:
            future.result()


def _value(engine: Engine) -> int:
    with engine.connect() as connection:
        return int(connection.execute(text("SELECT n FROM counter")).scalar_one())


@pytest.fixture
def engine_on_file(sqlite_url: str) -> Iterator[Engine]:
    engine = make_engine(Settings(database_url=sqlite_url))
    _new_counter(engine)
    yield engine
    engine.dispose()


def test_a_write_session_loses_no_update_on_sqlite(engine_on_file: Engine) -> None:
    start = threading.Barrier(WRITERS)

    def work() -> None:
        start.wait()
        for _ in range(ROUNDS):
            with write_session(engine_on_file) as session:
                _add_one(session)

    _at_once(work)
    assert _value(engine_on_file) == WRITERS * ROUNDS


def test_without_the_lock_updates_are_lost(engine_on_file: Engine) -> None:
    """The twin of the test above: all read before anybody writes, and all but one are lost."""
    everybody_has_read = threading.Barrier(WRITERS)

    def work() -> None:
        with engine_on_file.connect() as connection:
            value = connection.execute(text("SELECT n FROM counter")).scalar_one()
            connection.rollback()
            everybody_has_read.wait()
            connection.execute(text("UPDATE counter SET n = :n"), {"n": value + 1})
            connection.commit()

    _at_once(work)
    assert _value(engine_on_file) == 1


def test_rows_are_locked_by_name() -> None:
    """`refresh(row, with_for_update=True)` fails on PostgreSQL once the row came with others."""
    home = Path(__file__).parents[2] / "platform" / "wasl"
    allowed = home / "operations" / "hold_row.py"
    asking = [
        str(path.relative_to(home))
        for path in sorted(home.rglob("*.py"))
        if path != allowed and "with_for_update=" in path.read_text("utf-8")
    ]
    assert asking == [], "use operations.hold_row"
