"""Calendar files of meetings (iCalendar, RFC 5545)."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event

from models.offer import Interview

CALENDAR_TYPE = "text/calendar; charset=utf-8"
_PRODUCT = "-//Wasl//Meetings//EN"


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
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written
