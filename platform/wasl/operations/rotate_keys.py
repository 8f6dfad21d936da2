"""Change the key that seals: everything is sealed and indexed anew while people go on working.

Each step is a transaction of its own. A value is replaced only if it is still the one that was
read, so a change made meanwhile wins. What a killed run left is taken up by the next one.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Engine, exists, select
from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.account import Account
from models.audit import AuditEvent
from models.key_ring import KeyMissingError, KeyRing, SealBrokenError
from models.person import PersonIdentity
from models.sealed import keys_of
from wasl.access.viewer import Viewer
from wasl.audit.record import record
from wasl.config import Settings
from wasl.database import write_session
from wasl.keys import add_key, changing_keys
from wasl.operations.key_use import (
    RawColumn,
    raw_columns,
    readable_logins,
    values_under_other_keys,
)
from wasl.operations.logins import PURPOSE
from wasl.operations.person_keys import load_keys_locked, renew_keys

BATCH = 200
# Between two steps others get their turn: SQLite has one writer, and does not queue them.
PAUSE_SECONDS = 0.01
_MOST_ROUNDS = 5

Progress = Callable[[int], None]


@dataclass
class Rotation:
    """What a rotation did. unreadable: values that no key of the ring opens; they were left."""

    key: str
    added: bool
    values: int = 0
    indexes: int = 0
    unreadable: int = 0


class _Step:
    """Goes through the database in batches, tells how far it is and lets others in between."""

    def __init__(self, engine: Engine, progress: Progress | None) -> None:
        self.engine = engine
        self._progress = progress
        self._done = 0

    def after(self, changed: int) -> None:
        """Tell of one batch, and wait a moment."""
        self._done += changed
        if self._progress is not None and changed:
            self._progress(self._done)
        time.sleep(PAUSE_SECONDS)


def _seal_anew(ring: KeyRing, column: RawColumn, sealed: str) -> str | None:
    """Return a value sealed with the current key, or none when it cannot be opened."""
    try:
        return ring.seal(ring.unseal(sealed, column.name), column.name)
    except (KeyMissingError, SealBrokenError):
        return None


def _reseal(step: _Step, column: RawColumn) -> tuple[int, int]:
    """Seal a column anew; return how many values were, and how many could not be opened."""
    changed = unreadable = 0
    last: Any = None
    replace = (
        sa.update(column.table)
        .where(column.key == sa.bindparam("of_row"), column.value == sa.bindparam("before"))
        .values({column.value.name: sa.bindparam("sealed")})
    )
    while True:
        ring = keys_of(step.engine.dialect)
        with step.engine.connect() as connection:
            found = values_under_other_keys(connection, column, ring.current, last, BATCH)
        if not found:
            return changed, unreadable
        last = found[-1][0]
        anew = [(key, before, _seal_anew(ring, column, before)) for key, before in found]
        rows = [{"of_row": k, "before": b, "sealed": s} for k, b, s in anew if s is not None]
        if rows:
            with write_session(step.engine) as session:
                session.connection().execute(replace, rows)
        changed += len(rows)
        unreadable += len(found) - len(rows)
        step.after(len(rows))


def _readable(session: Session, ids: list[int]) -> list[PersonIdentity]:
    """Load identities, those left out that cannot be opened."""
    try:
        return [*session.scalars(select(PersonIdentity).where(PersonIdentity.person_id.in_(ids)))]
    except (KeyMissingError, SealBrokenError):
        return [] if len(ids) == 1 else [one for id_ in ids for one in _readable(session, [id_])]


def _index_people(step: _Step) -> int:
    """Find people by digests of the current key; return how many had others."""
    changed, last = 0, 0
    ids = select(PersonIdentity.person_id).order_by(PersonIdentity.person_id).limit(BATCH)
    while True:
        with write_session(step.engine) as session:
            found = [*session.scalars(ids.where(PersonIdentity.person_id > last))]
            identities = _readable(session, found)
            load_keys_locked(session, identities)
            ring = keys_of(step.engine.dialect)
            renewed = sum(renew_keys(ring, identity) for identity in identities)
        if not found:
            return changed
        last = found[-1]
        changed += renewed
        step.after(renewed)


def _index_logins(step: _Step) -> int:
    """Find accounts by digests of the current key; return how many had others."""
    changed, last = 0, 0
    while True:
        with write_session(step.engine) as session:
            found = readable_logins(session, last)
            ring = keys_of(step.engine.dialect)
            renewed = 0
            for id_, login, before in found:
                index = ring.index(PURPOSE, login) if login else before
                if index != before:
                    same = (Account.id == id_, Account.login_index == before)
                    session.execute(sa.update(Account).where(*same).values(login_index=index))
                    renewed += 1
        if not found:
            return changed
        last = found[-1][0]
        changed += renewed
        step.after(renewed)


def _unfinished(session: Session, ring: KeyRing) -> bool:
    """Tell whether the current key was added by a run that did not come to its end."""
    ended = exists().where(
        AuditEvent.action == AuditAction.KEYS_ROTATED, AuditEvent.object_id == ring.current
    )
    return len(ring.keys) > 1 and not session.scalar(select(ended))


def rotate_keys(
    engine: Engine,
    by: Viewer,
    settings: Settings,
    *,
    finish: bool = False,
    progress: Progress | None = None,
) -> Rotation:
    """Add a key, and seal and index everything with it; old keys stay until they are dropped.

    A run that was cut off is ended instead, without another key; `finish` does so in any case.
    Raises ConfigError when another command is at the keys.
    """
    with changing_keys(settings):
        ring = keys_of(engine.dialect)
        with Session(engine) as session:
            more = finish or _unfinished(session, ring)
        ring = ring if more else add_key(settings)
        done = Rotation(ring.current, added=not more)
        step = _Step(engine, progress)
        for _ in range(_MOST_ROUNDS):
            if not _go_round(step, done):
                break
        with write_session(engine) as session:
            subject = ("key", done.key)
            record(
                session,
                by,
                AuditAction.KEYS_ROTATED,
                subject=subject,
                key=done.key,
                values=done.values,
            )
    return done


def _go_round(step: _Step, done: Rotation) -> int:
    """Go through everything once, and return how much was still under another key."""
    counts = [_reseal(step, column) for column in raw_columns()]
    values = sum(changed for changed, _ in counts)
    indexes = _index_people(step) + _index_logins(step)
    done.values += values
    done.indexes += indexes
    done.unreadable = sum(unreadable for _, unreadable in counts)
    return values + indexes
