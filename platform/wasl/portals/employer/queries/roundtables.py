"""The meetings that the employer's organisation is invited to, or sat at."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from models.meeting import Meeting, Participant
from models.round_table_enums import MeetingState
from wasl.access.permissions import Permission
from wasl.access.scope import visible
from wasl.access.viewer import Viewer


@dataclass(frozen=True)
class OwnMeeting:
    """A meeting, and the organisation's seat there."""

    meeting: Meeting
    seat: Participant
    today: date

    @property
    def waits(self) -> bool:
        """Whether the invitation can still be answered, and was not."""
        return self.open and self.seat.answer is None

    @property
    def open(self) -> bool:
        """Whether the invitation can be answered: it is out, and the day is not over."""
        called = self.meeting.state is MeetingState.CALLED
        return called and self.seat.invited_at is not None and self.meeting.held_on >= self.today


def list_own_meetings(session: Session, viewer: Viewer, today: date) -> Sequence[OwnMeeting]:
    """Return the meetings of the viewer's organisation: what waits first, then the latest."""
    rows = session.execute(
        select(Meeting, Participant)
        .join(Participant, Participant.meeting_id == Meeting.id)
        .where(
            visible(viewer, Permission.SEE_MEETING),
            Participant.organisation_id == viewer.organisation_id,
        )
        .options(joinedload(Meeting.series))
        .order_by(Meeting.held_on.desc(), Meeting.id.desc())
    )
    found = [OwnMeeting(meeting, seat, today) for meeting, seat in rows]
    return sorted(found, key=lambda one: not one.waits)
