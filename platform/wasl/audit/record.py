"""Add to the audit log, in the transaction of what is told about.

Events wait in the session until it commits; then the end of the chain is locked, for as short as
can be, and they are written. If they cannot be written, the commit fails and nothing happened.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC
from typing import Any

from sqlalchemy import event, insert, select, update
from sqlalchemy.orm import Session, SessionTransaction

from models.access_enums import AuditAction
from models.audit import AuditEvent, AuditHead
from models.base import utc_now
from models.sealed import KeyRing, keys_of
from wasl.access.viewer import Viewer
from wasl.audit.events import details_of

_WAITING = "wasl_audit_waiting"
HEAD = 1


class UndeclaredDetailsError(Exception):
    """An event was given other details than `wasl.audit.events` declares for it."""


@dataclass(frozen=True, kw_only=True)
class _Waiting:
    transaction: SessionTransaction | None
    values: dict[str, Any] = field(default_factory=dict)


def record(
    session: Session,
    viewer: Viewer,
    action: AuditAction,
    *,
    person: str | None = None,
    subject: tuple[str, str] | None = None,
    reason: str | None = None,
    **details: Any,
) -> None:
    """Have an event written when the session commits.

    person: public id of the person it is about. subject: kind and public id of another record.
    reason: free text, kept sealed. details: codes and numbers, exactly those declared.
    Raises UndeclaredDetailsError.
    """
    if set(details) != details_of(action):
        raise UndeclaredDetailsError(
            f"{action}: {sorted(details)}, not {sorted(details_of(action))}"
        )
    values = {
        "at": utc_now(),
        "action": action,
        "actor": viewer.name,
        "actor_role": viewer.role,
        "actor_office_id": viewer.office_id,
        "actor_organisation_id": viewer.organisation_id,
        "person": person,
        "object_kind": subject[0] if subject else None,
        "object_id": subject[1] if subject else None,
        "reason": reason,
        "details": json.loads(json.dumps(details, default=str)),  # as it is read again
    }
    waiting: list[_Waiting] = session.info.setdefault(_WAITING, [])
    inner = session.get_nested_transaction() or session.get_transaction()
    waiting.append(_Waiting(transaction=inner, values=values))


def link_digest(ring: KeyRing, previous: str, values: Mapping[str, Any]) -> str:
    """Return the digest of an event: over the digest before it and all of its columns.

    values: the columns of `audit_event` except `digest`; `at` is aware.
    """
    told = {name: value for name, value in values.items() if name != "digest"}
    told["at"] = told["at"].astimezone(UTC).isoformat(timespec="microseconds")
    text = json.dumps(told, sort_keys=True, ensure_ascii=False, default=str)
    return ring.chain(f"{previous}\n{text}".encode(), told["key_id"])


@event.listens_for(Session, "before_commit")
def _write_waiting(session: Session) -> None:
    if session.in_nested_transaction() or not session.info.get(_WAITING):
        return
    session.flush()  # what is told about comes first: it may still be refused
    waiting: list[_Waiting] = session.info.pop(_WAITING)
    ring = keys_of(session.get_bind().dialect)
    locked = select(AuditHead.last_id, AuditHead.digest).where(AuditHead.id == HEAD)
    last, digest = session.execute(locked.with_for_update()).one()
    rows = []
    for item in waiting:
        last += 1
        row = {"id": last, "key_id": ring.current, **item.values}
        row["digest"] = digest = link_digest(ring, digest, row)
        rows.append(row)
    session.execute(insert(AuditEvent), rows)
    session.execute(
        update(AuditHead).where(AuditHead.id == HEAD).values(last_id=last, digest=digest)
    )


def _belongs_to(inner: SessionTransaction | None, outer: SessionTransaction) -> bool:
    while inner is not None:
        if inner is outer:
            return True
        inner = inner.parent
    return False


@event.listens_for(Session, "after_soft_rollback")
def _forget_rolled_back(session: Session, transaction: SessionTransaction) -> None:
    waiting: list[_Waiting] = session.info.get(_WAITING, [])
    waiting[:] = [item for item in waiting if not _belongs_to(item.transaction, transaction)]
