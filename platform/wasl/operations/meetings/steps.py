"""Steps of a meeting: the table of `models.round_table_states` says which are possible."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.meeting import Meeting
from models.round_table_enums import MeetingState
from models.round_table_states import MEETING_TRANSITIONS, MeetingStep
from wasl.access.viewer import Viewer
from wasl.audit.record import record
from wasl.operations.hold_row import hold_row
from wasl.operations.meetings.rules import MeetingChangedError, MeetingStepError

# While it lies ahead: its facts, who takes part and who is invited may still change.
AHEAD = frozenset({MeetingState.PLANNED, MeetingState.CALLED})
OVER = frozenset({MeetingState.HELD, MeetingState.PUBLISHED})


def possible_steps(meeting: Meeting) -> frozenset[MeetingStep]:
    """Return the steps that the state of a meeting allows."""
    return frozenset(
        step for step, way in MEETING_TRANSITIONS.items() if meeting.state in way.sources
    )


def hold_for(session: Session, meeting: Meeting, *, seen: int | None = None) -> None:
    """Lock a meeting and read it anew, before anything of it is changed.

    seen: the version that was before somebody's eyes. Raises MeetingChangedError when another one
    is there now.
    """
    hold_row(session, meeting)
    if seen is not None and meeting.version != seen:
        raise MeetingChangedError


def take_step(session: Session, by: Viewer, meeting: Meeting, step: MeetingStep) -> MeetingState:
    """Take a step and record it; the meeting is held already. Return the state that it left.

    Raises MeetingStepError when its state does not allow the step.
    """
    way, before = MEETING_TRANSITIONS[step], meeting.state
    if before not in way.sources:
        raise MeetingStepError(before)
    meeting.state = way.target
    session.flush()
    moved: Mapping[str, str] = {"from": before.value, "to": way.target.value}
    subject = ("meeting", meeting.public_id)
    record(session, by, AuditAction.MEETING_MOVED, subject=subject, **moved)
    return before
