"""Writers do not lose each other's changes: the lock is taken before anything is read."""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from wasl.config import Settings
from wasl.database import make_engine, write_session

WRITERS, ROUNDS = 8, 10


def _add_one(session: Session) -> None:
    value = session.execute(text("SELECT n FROM counter")).scalar_one()
    session.execute(text("UPDATE counter SET n = :n"), {"n": value + 1})


def _run(engine: Engine, locked: bool) -> int:
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE IF EXISTS counter"))
        connection.execute(text("CREATE TABLE counter (n INTEGER)"))
        connection.execute(text("INSERT INTO counter VALUES (0)"))
    start = threading.Barrier(WRITERS)

    def work() -> None:
        start.wait()
        for _ in range(ROUNDS):
            if locked:
                with write_session(engine) as session:
                    _add_one(session)
                continue
            with engine.connect() as connection:
                value = connection.execute(text("SELECT n FROM counter")).scalar_one()
                connection.rollback()
                connection.execute(text("UPDATE counter SET n = :n"), {"n": value + 1})
                connection.commit()

    with ThreadPoolExecutor(WRITERS) as pool:
        for future in [pool.submit(work) for _ in range(WRITERS)]:
            future.result()
    with engine.connect() as connection:
        return int(connection.execute(text("SELECT n FROM counter")).scalar_one())


def test_a_write_session_loses_no_update_on_sqlite(sqlite_url: str, tmp_path: object) -> None:
    from wasl.config import Settings
    from wasl.database import make_engine

    engine = make_engine(Settings(database_url=sqlite_url))
    assert _run(engine, locked=True) == WRITERS * ROUNDS
    assert _run(engine, locked=False) < WRITERS * ROUNDS, "the test itself must be able to fail"
    engine.dispose()


def test_errors_keep_the_values_of_people_to_themselves(tmp_path: Path) -> None:
    engine = make_engine(Settings(data_dir=tmp_path))
    with engine.connect() as connection, pytest.raises(OperationalError) as caught:
        connection.execute(text("SELECT * FROM nothing WHERE name = :name"), {"name": "زينب"})
    engine.dispose()
    assert "زينب" not in str(caught.value)
