"""Named queries: when organisations were last heard of."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from models.meeting import Meeting, Participant
from models.round_table_enums import Attendance
from models.stakeholder import ContactNote
from wasl.clock import BAGHDAD

SILENT_AFTER = timedelta(days=90)
THERE = (Attendance.PRESENT, Attendance.REPRESENTED)


class Heard(StrEnum):
    """By what an organisation was last heard of."""

    NOTE = "note"
    MEETING = "meeting"
    ANSWER = "answer"


@dataclass(frozen=True, order=True)
class LastContact:
    """The last day on which an organisation was heard of, and by what."""

    day: date
    by: Heard


def last_contacts(
    session: Session, today: date, organisation_id: int | None = None
) -> dict[int, LastContact]:
    """Return by organisation when it was last heard of: noted, there at a meeting, an answer."""
    found: dict[int, LastContact] = {}
    for key, contact in _heard(session, today, organisation_id):
        if contact.day <= today and (key not in found or found[key].day < contact.day):
            found[key] = contact
    return found


def is_silent(last: LastContact | None, today: date) -> bool:
    """Tell whether nothing was heard for 90 days."""
    return last is None or today - last.day > SILENT_AFTER


def _heard(
    session: Session, today: date, organisation_id: int | None
) -> Iterator[tuple[int, LastContact]]:
    noted = select(ContactNote.organisation_id, func.max(ContactNote.on))
    for key, day in _of(session, noted, ContactNote.organisation_id, organisation_id):
        yield key, LastContact(day, Heard.NOTE)
    sat = (
        select(Participant.organisation_id, func.max(Meeting.held_on))
        .join(Meeting)
        .where(Participant.attendance.in_(THERE), Meeting.held_on <= today)
    )
    for key, day in _of(session, sat, Participant.organisation_id, organisation_id):
        yield key, LastContact(day, Heard.MEETING)
    answered = select(Participant.organisation_id, func.max(Participant.answered_at)).where(
        Participant.answered_at.is_not(None)
    )
    for key, at in _of(session, answered, Participant.organisation_id, organisation_id):
        yield key, LastContact(at.astimezone(BAGHDAD).date(), Heard.ANSWER)


def _of(
    session: Session, statement: Select[Any, Any], key: Any, organisation_id: int | None
) -> Iterator[tuple[int, Any]]:
    grouped = statement.group_by(key)
    if organisation_id is not None:
        grouped = grouped.where(key == organisation_id)
    yield from session.execute(grouped)
