"""The reasons that were given: proved by the chain while they are there, erased with the person."""

from sqlalchemy import Connection, delete, select, text
from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.audit import AuditEvent, AuditReason
from models.sealed import KeyMissingError, KeyRing, SealBrokenError
from wasl.audit.chain import reason_digest
from wasl.audit.faults import BrokenError, Fault

_GONE = (AuditAction.PERSON_ERASED, AuditAction.PERSON_ANONYMISED)
_COLUMN = "audit_reason.text"


def erase_reasons(session: Session, person: str) -> int:
    """Delete what was written as a reason of anything about a person; return how many."""
    gone = session.execute(delete(AuditReason).where(AuditReason.person == person))
    return int(gone.rowcount)  # type: ignore[attr-defined]


def check_reasons(connection: Connection, ring: KeyRing) -> None:
    """Check every reason against its event, and that those which are gone were erased.

    Raises BrokenError for the first that is not as it was written.
    """
    erased = set(connection.scalars(select(AuditEvent.person).where(AuditEvent.action.in_(_GONE))))
    # As the driver gives them: who tampers may leave what no type can read.
    rows = connection.execute(
        text(
            "SELECT e.id, e.person, e.key_id, e.reason_digest, r.salt, r.text "
            "FROM audit_event e LEFT JOIN audit_reason r ON r.event_id = e.id "
            "WHERE e.reason_digest IS NOT NULL OR r.event_id IS NOT NULL ORDER BY e.id"
        )
    )
    for event_id, person, key_id, digest, salt, sealed in rows:
        if sealed is None and person not in erased:
            raise BrokenError(Fault.REASON_MISSING, event_id)
        if sealed is not None and digest != _digest(ring, salt, sealed, key_id):
            raise BrokenError(Fault.REASON_CHANGED, event_id)


def _digest(ring: KeyRing, salt: str, sealed: str, key_id: str) -> str | None:
    try:
        return reason_digest(ring, salt, ring.unseal(sealed, _COLUMN), key_id)
    except (KeyMissingError, SealBrokenError, ValueError):
        return None
