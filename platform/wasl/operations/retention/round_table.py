"""What of the round table tells of people, and for how long it is kept.

Who holds a role in an organisation, what was noted of a contact, what an organisation wrote to an
invitation, and files of meetings. Minutes and commitments name organisations alone, and stay.
"""

from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Update, exists, or_, select, update
from sqlalchemy.orm import Session

from models.access_enums import RetentionKind
from models.base import utc_now
from models.meeting import Meeting, MeetingDocument, Participant
from models.opportunity import Opportunity
from models.stakeholder import ContactNote, ContactRole
from wasl.access.viewer import Viewer
from wasl.clock import BAGHDAD
from wasl.operations.hold_row import hold_row
from wasl.operations.meetings.documents import remove_document
from wasl.operations.retention.notices import AT_ONCE
from wasl.operations.retention.policies import Keep
from wasl.operations.retention.purge import count_rows
from wasl.operations.stakeholders.contacts import end_role


def forget_round_table(
    session: Session, by: Viewer, policies: dict[RetentionKind, Keep]
) -> dict[str, int]:
    """Forget what is older than its policy says; return of how many records, by kind."""
    contacts = utc_now() - timedelta(days=policies[RetentionKind.CONTACT].keep_days)
    documents = utc_now() - timedelta(days=policies[RetentionKind.DOCUMENT].keep_days)
    return {
        "contact": _end_quiet_roles(session, by, contacts),
        "contact_note": _empty_notes(session, _day(contacts)),
        "document": _remove_documents(session, by, _day(documents)),
    }


def _day(moment: datetime) -> date:
    return moment.astimezone(BAGHDAD).date()


def _end_quiet_roles(session: Session, by: Viewer, before: datetime) -> int:
    """End the roles of organisations with which nothing happened since."""
    held = or_(
        ContactRole.name.is_not(None),
        ContactRole.email.is_not(None),
        ContactRole.phone.is_not(None),
    )
    quiet = select(ContactRole).where(
        ContactRole.ended_at.is_(None), ContactRole.created_at < before, held, ~_heard_of(before)
    )
    roles = session.scalars(quiet.order_by(ContactRole.id).limit(AT_ONCE)).all()
    return sum(_end_quiet_role(session, by, role) for role in roles)


def _end_quiet_role(session: Session, by: Viewer, role: ContactRole) -> bool:
    """End a role, unless somebody ended it since it was found; tell whether it was."""
    hold_row(session, role)
    if role.ended_at is not None:
        return False
    end_role(session, by, role)
    return True


def _heard_of(since: datetime) -> ColumnElement[bool]:
    """Tell of the organisation of a role: contact was noted, it sat at a meeting, or it posted."""
    own = ContactRole.organisation_id
    noted = exists().where(ContactNote.organisation_id == own, ContactNote.on >= _day(since))
    sat = exists().where(
        Participant.organisation_id == own,
        Participant.meeting_id == Meeting.id,
        Meeting.held_on >= _day(since),
    )
    posted = exists().where(Opportunity.organisation_id == own, Opportunity.attended_at >= since)
    return or_(*(one.correlate(ContactRole) for one in (noted, sat, posted)))


def _empty_notes(session: Session, before: date) -> int:
    """Take the words out of old notes; that there was contact, or an answer, and when, stays."""
    noted = update(ContactNote).where(ContactNote.on < before, ContactNote.note.is_not(None))
    old = select(Meeting.id).where(Meeting.held_on < before)
    answered = update(Participant).where(
        Participant.meeting_id.in_(old), Participant.answer_note.is_not(None)
    )
    emptied: tuple[Update, ...] = (noted.values(note=None), answered.values(answer_note=None))
    return sum(count_rows(session, one) for one in emptied)


def _remove_documents(session: Session, by: Viewer, before: date) -> int:
    """Remove the files of meetings that were held before a day."""
    old = select(MeetingDocument).join(MeetingDocument.meeting).where(Meeting.held_on < before)
    documents = session.scalars(old.order_by(MeetingDocument.id).limit(AT_ONCE)).all()
    for document in documents:
        remove_document(session, by, document)
    return len(documents)
