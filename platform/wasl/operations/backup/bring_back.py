"""Bring a backup back: prepared beside the database, checked, settled, and then put in its place.

Until the last step the present database is untouched, and it is kept afterwards.
"""

import secrets
import time
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from sqlalchemy.engine import make_url

from models.migrations import current_revision, known_revisions
from wasl.access.viewer import Viewer
from wasl.config import Settings, make_private_folder
from wasl.database import make_engine
from wasl.operations.backup.errors import BackupError
from wasl.operations.backup.make import copy_sqlite, open_sqlite, sqlite_path
from wasl.operations.backup.scratch import ScratchDatabase
from wasl.operations.backup.settle import Settled, set_anchors_aside, settle_restored

KEPT = timedelta(days=7)
_SQLITE, _POSTGRESQL = b"SQLite format 3\0", b"PGDMP"


@dataclass(frozen=True, kw_only=True)
class Restored:
    """What came of it. kept: where the database from before is now; none where there was none."""

    settled: Settled
    kept: str | None


def bring_back(
    settings: Settings, by: Viewer, source: Path, *, broken_log: bool = False
) -> Restored:
    """Replace the configured database by a backup of its kind. Raises BackupError."""
    _check_file(settings, source)
    if make_url(settings.url).get_backend_name() == "sqlite":
        restored = _bring_back_sqlite(settings, by, source, broken_log=broken_log)
    else:
        restored = _bring_back_postgresql(settings, by, source, broken_log=broken_log)
    set_anchors_aside(settings, restored.settled.events)
    return restored


def _check_file(settings: Settings, source: Path) -> None:
    if not source.is_file():
        raise BackupError(f"there is no file {source}")
    with source.open("rb") as file:
        head = file.read(16)
    on_sqlite = make_url(settings.url).get_backend_name() == "sqlite"
    if not head.startswith(_SQLITE if on_sqlite else _POSTGRESQL):
        kind = "SQLite" if on_sqlite else "PostgreSQL"
        raise BackupError(f"{source} is no backup of a {kind} database")
    if not settings.keys_path.exists():
        raise BackupError(
            f"there is no file of keys at {settings.keys_path}: put the one there that the "
            "database had when the backup was made; without it nobody's name can be read"
        )


def _settle(settings: Settings, by: Viewer, scratch_url: str, *, broken_log: bool) -> Settled:
    engine = make_engine(replace(settings, database_url=scratch_url))
    try:
        revision = current_revision(engine)
        if revision not in known_revisions():
            raise BackupError(
                f"the backup is of a newer Wasl (schema {revision}): install that version first"
                if revision
                else "the file is no backup of Wasl: it has no schema"
            )
        return settle_restored(engine, settings, by, broken_log=broken_log)
    finally:
        engine.dispose()


def _bring_back_sqlite(
    settings: Settings, by: Viewer, source: Path, *, broken_log: bool
) -> Restored:
    live = sqlite_path(make_url(settings.url))
    make_private_folder(live.parent)
    scratch = live.with_name(f".restoring-{secrets.token_hex(4)}.sqlite")
    try:
        scratch.touch(mode=0o600)
        copy_sqlite(source, scratch)
        settled = _settle(settings, by, f"sqlite:///{scratch}", broken_log=broken_log)
        kept = _keep_sqlite(live)
        # Into the live database and not over its file: who has it open sees the new content at
        # their next transaction, and whoever is killed half-way has changed nothing.
        with closing(open_sqlite(scratch)) as prepared, closing(open_sqlite(live)) as target:
            target.execute("PRAGMA journal_mode = WAL")
            prepared.backup(target, pages=-1)
    finally:
        for path in live.parent.glob(f"{scratch.name}*"):
            path.unlink(missing_ok=True)
    return Restored(settled=settled, kept=kept)


def drop_kept(settings: Settings) -> int:
    """Remove the database from before a restore once it was kept long enough; return how many.

    It may hold people who were erased since. On PostgreSQL whoever runs it does that.
    """
    url = make_url(settings.url)
    if url.get_backend_name() != "sqlite":
        return 0
    kept = _kept_path(sqlite_path(url))
    if not kept.exists() or time.time() - kept.stat().st_mtime < KEPT.total_seconds():
        return 0
    kept.unlink()
    return 1


def _kept_path(live: Path) -> Path:
    return live.with_name(f"{live.stem}.before-restore{live.suffix}")


def _keep_sqlite(live: Path) -> str | None:
    if not live.exists():
        live.touch(mode=0o600)
        return None
    kept = _kept_path(live)
    kept.unlink(missing_ok=True)
    kept.touch(mode=0o600)
    with closing(open_sqlite(live)) as present, closing(open_sqlite(kept)) as copy:
        present.backup(copy, pages=-1)  # unchecked: it may be what is broken
    return str(kept)


def _bring_back_postgresql(
    settings: Settings, by: Viewer, source: Path, *, broken_log: bool
) -> Restored:
    with ScratchDatabase(make_url(settings.url)) as scratch:
        scratch.fill(source)
        settled = _settle(settings, by, scratch.url, broken_log=broken_log)
        return Restored(settled=settled, kept=scratch.put_in_place())
