"""A PostgreSQL database beside the one in use, that takes its place by name at the end."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from sqlalchemy import URL, Connection, create_engine, text
from sqlalchemy.exc import DBAPIError

from wasl.operations.backup.errors import BackupError
from wasl.operations.backup.programs import run_program

_SUFFIX = "_before_restore"
_LONGEST_NAME = 63


class ScratchDatabase:
    """Made when entered, gone when left, unless it was put in place."""

    def __init__(self, live: URL) -> None:
        self._live = live
        self._name = f"wasl_restoring_{secrets.token_hex(4)}"
        self._url = live.set(database=self._name)

    @property
    def url(self) -> str:
        """Its address."""
        return self._url.render_as_string(hide_password=False)

    def __enter__(self) -> Self:
        try:
            with self._server() as connection:
                connection.execute(text(f'CREATE DATABASE "{self._name}" TEMPLATE template0'))
        except DBAPIError as error:
            raise BackupError(
                "no database can be made beside the present one: whoever restores needs the right "
                f"to create databases and to connect to `postgres` ({_first_line(error)})"
            ) from None
        return self

    def __exit__(self, *_error: object) -> None:
        with self._server() as connection:
            connection.execute(text(f'DROP DATABASE IF EXISTS "{self._name}" WITH (FORCE)'))

    def fill(self, source: Path) -> None:
        """Bring a dump into it. Raises BackupError."""
        words = ["--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges"]
        run_program("pg_restore", [*words, str(source)], self._url)

    def put_in_place(self) -> str | None:
        """Give it the name of the present database, which keeps another; return that.

        Whoever is connected to the present one is disconnected. Raises BackupError.
        """
        live = self._live.database or ""
        kept = f"{live[: _LONGEST_NAME - len(_SUFFIX)]}{_SUFFIX}"
        try:
            with self._server() as connection:
                there = _exists(connection, live)
                connection.execute(text(f'DROP DATABASE IF EXISTS "{kept}" WITH (FORCE)'))
                if there:
                    _empty_of_people(connection, live)
                self._swap(connection, live, kept if there else None)
                return kept if there else None
        except DBAPIError as error:
            raise BackupError(f"the names could not be changed: {_first_line(error)}") from None

    def _swap(self, connection: Connection, live: str, kept: str | None) -> None:
        renames = [f'ALTER DATABASE "{self._name}" RENAME TO "{live}"']
        if kept:
            renames.insert(0, f'ALTER DATABASE "{live}" RENAME TO "{kept}"')
        try:
            # One statement of several is one transaction: both names change, or neither does.
            connection.exec_driver_sql("; ".join(renames))
        finally:
            for name in filter(None, (live, kept)):
                if _exists(connection, name):
                    connection.execute(text(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true'))

    @contextmanager
    def _server(self) -> Iterator[Connection]:
        engine = create_engine(
            self._live.set(database="postgres"),
            isolation_level="AUTOCOMMIT",
            hide_parameters=True,
        )
        try:
            with engine.connect() as connection:
                yield connection
        finally:
            engine.dispose()


def _exists(connection: Connection, name: str) -> bool:
    found = text("SELECT 1 FROM pg_database WHERE datname = :name")
    return connection.scalar(found, {"name": name}) is not None


def _empty_of_people(connection: Connection, name: str) -> None:
    """Let nobody in any more, and disconnect whoever is in."""
    connection.execute(text(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false'))
    others = text("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = :d")
    connection.execute(others, {"d": name}).all()


def _first_line(error: DBAPIError) -> str:
    return str(error.orig).strip().splitlines()[0]
