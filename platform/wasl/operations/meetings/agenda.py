"""The agenda of a meeting: its points, their order, who presents them."""

from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.base import new_public_id
from models.commitment import Commitment
from models.meeting import AgendaItem, Meeting, Resolution
from models.opportunity import Organisation
from models.round_table_enums import MeetingState
from wasl.access.viewer import Viewer
from wasl.audit.record import record
from wasl.operations.hold_row import hold_row
from wasl.operations.meetings.errors import MinutesChangedError, MinutesRule, MinutesRuleError
from wasl.operations.meetings.series import is_member

_CLOSED = frozenset({MeetingState.PUBLISHED, MeetingState.CANCELLED})


@dataclass(frozen=True, kw_only=True)
class Point:
    """What stands on an agenda. about: what it is to come to, with its evidence."""

    title: str
    about: str = ""
    presenter: Organisation | None = None


def may_write(meeting: Meeting) -> bool:
    """Tell whether agenda and minutes can be written: not once they are out, nor for nothing."""
    return meeting.state not in _CLOSED


def hold_to_write(session: Session, meeting: Meeting) -> None:
    """Lock a meeting and read it anew; whoever changes something in it does this first.

    Raises MinutesRuleError when its minutes are out or it was cancelled.
    """
    hold_row(session, meeting)
    if not may_write(meeting):
        raise MinutesRuleError(MinutesRule.CLOSED)


def point_seen(item: AgendaItem) -> str:
    """Return what tells a point apart from itself after a change, without its minutes."""
    return digest_of(item.title, item.about, str(item.presenter_id))


def minutes_seen(item: AgendaItem) -> str:
    """Return what tells the minutes of a point apart from themselves after a change."""
    return digest_of(item.minutes)


def digest_of(*texts: str | None) -> str:
    """Return a short digest of some texts."""
    return sha256("\x1f".join(text or "" for text in texts).encode()).hexdigest()[:16]


def add_item(session: Session, by: Viewer, meeting: Meeting, point: Point) -> AgendaItem:
    """Put a point at the end of an agenda. Raises MinutesRuleError."""
    hold_to_write(session, meeting)
    _check(session, meeting, point)
    item = append_item(session, meeting, point)
    note_agenda(session, by, item, "added")
    return item


def append_item(session: Session, meeting: Meeting, point: Point) -> AgendaItem:
    """Put a point at the end of an agenda that is held already."""
    last = select(func.max(AgendaItem.position)).where(AgendaItem.meeting_id == meeting.id)
    item = AgendaItem(
        public_id=new_public_id(), meeting=meeting, position=(session.scalar(last) or 0) + 1
    )
    _fill(item, point)
    session.add(item)
    session.flush()
    return item


def change_item(session: Session, by: Viewer, item: AgendaItem, point: Point, *, seen: str) -> None:
    """Change a point. seen: `point_seen` of what was before somebody's eyes.

    Raises MinutesRuleError, MinutesChangedError.
    """
    _hold_item(session, item)
    if point_seen(item) != seen:
        raise MinutesChangedError
    if point.presenter is None or point.presenter.id != item.presenter_id:
        _check(session, item.meeting, point)
    _fill(item, point)
    session.flush()
    note_agenda(session, by, item, "changed")


def move_item(session: Session, by: Viewer, item: AgendaItem, *, up: bool) -> bool:
    """Let a point and its neighbour change places; return False at the end of the agenda.

    Raises MinutesRuleError.
    """
    _hold_item(session, item)
    order = list(item.meeting.agenda)
    here = order.index(item)
    there = here - 1 if up else here + 1
    if not 0 <= there < len(order):
        return False
    order[here], order[there] = order[there], order[here]
    for position, one in enumerate(order, start=1):
        one.position = position
    session.flush()
    session.expire(item.meeting, ["agenda"])
    note_agenda(session, by, item, "moved")
    return True


def remove_item(session: Session, by: Viewer, item: AgendaItem) -> None:
    """Take a point off the agenda about which nothing was said yet.

    Raises MinutesRuleError when it has minutes, or something came of it.
    """
    _hold_item(session, item)
    if item.minutes or _is_used(session, item):
        raise MinutesRuleError(MinutesRule.ITEM_IN_USE)
    note_agenda(session, by, item, "removed")
    item.meeting.agenda.remove(item)
    session.flush()


def write_minutes(session: Session, by: Viewer, item: AgendaItem, text: str, *, seen: str) -> bool:
    """Write what was said about a point; return False when it said so before.

    seen: `minutes_seen` of what was before somebody's eyes. Raises MinutesRuleError,
    MinutesChangedError: somebody else wrote meanwhile, and what they wrote stays.
    """
    _hold_item(session, item)
    said = text.strip() or None
    if said == item.minutes:
        return False
    if minutes_seen(item) != seen:
        raise MinutesChangedError
    item.minutes = said
    session.flush()
    subject = ("item", item.public_id)
    record(session, by, AuditAction.MINUTES_CHANGED, subject=subject, what="written")
    return True


def note_agenda(session: Session, by: Viewer, item: AgendaItem, what: str) -> None:
    """Record what was done with a point of an agenda."""
    subject = ("item", item.public_id)
    record(session, by, AuditAction.AGENDA_CHANGED, subject=subject, what=what)


def _hold_item(session: Session, item: AgendaItem) -> None:
    hold_to_write(session, item.meeting)
    hold_row(session, item)


def _check(session: Session, meeting: Meeting, point: Point) -> None:
    if point.presenter is not None and not is_member(session, meeting.series_id, point.presenter):
        raise MinutesRuleError(MinutesRule.NOT_A_MEMBER)


def _fill(item: AgendaItem, point: Point) -> None:
    item.title = point.title.strip()
    item.about = point.about.strip() or None
    item.presenter = point.presenter


def _is_used(session: Session, item: AgendaItem) -> bool:
    used = (
        exists().where(Resolution.item_id == item.id)
        | exists().where(Commitment.item_id == item.id)
        | exists().where(AgendaItem.carried_from_id == item.id)
    )
    return bool(session.scalar(select(used)))
