"""Tell organisations about what was minuted: their accounts, and their roles that want mail."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy.orm import Session

from models.meeting import Meeting
from models.opportunity import Organisation
from wasl.operations.meetings.recipients import write_to


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
    said = {"title": meeting.title, "day": day}
    return write_to(
        session, names, template, lambda key, _language: {**said, "organisation": names[key]}
    )
