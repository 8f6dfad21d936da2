"""Rename a series of meetings and say what it is for; its kind stays, and so do its meetings."""

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.meeting import MeetingSeries
from wasl.access.viewer import Viewer
from wasl.audit.record import record
from wasl.files.vocabulary import word_key
from wasl.operations.hold_row import hold_row
from wasl.operations.meetings.agenda import digest_of
from wasl.operations.meetings.plan import KEY_LENGTH
from wasl.operations.meetings.rules import MeetingChangedError, MeetingRule, MeetingRuleError


def series_seen(series: MeetingSeries) -> str:
    """Return what tells a series apart from itself after any change."""
    return digest_of(series.name, series.about)


def change_series(
    session: Session, by: Viewer, series: MeetingSeries, *, name: str, about: str, seen: str
) -> list[str]:
    """Give a series another name or purpose; return the columns in which it changed.

    seen: `series_seen` as it was before somebody's eyes. Raises MeetingRuleError (no name, or
    there is another series of it) and MeetingChangedError.
    """
    hold_row(session, series)
    if series_seen(series) != seen:
        raise MeetingChangedError
    wanted = {"name": " ".join(name.split()), "about": about.strip() or None}
    changed = [column for column, value in wanted.items() if getattr(series, column) != value]
    if not changed:
        return []
    key = _free_key(session, series, wanted["name"] or "")
    try:
        with session.begin_nested():
            series.name, series.about, series.name_key = wanted["name"] or "", wanted["about"], key
    except IntegrityError:  # somebody took the name in the same moment
        raise MeetingRuleError(MeetingRule.NAME_TAKEN) from None
    subject = ("series", series.public_id)
    record(session, by, AuditAction.SERIES_CHANGED, subject=subject, columns=changed)
    return changed


def _free_key(session: Session, series: MeetingSeries, name: str) -> str:
    """Return the folded name, by which a series is found again; no other one has it."""
    if not name:
        raise MeetingRuleError(MeetingRule.NAME_MISSING)
    key = word_key(name)[:KEY_LENGTH]
    other = select(MeetingSeries.id).where(
        MeetingSeries.name_key == key, MeetingSeries.id != series.id
    )
    if session.scalar(other) is not None:
        raise MeetingRuleError(MeetingRule.NAME_TAKEN)
    return key
