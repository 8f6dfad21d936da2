"""Tell organisations about what was minuted: their accounts, and their roles that want mail."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy.orm import Session

from models.meeting import Meeting
from models.opportunity import Organisation
from wasl.operations.meetings.recipients import write_to
from wasl.shown_names import name_of


def tell_organisations(
    session: Session,
    organisations: Iterable[Organisation],
    template: str,
    meeting: Meeting,
    *,
    day: date,
) -> frozenset[int]:
    """Queue a message to each address of some organisations; return the ids of who has one."""
    told = {one.id: one for one in organisations}

    def values(key: int, language: str) -> dict[str, object]:
        named = name_of(told[key], language)
        return {"title": meeting.title, "day": day, "organisation": named}

    return write_to(session, told, template, values)
