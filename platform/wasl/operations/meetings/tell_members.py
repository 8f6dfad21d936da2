"""Tell organisations about what was minuted: their accounts, and their roles that want mail."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy.orm import Session

from models.meeting import Meeting
from models.opportunity import Organisation
from wasl.messages.registry import template_of
from wasl.operations.meetings.recipients import recipients_by_organisation
from wasl.operations.queue_message import queue_message


def tell_organisations(
    session: Session,
    organisations: Iterable[Organisation],
    template: str,
    meeting: Meeting,
    *,
    day: date,
) -> frozenset[int]:
    """Queue a message to each address of some organisations; return the ids of who has one."""
    names = {one.id: one.name for one in organisations}
    found = recipients_by_organisation(session, names)
    for organisation_id, recipients in found.items():
        values = {"title": meeting.title, "day": day, "organisation": names[organisation_id]}
        for recipient in recipients:
            queue_message(
                session,
                template,
                {name: values[name] for name in template_of(template).needs},
                language=recipient.language,
                address=recipient.address,
                account=recipient.account,
            )
    return frozenset(found)
