"""What waits at the round table: for the hub's tiles."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from models.ask import Ask
from models.cited import waits
from models.commitment import Citation, Commitment
from models.meeting import Meeting, Participant, Resolution
from models.opportunity import Opportunity
from models.round_table_enums import (
    AskState,
    CommitmentProgress,
    MeetingState,
    ResolutionState,
)
from wasl.access.viewer import Viewer
from wasl.operations.commitments.draw_down import draw_down, progress_of
from wasl.portals.round_table.queries.resolutions import (
    ResolutionFilter,
    list_resolutions,
    may_read_minutes,
)

_FIRST = 5  # lines of a list that goes on at a page of its own
_COMING = (MeetingState.PLANNED, MeetingState.CALLED)


@dataclass(frozen=True)
class Waiting:
    """How much waits for the secretariat, of what."""

    minutes: int
    answers: int
    resolutions: int
    citations: int
    overdue: int
    asks: int


@dataclass(frozen=True)
class Published:
    """What who prepares no meetings reads first: the latest minutes, and what is open of all."""

    meetings: Sequence[Meeting]
    unsettled: Sequence[Resolution]


def read_published(session: Session, viewer: Viewer, today: date) -> Published:
    """Return the latest meetings whose minutes somebody may read, and what is most urgent."""
    minutes = (
        select(Meeting)
        .where(may_read_minutes(viewer))
        .order_by(Meeting.held_on.desc(), Meeting.id.desc())
        .limit(_FIRST)
    )
    wanted = ResolutionFilter(state=ResolutionState.OPEN)
    unsettled = list_resolutions(session, viewer, wanted, 1, today).rows[:_FIRST]
    return Published(session.scalars(minutes).all(), unsettled)


def next_meeting(session: Session, today: date) -> Meeting | None:
    """Return the meeting that comes next, today's included."""
    coming = select(Meeting).where(Meeting.state.in_(_COMING), Meeting.held_on >= today)
    return session.scalar(coming.order_by(Meeting.held_on, Meeting.id).limit(1))


def count_waiting(session: Session, today: date) -> Waiting:
    """Count what somebody of the secretariat has to do."""
    over = (Meeting.state == MeetingState.HELD) | (
        Meeting.state.in_(_COMING) & (Meeting.held_on < today)
    )
    coming = select(Meeting.id).where(
        Meeting.state == MeetingState.CALLED, Meeting.held_on >= today
    )
    due = (Resolution.state == ResolutionState.OPEN) & (Resolution.due_on < today)
    unanswered = (
        Participant.meeting_id.in_(coming),
        Participant.invited_at.is_not(None),
        Participant.answer.is_(None),
    )
    cited = (
        select(func.count(Citation.id))
        .join(Opportunity, Opportunity.id == Citation.opportunity_id)
        .where(waits())
    )
    ahead = select(Meeting.id).where(Meeting.state.in_(_COMING))
    return Waiting(
        minutes=_count(session, select(func.count(Meeting.id)).where(over)),
        answers=_count(session, select(func.count(Participant.id)).where(*unanswered)),
        resolutions=_count(session, select(func.count(Resolution.id)).where(due)),
        citations=_count(session, cited),
        overdue=_overdue(session, today),
        asks=_count(
            session,
            select(func.count(Ask.id)).where(
                Ask.state == AskState.DRAFT, Ask.meeting_id.in_(ahead)
            ),
        ),
    )


def _count(session: Session, statement: Select[int]) -> int:
    return session.scalar(statement) or 0


def _overdue(session: Session, today: date) -> int:
    past = session.scalars(select(Commitment).where(Commitment.deadline < today)).all()
    drawn = draw_down(session, past)
    return sum(progress_of(one, drawn[one.id], today) is CommitmentProgress.OVERDUE for one in past)
