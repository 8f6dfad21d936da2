"""Forget old keys, once nothing can be opened or found with them only."""

from collections.abc import Iterator

from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session, selectinload

from models.access_enums import AuditAction
from models.key_ring import KeyMissingError, KeyRing, SealBrokenError
from models.person import PersonIdentity
from models.sealed import keys_of
from wasl.access.viewer import Viewer
from wasl.audit.record import record
from wasl.config import Settings
from wasl.database import write_session
from wasl.keys import changing_keys, write_keys
from wasl.operations.key_use import (
    count_key_use,
    raw_columns,
    readable_logins,
    values_under_other_keys,
)
from wasl.operations.logins import PURPOSE
from wasl.operations.person_keys import is_indexed

_BATCH = 500


class KeyNeededError(Exception):
    """A key cannot be dropped: something can still be opened or found with it only."""


def drop_old_keys(engine: Engine, by: Viewer, settings: Settings) -> list[str]:
    """Forget all keys but the current one, and return their ids.

    Of a key that the audit log was written with, what opens and proves the log is kept: the log is
    never written again. Raises KeyNeededError while anything else needs an old key.
    """
    with changing_keys(settings):
        ring = keys_of(engine.dialect)
        old = sorted(set(ring.keys) - {ring.current})
        if not old:
            return []
        with write_session(engine) as session:
            _wait_for_writers(session)
            _refuse_what_is_needed(session, ring)
            audit = set(count_key_use(session, ring).audit)
            for key in old:
                record(session, by, AuditAction.KEY_DROPPED, subject=("key", key), key=key)
        write_keys(settings.keys_path, ring.without(old, audit))
    return old


def _wait_for_writers(session: Session) -> None:
    """Let transactions end that began under another key (SQLite's write lock did so already)."""
    if session.get_bind().dialect.name != "postgresql":
        return
    session.execute(text("SET LOCAL lock_timeout = '5s'"))
    for table in sorted({column.table.name for column in raw_columns()}):
        session.execute(text(f"LOCK TABLE {table} IN SHARE MODE"))


def _refuse_what_is_needed(session: Session, ring: KeyRing) -> None:
    needed = sum(1 for _ in _openable_under_other_keys(session, ring))
    if needed:
        raise KeyNeededError(f"{needed} values can be opened with an old key only")
    stale = _stale_people(session, ring) + _stale_logins(session, ring)
    if stale:
        raise KeyNeededError(f"{stale} people or accounts can be found with an old key only")


def _openable_under_other_keys(session: Session, ring: KeyRing) -> Iterator[str]:
    """Yield the values that another key sealed; broken ones, which nothing opens, need no key."""
    for column in raw_columns():
        last = None
        connection = session.connection()
        while found := values_under_other_keys(connection, column, ring.current, last, _BATCH):
            last = found[-1][0]
            yield from (value for _, value in found if _opens(ring, value, column.name))


def _opens(ring: KeyRing, value: str, column: str) -> bool:
    try:
        ring.unseal(value, column)
    except (KeyMissingError, SealBrokenError):
        return False
    return True


def _stale_people(session: Session, ring: KeyRing) -> int:
    """Count the people whom digests of the current key do not find."""
    stale, last = 0, 0
    some = select(PersonIdentity.person_id).order_by(PersonIdentity.person_id).limit(_BATCH)
    while ids := session.scalars(some.where(PersonIdentity.person_id > last)).all():
        last = ids[-1]
        stale += sum(not _indexed(session, ring, id_) for id_ in ids)
        session.expunge_all()
    return stale


def _indexed(session: Session, ring: KeyRing, person_id: int) -> bool:
    try:
        keys = selectinload(PersonIdentity.keys)
        return is_indexed(ring, session.get_one(PersonIdentity, person_id, options=[keys]))
    except (KeyMissingError, SealBrokenError):
        return True  # whom nothing opens, no other key finds


def _stale_logins(session: Session, ring: KeyRing) -> int:
    """Count the accounts whom the digest of the current key does not find."""
    stale, last = 0, 0
    while found := readable_logins(session, last):
        last = found[-1][0]
        stale += sum(
            login is not None and ring.index(PURPOSE, login) != index for _, login, index in found
        )
    return stale
