"""Add to the audit log, in the transaction of what is told about.

Events wait in the session until it commits; then the end of the chain is locked, for as short as
can be, and they are written. If they cannot be written, the commit fails and nothing happened.
"""

import secrets
import weakref
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, event, insert, select, update
from sqlalchemy.orm import Session, SessionTransaction

from models.access_enums import AuditAction
from models.audit import AuditEvent, AuditHead, AuditReason
from models.base import utc_now
from models.sealed import KeyRing, keys_of
from wasl.audit.chain import link_digest, pack_details, reason_digest
from wasl.audit.events import details_of

if TYPE_CHECKING:
    from wasl.access.viewer import Viewer  # at run time its package imports what records

HEAD = 1
BATCH = 1000
_WAITING = "wasl_audit_waiting"
_SESSION = "wasl_audit_session"
_REASON = "told"


class UndeclaredDetailsError(Exception):
    """An event was given other details than `wasl.audit.events` declares for it."""


class NotRecordedError(Exception):
    """A transaction would have been kept without what the audit log is to say of it."""


# Small, with slots and shared details: an import of a long list has hundreds of thousands waiting.
@dataclass(slots=True)
class Waiting:
    """An event that is not written yet, and the transaction that it happens or not with."""

    transaction: SessionTransaction | None
    at: datetime
    viewer: "Viewer"
    action: AuditAction
    person: str | None
    subject: tuple[str, str] | None
    reason: str | None
    details: dict[str, Any]


def record(
    session: Session,
    by: "Viewer",
    action: AuditAction,
    *,
    person: str | None = None,
    subject: tuple[str, str] | None = None,
    reason: str | None = None,
    **details: Any,
) -> None:
    """Have an event written when the session commits.

    person: public id of the person it is about. subject: kind and public id of another record.
    reason: free text, kept sealed and apart, erased with the person. details: codes and whole
    numbers, exactly those declared.
    Raises UndeclaredDetailsError.
    """
    people = [person]
    _add(session, by, action, people, subject=subject, reason=reason, details=details)


def record_each(
    session: Session,
    by: "Viewer",
    action: AuditAction,
    people: Iterable[str],
    *,
    subject: tuple[str, str] | None = None,
    **details: Any,
) -> None:
    """Have one event written for each of some people (public ids); otherwise as `record`."""
    _add(session, by, action, people, subject=subject, reason=None, details=details)


def _add(
    session: Session,
    by: "Viewer",
    action: AuditAction,
    people: Iterable[str | None],
    *,
    subject: tuple[str, str] | None,
    reason: str | None,
    details: dict[str, Any],
) -> None:
    if set(details) != details_of(action):
        raise UndeclaredDetailsError(
            f"{action}: {sorted(details)}, not {sorted(details_of(action))}"
        )
    if not session.in_transaction():
        session.begin()  # so that the event goes when the session is rolled back or closed
    inner = session.get_nested_transaction() or session.get_transaction()
    packed, now = pack_details(details), utc_now()
    waiting: list[Waiting] = session.info.setdefault(_WAITING, [])
    waiting.extend(
        Waiting(inner, now, by, action, person, subject, reason, packed) for person in people
    )


def take_waiting(session: Session) -> list[Waiting]:
    """Take out what waits, so that it can be written in a transaction of its own."""
    taken: list[Waiting] = session.info.pop(_WAITING, [])
    return taken


def put_back(session: Session, waiting: list[Waiting]) -> None:
    """Let events that were taken out wait for the commit of a session's transaction."""
    if not session.in_transaction():
        session.begin()
    inner = session.get_nested_transaction() or session.get_transaction()
    for item in waiting:
        item.transaction = inner
    session.info.setdefault(_WAITING, []).extend(waiting)


def lock_head(session: Session) -> tuple[int, str]:
    """Return id and digest of the last event; nobody else adds one until the transaction ends.

    On PostgreSQL the row is locked. On SQLite the transaction began with the write lock; where it
    did not and somebody wrote meanwhile, SQLite refuses the first statement that writes.
    """
    end = select(AuditHead.last_id, AuditHead.digest).where(AuditHead.id == HEAD)
    last, digest = session.execute(end.with_for_update()).one()
    return last, digest


@event.listens_for(Session, "before_commit")
def _write_waiting(session: Session) -> None:
    if session.in_nested_transaction() or not session.info.get(_WAITING):
        return
    session.flush()  # what is told about comes first: it may still be refused
    waiting: list[Waiting] = session.info[_WAITING]
    ring = keys_of(session.get_bind().dialect)
    last, digest = lock_head(session)
    rows = _rows(waiting, ring, last, digest)
    while some := list(islice(rows, BATCH)):
        reasons = [reason for row in some if (reason := row.pop(_REASON))]
        session.execute(insert(AuditEvent.__table__), some)  # type: ignore[arg-type]
        if reasons:
            session.execute(insert(AuditReason.__table__), reasons)  # type: ignore[arg-type]
        last, digest = some[-1]["id"], some[-1]["digest"]
    session.execute(
        update(AuditHead).where(AuditHead.id == HEAD).values(last_id=last, digest=digest)
    )
    session.info.pop(_WAITING)  # not before: a commit that is tried again owes them still


def _rows(
    waiting: list[Waiting], ring: KeyRing, last: int, digest: str
) -> Iterator[dict[str, Any]]:
    """Yield the columns of each event, linked to the one before."""
    for number, item in enumerate(waiting, start=last + 1):
        row = {
            "id": number,
            "at": item.at,
            "action": item.action,
            "actor": item.viewer.name,
            "actor_role": item.viewer.role,
            "actor_office_id": item.viewer.office_id,
            "actor_organisation_id": item.viewer.organisation_id,
            "person": item.person,
            "object_kind": item.subject[0] if item.subject else None,
            "object_id": item.subject[1] if item.subject else None,
            "reason_digest": None,
            "details": item.details,
            "key_id": ring.current,
        }
        reason = _reason(item, ring, row) if item.reason is not None else None
        row["digest"] = digest = link_digest(ring, digest, row)
        yield {**row, _REASON: reason}


def _reason(item: Waiting, ring: KeyRing, row: dict[str, Any]) -> dict[str, Any]:
    """Return the columns of a reason, and note its digest in the event."""
    salt, text = secrets.token_hex(16), str(item.reason)
    row["reason_digest"] = reason_digest(ring, salt, text, ring.current)
    return {"event_id": row["id"], "person": item.person, "salt": salt, "text": text}


@event.listens_for(Session, "after_commit")
def _hand_up(session: Session) -> None:
    """Let the outer transaction owe what was recorded inside a savepoint that was kept."""
    inner = session.get_nested_transaction()
    for item in session.info.get(_WAITING, []):
        if inner is not None and item.transaction is inner:
            item.transaction = inner.parent


@event.listens_for(Session, "after_transaction_end")
def _forget(session: Session, transaction: SessionTransaction) -> None:
    """Drop what was recorded in a transaction or savepoint that ended without being kept."""
    if transaction.parent is not None and not transaction.nested:
        return  # a flush
    waiting: list[Waiting] = session.info.get(_WAITING, [])
    waiting[:] = [item for item in waiting if item.transaction is not transaction]


@event.listens_for(Session, "after_begin")
def _note_session(session: Session, _transaction: object, connection: Connection) -> None:
    connection.info[_SESSION] = weakref.ref(session)


@event.listens_for(Engine, "commit")
def _refuse_unrecorded(connection: Connection) -> None:
    """Refuse to keep what the log does not tell, whichever way the commit came about.

    SQLAlchemy does not tell of the commit of a transaction whose savepoint was left open.
    """
    noted = connection.info.pop(_SESSION, None)
    session = noted() if noted else None
    if session is not None and session.info.get(_WAITING):
        connection.connection.rollback()  # SQLAlchemy takes it for committed
        raise NotRecordedError("the audit log was not written")
