"""Make a backup while people go on working: one moment of the database, whole or not at all.

The file of keys is never in it: what is sealed stays sealed for whoever finds a backup. Neither
are uploads, messages of a demo and the queue of jobs.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.engine import URL, make_url

from wasl.config import Settings
from wasl.operations.backup.errors import BackupError
from wasl.operations.backup.programs import run_program

# Of the queue of jobs, which is no data: what is due is due again.
NOT_KEPT = "wasl_queue*"


@dataclass(frozen=True, kw_only=True)
class Backup:
    """A backup that was made."""

    path: Path
    size: int


def back_up(settings: Settings, target: Path) -> Backup:
    """Write a backup of the configured database to a file that must not be there yet.

    Raises BackupError.
    """
    if target.exists():
        raise BackupError(f"{target} is there already; backups are not written over")
    url = make_url(settings.url)
    with _unfinished(target) as part:
        if url.get_backend_name() == "sqlite":
            copy_sqlite(sqlite_path(url), part)
        else:
            words = ["--format=custom", "--no-owner", "--no-privileges"]
            run_program("pg_dump", [*words, f"--exclude-table={NOT_KEPT}", f"--file={part}"], url)
    return Backup(path=target, size=target.stat().st_size)


@contextmanager
def _unfinished(target: Path) -> Iterator[Path]:
    """Give a file beside the target that becomes it at the end, on the disk; else it goes."""
    part = target.with_name(f".{target.name}.part")
    part.unlink(missing_ok=True)
    part.touch(mode=0o600)
    try:
        yield part
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def sqlite_path(url: URL) -> Path:
    """Return the file of an SQLite database. Raises BackupError for one in memory."""
    if not url.database or url.database == ":memory:":
        raise BackupError("a database in memory has no backup")
    return Path(url.database)


def copy_sqlite(source: Path, target: Path) -> None:
    """Copy a live SQLite database with its online backup. Raises BackupError.

    All pages in one step: that sees one moment, and in WAL mode keeps no writer waiting. Copied
    page by page it would begin anew at each write and might never end.
    """
    if not source.exists():
        raise BackupError(f"there is no database at {source}")
    try:
        with closing(open_sqlite(source)) as live, closing(open_sqlite(target)) as copy:
            live.backup(copy, pages=-1)
            copy.execute("PRAGMA journal_mode = DELETE")  # one file, with nothing beside it
            copy.execute("VACUUM")  # what was deleted is not in the copy either
            check_sqlite(copy)
    except sqlite3.Error as error:
        raise BackupError(f"the database could not be copied: {error}") from None


def open_sqlite(path: Path) -> sqlite3.Connection:
    """Open a file of SQLite, past the engine and its transactions."""
    return sqlite3.connect(path, timeout=30, isolation_level=None)


def check_sqlite(connection: sqlite3.Connection) -> None:
    """Raise BackupError unless the database is whole and all references lead somewhere."""
    found = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if found != "ok":
        raise BackupError(f"the database is damaged: {found}")
    if connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
        raise BackupError("the database is damaged: a row refers to one that is not there")
