"""Calendar files of meetings (iCalendar, RFC 5545)."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Calendar, Event

from models.offer import Interview
from wasl.clock import BAGHDAD

CALENDAR_TYPE = "text/calendar; charset=utf-8"
_PRODUCT = "-//Wasl//Meetings//EN"
_USUAL_LENGTH = timedelta(hours=2)


@dataclass(frozen=True, kw_only=True)
class MeetingText:
    """What a calendar says of a meeting, in the language of whoever keeps it.

    A calendar is copied to phones and servers that nobody here knows: nothing in it may name a
    person, and for a person nothing may tell where they come from.
    """

    summary: str
    way: str
    note: str = ""


def write_meeting(interview: Interview, text: MeetingText, now: datetime) -> bytes:
    """Return the agreed time of a meeting as a calendar file.

    The event keeps its name while the meeting is the same, so that a calendar replaces what it has.
    Raises ValueError when no time is agreed.
    """
    slot = interview.agreed_slot
    if slot is None:
        raise ValueError("no time is agreed")
    event = Event()
    event.add("uid", f"{interview.public_id}@meetings.wasl")
    event.add("dtstamp", now.astimezone(UTC))
    event.add("dtstart", slot.starts_at.astimezone(UTC))
    event.add("dtend", (slot.starts_at + timedelta(minutes=slot.minutes)).astimezone(UTC))
    event.add("summary", text.summary)
    event.add("location", interview.place or text.way)
    if text.note:
        event.add("description", text.note)
    event.add("class", "PRIVATE")
    return _in_calendar(event)


@dataclass(frozen=True, kw_only=True)
class Gathering:
    """A roundtable or a sitting as a calendar keeps it. Times are Baghdad's.

    uid: the same for all that is ever sent of it. sequence: grows with each change, so that a
    calendar keeps what is newest.
    """

    uid: str
    title: str
    day: date
    starts_at: time | None
    ends_at: time | None
    where: str
    sequence: int
    cancelled: bool = False


def write_gathering(gathering: Gathering, now: datetime) -> str:
    """Return a calendar file; without a time of day it takes the whole day."""
    event = Event()
    event.add("uid", f"{gathering.uid}@roundtables.wasl")
    event.add("dtstamp", now.astimezone(UTC))
    event.add("sequence", gathering.sequence)
    if gathering.starts_at is None:
        event.add("dtstart", gathering.day)
        event.add("dtend", gathering.day + timedelta(days=1))
    else:
        begins = datetime.combine(gathering.day, gathering.starts_at, BAGHDAD)
        ends = gathering.ends_at and datetime.combine(gathering.day, gathering.ends_at, BAGHDAD)
        event.add("dtstart", begins.astimezone(UTC))
        event.add("dtend", (ends or begins + _USUAL_LENGTH).astimezone(UTC))
    event.add("summary", gathering.title)
    event.add("location", gathering.where)
    event.add("status", "CANCELLED" if gathering.cancelled else "CONFIRMED")
    return _in_calendar(event).decode()


def _in_calendar(event: Event) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written
