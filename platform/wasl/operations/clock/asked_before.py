"""When the clock last asked after something, as the audit log remembers it."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.audit import AuditEvent
from models.opportunity import Organisation
from wasl.audit.record import record
from wasl.operations.clock.rounds import Round


def last_asked(session: Session, action: AuditAction, organisation: Organisation) -> date | None:
    """Return the day on which the clock last did this to an organisation, or none.

    The caller holds the organisation, so that nobody asks between this and `note_asked`.
    """
    details = session.scalar(
        select(AuditEvent.details)
        .where(
            AuditEvent.action == action,
            AuditEvent.object_kind == "organisation",
            AuditEvent.object_id == organisation.public_id,
        )
        .order_by(AuditEvent.id.desc())
        .limit(1)
    )
    return date.fromisoformat(details["day"]) if details else None


def note_asked(
    session: Session, round_: Round, action: AuditAction, organisation: Organisation
) -> None:
    """Note that an organisation is asked today. The event leaves with the messages, or neither."""
    subject, day = ("organisation", organisation.public_id), round_.today.isoformat()
    record(session, round_.by, action, subject=subject, day=day)
