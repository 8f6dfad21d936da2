"""Engines and sessions: SQLite set up so that it keeps what it is given, PostgreSQL as it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from models.migrations import upgrade
from models.sealed import attach_keys
from wasl.audit import record as _audit  # noqa: F401  writes the audit log at each commit
from wasl.config import Settings, make_private_folder
from wasl.keys import KeyFile, open_keys
from wasl.operations import person_keys as _keys  # noqa: F401  keeps people findable
from wasl.operations.breached_passwords import use_breached_file
from wasl.operations.load_reference_data import load_reference_data
from wasl.operations.meetings import search_words as _words  # noqa: F401  meetings' own
from wasl.operations.opportunity_words import fill_search_words  # and keeps them up

WRITE = "wasl_write"


def engine_options(url: str) -> dict[str, Any]:
    """Return the keyword arguments that an engine for this URL takes."""
    # Errors are logged and printed; the values of a statement are those of people.
    options: dict[str, Any] = {"hide_parameters": True}
    if make_url(url).get_backend_name() == "sqlite":
        return {**options, "connect_args": {"timeout": 30}}
    return {**options, "pool_pre_ping": True}


def prepare_engine(engine: Engine, keys: KeyFile) -> Engine:
    """Hook up the keys that seal identity, and what SQLite needs.

    SQLite: WAL, foreign keys, and a lock taken at the start of a write. Without BEGIN IMMEDIATE
    two writers that read first lose each other's changes.
    """
    attach_keys(engine, keys)
    if engine.dialect.name != "sqlite":
        return engine

    @event.listens_for(engine, "connect")
    def set_pragmas(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # transactions are begun below, not by the driver
        for pragma in ("foreign_keys=ON", "journal_mode=WAL", "synchronous=NORMAL"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writing = connection.get_execution_options().get(WRITE)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine


def make_engine(settings: Settings) -> Engine:
    """Open the database that the settings name, making the folder of an SQLite file."""
    url = make_url(settings.url)
    if url.get_backend_name() == "sqlite" and url.database:
        make_private_folder(Path(url.database).parent)
    engine = create_engine(url, **engine_options(settings.url))
    use_breached_file(engine, settings.breached_path)
    return prepare_engine(engine, open_keys(settings))


def begin_write(session: Session) -> None:
    """Take the write lock now, before anything is read (a no-op on PostgreSQL)."""
    session.connection(execution_options={WRITE: True})


@contextmanager
def write_session(engine: Engine) -> Iterator[Session]:
    """Give a session that commits at the end, or leaves no trace when something was raised."""
    with Session(engine) as session:
        begin_write(session)
        yield session
        session.commit()


def ensure_database(engine: Engine) -> None:
    """Bring the schema and the reference data up to date; quick when they are."""
    upgrade(engine)
    with write_session(engine) as session:
        load_reference_data(session)
        fill_search_words(session)
