"""Short transactions of their own: kept, or not, whatever becomes of the request around it."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, text
from sqlalchemy.orm import Session

from wasl.database import WRITE

_USUAL_WAIT = 30.0  # as `engine_options` sets it


def _wait_for_lock(connection: Connection, seconds: float) -> None:
    # Past SQLAlchemy, which would begin a transaction for it.
    raw = connection.connection.dbapi_connection
    if raw is not None:
        raw.execute(f"PRAGMA busy_timeout = {int(seconds * 1000)}")


@contextmanager
def short_write(engine: Engine, *, wait: float = 5.0) -> Iterator[Session]:
    """Give a session on a connection of its own that commits at the end.

    wait: seconds that a lock is waited for, then sqlalchemy's OperationalError is raised. Must not
    be used while this thread holds SQLite's write lock: it would wait for itself.
    """
    with _short(engine, wait) as session:
        yield session
        session.commit()


@contextmanager
def try_write(engine: Engine, *, wait: float = 5.0) -> Iterator[Session]:
    """Give a session of which nothing is kept, to see what a change would do; else as above."""
    with _short(engine, wait) as session:
        yield session
        session.rollback()


@contextmanager
def _short(engine: Engine, wait: float) -> Iterator[Session]:
    with engine.connect() as connection:
        on_sqlite = connection.dialect.name == "sqlite"
        if on_sqlite:
            _wait_for_lock(connection, wait)
        try:
            with Session(connection.execution_options(**{WRITE: True})) as session:
                if not on_sqlite:
                    session.execute(text(f"SET LOCAL lock_timeout = {int(wait * 1000)}"))
                yield session
        finally:
            if on_sqlite:
                _wait_for_lock(connection, _USUAL_WAIT)
