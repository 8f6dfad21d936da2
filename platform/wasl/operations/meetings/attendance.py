"""Note who was there, once a meeting was held."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from models.meeting import Meeting
from models.round_table_enums import Attendance, MeetingState
from wasl.access.viewer import Viewer
from wasl.operations.meetings.participants import note_participant
from wasl.operations.meetings.rules import MeetingRule, MeetingRuleError
from wasl.operations.meetings.steps import OVER, hold_for


def note_attendance(
    session: Session,
    by: Viewer,
    meeting: Meeting,
    noted: Mapping[str, Attendance | None],
) -> int:
    """Keep who was there; return for how many something else is known now.

    noted: by public id of the participant; one that is not of this meeting is passed over, and
    one that is not named stays as it is. None: not known. Raises MeetingRuleError before the
    meeting was held.
    """
    hold_for(session, meeting)
    if meeting.state not in OVER:
        before = meeting.state is not MeetingState.CANCELLED
        raise MeetingRuleError(MeetingRule.DAY_TO_COME if before else MeetingRule.NOT_ANY_MORE)
    changed = 0
    for one in meeting.participants:
        if one.public_id in noted and one.attendance is not noted[one.public_id]:
            one.attendance = noted[one.public_id]
            note_participant(session, by, meeting, one.organisation, "attended")
            changed += 1
    session.flush()
    return changed
