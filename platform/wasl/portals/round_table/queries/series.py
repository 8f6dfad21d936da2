"""One series of meetings: its meetings, what they came to and is open, what was promised there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from models.commitment import Commitment, CommitmentParty
from models.meeting import Meeting, MeetingSeries, Resolution
from models.round_table_enums import MeetingState, ResolutionState
from wasl.access.permissions import Permission
from wasl.access.scope import visible
from wasl.access.viewer import Viewer
from wasl.portals.round_table.queries.commitments import KindTotal, read_lines, total_by_kind
from wasl.portals.round_table.queries.meetings import MeetingFilter, MeetingRow, all_meetings
from wasl.portals.round_table.queries.resolutions import ResolutionFilter, all_resolutions


@dataclass(frozen=True, kw_only=True)
class SeriesPage:
    """What the page of a series shows, as far as its reader may see it.

    open: recommendations, decisions and actions that are not settled, overdue ones first.
    """

    meetings: Sequence[MeetingRow]
    open: Sequence[Resolution]
    overdue: int
    promised: Sequence[KindTotal]

    @property
    def held(self) -> int:
        """How many of its meetings took place."""
        took_place = {MeetingState.HELD, MeetingState.PUBLISHED}
        return sum(row.meeting.state in took_place for row in self.meetings)

    @property
    def commitments(self) -> int:
        """How many commitments stand that were made there."""
        return sum(one.commitments for one in self.promised)


def read_series(session: Session, viewer: Viewer, series: MeetingSeries, today: date) -> SeriesPage:
    """Return the meetings of a series and what is open of them."""
    of_it = MeetingFilter(series=series.public_id)
    said = ResolutionFilter(series=series.public_id, state=ResolutionState.OPEN)
    open_ = all_resolutions(session, viewer, said, today)
    return SeriesPage(
        meetings=all_meetings(session, viewer, of_it, today),
        open=open_,
        overdue=sum(one.due_on is not None and one.due_on < today for one in open_),
        promised=total_by_kind(
            read_lines(session, viewer, _promised(session, viewer, series), today)
        ),
    )


def _promised(session: Session, viewer: Viewer, series: MeetingSeries) -> Sequence[Commitment]:
    meetings = select(Meeting.id).where(Meeting.series_id == series.id)
    return session.scalars(
        select(Commitment)
        .where(Commitment.meeting_id.in_(meetings), visible(viewer, Permission.SEE_COMMITMENT))
        .options(
            joinedload(Commitment.meeting),
            selectinload(Commitment.parties).joinedload(CommitmentParty.organisation),
        )
    ).all()
