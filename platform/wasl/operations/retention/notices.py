"""Tell people before their record goes, and see whether something happened meanwhile."""

from datetime import datetime, timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from models.access_enums import AuditAction, RetentionKind
from models.base import utc_now
from models.case import CaseAssignment
from models.office import Office
from models.person import Person
from models.retention import RetentionNotice
from wasl.access.viewer import Viewer
from wasl.audit.record import record
from wasl.operations.queue_message import queue_message
from wasl.operations.retention.activity import quiet_since
from wasl.operations.retention.policies import Keep

TEMPLATE = "retention_notice"
AT_ONCE = 500


def _open_notice(kind: RetentionKind) -> object:
    return exists().where(
        RetentionNotice.kind == kind,
        RetentionNotice.subject == Person.public_id,
        RetentionNotice.cancelled_at.is_(None),
        RetentionNotice.done_at.is_(None),
    )


def give_notices(session: Session, by: Viewer, keep: Keep, language: str) -> int:
    """Tell people around whom nothing happened for as long as records are kept; return how many.

    Who has a phone or e-mail and allows contact gets a message; the office that works with them
    gets a slip either way, so that nobody is lost for want of a telephone.
    """
    now = utc_now()
    statement = (
        select(Person)
        .where(
            Person.anonymised_at.is_(None),
            quiet_since(now - timedelta(days=keep.keep_days)),
            ~_open_notice(RetentionKind.PERSON),  # type: ignore[operator]
        )
        .limit(AT_ONCE)
    )
    people = session.scalars(statement).all()
    for person in people:
        due = now + timedelta(days=keep.notice_days)
        session.add(
            RetentionNotice(kind=RetentionKind.PERSON, subject=person.public_id, due_at=due)
        )
        _tell(session, person, due, language)
        record(
            session,
            by,
            AuditAction.RETENTION_NOTICED,
            person=person.public_id,
            kind=RetentionKind.PERSON.value,
            due=due.date().isoformat(),
        )
    return len(people)


def _tell(session: Session, person: Person, due: datetime, language: str) -> None:
    params = {"day": due.date().isoformat()}
    identity = person.identity
    address = identity.email or identity.phone
    reachable = address if address and ("@" in address or address.startswith("+")) else None
    office = session.scalar(
        select(Office)
        .join(CaseAssignment, CaseAssignment.office_id == Office.id)
        .where(CaseAssignment.person_id == person.id, CaseAssignment.ended_at.is_(None))
        .order_by(CaseAssignment.id)
        .limit(1)
    )
    if reachable or office:
        queue_message(
            session,
            TEMPLATE,
            params,
            language=language,
            address=reachable,
            person=person,
            office=office,
        )


def cancel_awakened(session: Session, keep: Keep) -> int:
    """Take back the notices of people around whom something happened since; return how many."""
    moment = utc_now() - timedelta(days=keep.keep_days)
    awake = select(Person.public_id).where(~quiet_since(moment))
    notices = session.scalars(
        select(RetentionNotice).where(
            RetentionNotice.kind == RetentionKind.PERSON,
            RetentionNotice.cancelled_at.is_(None),
            RetentionNotice.done_at.is_(None),
            RetentionNotice.subject.in_(awake),
        )
    ).all()
    for notice in notices:
        notice.cancelled_at = utc_now()
    return len(notices)


def due_people(session: Session) -> list[tuple[Person, RetentionNotice]]:
    """Return the people whose notice has run out, with it."""
    rows = session.execute(
        select(Person, RetentionNotice)
        .join(RetentionNotice, RetentionNotice.subject == Person.public_id)
        .where(
            RetentionNotice.kind == RetentionKind.PERSON,
            RetentionNotice.due_at <= utc_now(),
            RetentionNotice.cancelled_at.is_(None),
            RetentionNotice.done_at.is_(None),
        )
        .limit(AT_ONCE)
    )
    return [(person, notice) for person, notice in rows]
