"""Call a meeting: invitations leave with a calendar file, and so does what changes afterwards."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.base import utc_now
from models.meeting import Meeting, Participant
from models.round_table_states import MeetingStep
from wasl.access.viewer import Viewer
from wasl.audit.record import record
from wasl.calendars import Gathering, write_gathering
from wasl.clock import BAGHDAD
from wasl.i18n.days import write_day
from wasl.messages.render import say, write_moment
from wasl.messages.round_table_texts import PLACE_LATER
from wasl.operations.meetings.recipients import write_to
from wasl.operations.meetings.rules import MeetingRule, MeetingRuleError
from wasl.operations.meetings.steps import hold_for, take_step
from wasl.shown_names import name_of


@dataclass(frozen=True)
class Called:
    """What came of calling a meeting: how many were invited, and who has no address.

    by_letter: they count as invited; a letter is printed for them.
    """

    invited: int
    by_letter: tuple[Participant, ...]


@dataclass(frozen=True)
class Moved:
    """What came of telling that a meeting is at another time or place.

    cleared: how many answers are asked for once more. by_letter: as in `Called`.
    """

    cleared: int
    by_letter: tuple[Participant, ...]


def call_meeting(
    session: Session, by: Viewer, meeting: Meeting, *, seen: int, everybody: bool = False
) -> Called:
    """Send the invitations to who has none yet; with `everybody`, to all once more.

    Raises MeetingStepError, MeetingChangedError, MeetingRuleError where there is nobody to invite.
    """
    hold_for(session, meeting, seen=seen)
    invited = [one for one in meeting.participants if everybody or one.invited_at is None]
    if not invited:
        raise MeetingRuleError(MeetingRule.NOBODY_TO_INVITE)
    take_step(session, by, meeting, MeetingStep.CALL)
    now = utc_now()
    meeting.called_at = now
    for one in invited:
        one.invited_at = now
    session.flush()
    told = _tell(session, meeting, invited, "meeting_invitation")
    subject = ("meeting", meeting.public_id)
    record(session, by, AuditAction.MEETING_CALLED, subject=subject, count=len(invited))
    return Called(len(invited), _without(invited, told))


def tell_moved(session: Session, meeting: Meeting, *, asked_anew: bool) -> Moved:
    """Tell who was invited what is different; on another day they are asked once more."""
    invited = [one for one in meeting.participants if one.invited_at is not None]
    answered = [one for one in invited if one.answer is not None] if asked_anew else []
    for one in answered:
        one.answer = one.answered_at = one.answered_by_id = one.answer_note = None
    session.flush()
    told = _tell(session, meeting, invited, "meeting_moved")
    return Moved(len(answered), _without(invited, told))


def tell_cancelled(session: Session, meeting: Meeting) -> None:
    """Tell who was invited that they need not come."""
    invited = [one for one in meeting.participants if one.invited_at is not None]
    _tell(session, meeting, invited, "meeting_cancelled", cancelled=True)


def tell_uninvited(session: Session, meeting: Meeting, participant: Participant) -> None:
    """Tell an organisation that was invited that it is not expected any more."""
    _tell(session, meeting, [participant], "meeting_uninvited", cancelled=True)


def calendar_of(meeting: Meeting, language: str, now: datetime, *, cancelled: bool = False) -> str:
    """Return a meeting as a calendar file; the next one takes the place of this one."""
    return write_gathering(
        Gathering(
            uid=meeting.public_id,
            title=meeting.title,
            day=meeting.held_on,
            starts_at=meeting.starts_at,
            ends_at=meeting.ends_at,
            where=where_of(meeting, language),
            sequence=meeting.version,
            cancelled=cancelled,
        ),
        now,
    )


def when_of(meeting: Meeting, language: str) -> str:
    """Write the day of a meeting, and the time where it is known."""
    if meeting.starts_at is None:
        return write_day(meeting.held_on, language)
    return write_moment(datetime.combine(meeting.held_on, meeting.starts_at, BAGHDAD), language)


def where_of(meeting: Meeting, language: str) -> str:
    """Write where a meeting is, as it was typed; or that the place is told later."""
    given = ", ".join(text for text in (meeting.venue, meeting.place) if text)
    return given or say(PLACE_LATER, language)


def _tell(
    session: Session,
    meeting: Meeting,
    participants: Iterable[Participant],
    template: str,
    *,
    cancelled: bool = False,
) -> frozenset[int]:
    """Queue a message to each address of some members; return the organisations that have one."""
    seats, now = {one.organisation_id: one for one in participants}, utc_now()

    def values(organisation_id: int, language: str) -> dict[str, str]:
        calendar = calendar_of(meeting, language, now, cancelled=cancelled)
        return {**_values(meeting, seats[organisation_id], language), "calendar": calendar}

    return write_to(session, seats, template, values)


def _without(invited: Iterable[Participant], told: frozenset[int]) -> tuple[Participant, ...]:
    """Return those of the invited who have no address; a letter is printed for them."""
    return tuple(one for one in invited if one.organisation_id not in told)


def _values(meeting: Meeting, participant: Participant, language: str) -> dict[str, str]:
    return {
        "title": meeting.title,
        "organisation": name_of(participant.organisation, language),
        "when": when_of(meeting, language),
        "where": where_of(meeting, language),
    }
