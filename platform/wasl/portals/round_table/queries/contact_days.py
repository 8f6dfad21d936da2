"""Named queries: when organisations were last heard of."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import Session

from models.account import Membership
from models.commitment import Assessment
from models.meeting import Meeting, Participant
from models.opportunity import Opportunity
from models.opportunity_log import OpportunityMove
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
    REPORT = "report"
    POSTING = "posting"


@dataclass(frozen=True, order=True)
class LastContact:
    """The last day on which an organisation was heard of, and by what."""

    day: date
    by: Heard


def last_contacts(
    session: Session, today: date, organisation_id: int | None = None
) -> dict[int, LastContact]:
    """Return by organisation when it was last heard of: in a note, at a meeting, by its own acts.

    What an office or the secretariat does in its name is no sign of it.
    """
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
    for by, key_column, statement in _own_acts():
        for key, at in _of(session, statement, key_column, organisation_id):
            yield key, LastContact(at.astimezone(BAGHDAD).date(), by)


def _own_acts() -> Iterator[tuple[Heard, Any, Select[Any, Any]]]:
    """Yield what an organisation did itself, with the column that names it, and its last time."""
    invited = Participant.organisation_id
    answered = select(invited, func.max(Participant.answered_at))
    yield Heard.ANSWER, invited, answered.where(Participant.answered_at.is_not(None))
    reporter = Assessment.organisation_id
    yield (
        Heard.REPORT,
        reporter,
        select(reporter, func.max(Assessment.at)).join(
            Membership, _is_own(Assessment.account_id, reporter)
        ),
    )
    poster = Opportunity.organisation_id
    yield (
        Heard.POSTING,
        poster,
        select(poster, func.max(OpportunityMove.at))
        .join(OpportunityMove, OpportunityMove.opportunity_id == Opportunity.id)
        .join(Membership, _is_own(OpportunityMove.account_id, poster)),
    )


def _is_own(account: Any, organisation: Any) -> ColumnElement[bool]:
    """Tell whether somebody acts, or acted, in the name of an organisation."""
    return and_(Membership.account_id == account, Membership.organisation_id == organisation)


def _of(
    session: Session, statement: Select[Any, Any], key: Any, organisation_id: int | None
) -> Iterator[tuple[int, Any]]:
    grouped = statement.group_by(key)
    if organisation_id is not None:
        grouped = grouped.where(key == organisation_id)
    yield from session.execute(grouped)
