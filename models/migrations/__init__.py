"""Schema migrations; every one goes both ways."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

_PLAIN = "0001"
"""The only revision under which identity was not sealed."""
_ONCE_PLAIN = (
    *("account", "import_job", "person_identity", "preference", "register_entry"),
    "return_journey",
)


def alembic_config() -> Config:
    """Return Alembic's configuration; there is no ini file."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    return config


def current_revision(engine: Engine) -> str | None:
    """Return the revision that the database is at, None for an empty one."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def head_revision() -> str | None:
    """Return the newest revision."""
    return ScriptDirectory.from_config(alembic_config()).get_current_head()


class BrokenReferencesError(Exception):
    """A migration would leave rows that refer to nothing; it was taken back."""


@contextmanager
def _connection(engine: Engine) -> Iterator[Connection]:
    """Give a connection in one transaction, which is kept when nothing was raised.

    SQLite rebuilds a table to change it: with its foreign keys on, rows that refer to it would go
    with the old one. They are off meanwhile, and all of them are checked at the end.
    """
    with engine.connect() as connection:
        raw = connection.connection.driver_connection if engine.dialect.name == "sqlite" else None
        before = raw.execute("PRAGMA foreign_keys").fetchone()[0] if raw else 0
        if raw:
            raw.execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                yield connection
                if raw:
                    _check_references(connection)
        finally:
            if raw:
                raw.execute(f"PRAGMA foreign_keys={before}")


def _check_references(connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if broken is not None:
        raise BrokenReferencesError(f"a row of {broken[0]} refers to nothing in {broken[2]}")


def _forget_what_was_written_plainly(engine: Engine) -> None:
    """Have the database give back the space where identity stood before it was sealed (0002)."""
    if engine.dialect.name == "sqlite":
        raw = engine.raw_connection()
        raw.cursor().execute("VACUUM")
        raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        raw.close()
        return
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for table in _ONCE_PLAIN:
            connection.exec_driver_sql(f"VACUUM FULL {table}")


def known_revisions() -> frozenset[str]:
    """Return all revisions of this version of Wasl."""
    scripts = ScriptDirectory.from_config(alembic_config())
    return frozenset(script.revision for script in scripts.walk_revisions())


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the schema up to a revision; does nothing when it is there."""
    before = current_revision(engine)
    if revision == "head" and before == head_revision():
        return
    config = alembic_config()
    with _connection(engine) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
    if before == _PLAIN and current_revision(engine) != _PLAIN:
        _forget_what_was_written_plainly(engine)


def downgrade(engine: Engine, revision: str = "base") -> None:
    """Take the schema down to a revision."""
    config = alembic_config()
    with _connection(engine) as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, revision)
