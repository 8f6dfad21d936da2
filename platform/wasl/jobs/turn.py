"""One run of a job at a time, however many processes and machines there are.

The turn belongs to a file lock or, on PostgreSQL, to a connection: when its holder dies, the
system takes it back, and no row has to be cleaned up.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, text

from wasl.config import Settings
from wasl.jobs.lock import is_locked, try_lock


@contextmanager
def turn(engine: Engine, settings: Settings, name: str) -> Iterator[bool]:
    """Give True while this is the only run of a job, False where another one is at work."""
    if engine.dialect.name == "postgresql":
        with _turn_on_postgresql(engine, name) as taken:
            yield taken
        return
    lock = try_lock(_path(settings, name))
    try:
        yield lock is not None
    finally:
        if lock is not None:
            lock.release()


def at_work(engine: Engine, settings: Settings, name: str) -> bool:
    """Tell whether a run of a job is at work now."""
    if engine.dialect.name != "postgresql":
        return is_locked(_path(settings, name))
    with _turn_on_postgresql(engine, name) as taken:
        return not taken


def _path(settings: Settings, name: str) -> Path:
    return settings.data_dir / "locks" / f"{name}.lock"


@contextmanager
def _turn_on_postgresql(engine: Engine, name: str) -> Iterator[bool]:
    key = {"key": _key(name)}
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        taken = bool(connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), key))
        try:
            yield taken
        finally:
            if taken and not connection.invalidated:
                connection.execute(text("SELECT pg_advisory_unlock(:key)"), key)


def _key(name: str) -> int:
    digest = hashlib.sha256(f"wasl/job/{name}".encode()).digest()
    return int.from_bytes(digest[:8], signed=True)
