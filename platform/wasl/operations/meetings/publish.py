"""Publish the minutes of a meeting and tell its members; take them back to correct them."""

from sqlalchemy.orm import Session

from models.base import utc_now
from models.meeting import Meeting, Participant
from models.round_table_enums import MeetingState
from models.round_table_states import MeetingStep
from wasl.access.viewer import Viewer
from wasl.operations.meetings.agenda import digest_of
from wasl.operations.meetings.errors import MinutesChangedError, MinutesRule, MinutesRuleError
from wasl.operations.meetings.steps import hold_for, take_step
from wasl.operations.meetings.tell_members import tell_organisations


def record_seen(meeting: Meeting) -> str:
    """Return what tells the minutes as a whole apart from themselves after any change."""
    return digest_of(
        *(
            text
            for item in meeting.agenda
            for text in (
                *(item.public_id, item.title, item.about, item.minutes),
                *(f"{one.public_id} {one.version}" for one in item.resolutions),
            )
        )
    )


def is_minuted(meeting: Meeting) -> bool:
    """Tell whether anything is written down of what was said."""
    return any(item.minutes or item.resolutions for item in meeting.agenda)


def publish_minutes(session: Session, by: Viewer, meeting: Meeting, *, seen: str) -> int:
    """Let the members read the minutes, and tell them; return how many organisations were told.

    seen: `record_seen` of the minutes as they were read before. Raises MeetingStepError unless the
    meeting was held, MinutesRuleError when nothing is written down, MinutesChangedError.
    """
    hold_for(session, meeting)
    if not is_minuted(meeting):
        raise MinutesRuleError(MinutesRule.NOTHING_MINUTED)
    if record_seen(meeting) != seen:
        raise MinutesChangedError
    take_step(session, by, meeting, MeetingStep.PUBLISH)
    meeting.published_at = utc_now()
    readers = [one for one in meeting.participants if may_read(one)]
    told: frozenset[int] = frozenset()
    for template, before in (("minutes_published", False), ("minutes_corrected", True)):
        whom = [one.organisation for one in readers if bool(one.minutes_sent_at) is before]
        told |= tell_organisations(session, whom, template, meeting, day=meeting.held_on)
    for one in readers:
        if one.organisation_id in told:
            one.minutes_sent_at = meeting.published_at
    session.flush()
    return len(told)


def reopen_minutes(session: Session, by: Viewer, meeting: Meeting) -> None:
    """Take the minutes back to correct them; until they are published anew nobody else reads them.

    Raises MeetingStepError unless they are published.
    """
    hold_for(session, meeting)
    take_step(session, by, meeting, MeetingStep.REOPEN)


def may_read(participant: Participant) -> bool:
    """Tell whether a member reads the minutes: it was invited, or it was there."""
    return participant.invited_at is not None or participant.attendance is not None


def are_out(meeting: Meeting) -> bool:
    """Tell whether the members may read the minutes now."""
    return meeting.state is MeetingState.PUBLISHED
