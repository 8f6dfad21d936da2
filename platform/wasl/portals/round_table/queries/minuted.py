"""Agendas and minutes of several meetings at once, for a file."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from models.commitment import Commitment
from models.meeting import AgendaItem, Meeting, MeetingSeries, Resolution
from wasl.access.viewer import Viewer
from wasl.portals.round_table.queries.attendance import Seats, list_seats_of
from wasl.portals.round_table.queries.promised import list_promised
from wasl.portals.round_table.queries.resolutions import may_read_minutes


@dataclass(frozen=True, kw_only=True)
class Point:
    """A point of an agenda. number: where it stands on it, from one."""

    number: int
    item: AgendaItem


@dataclass(frozen=True, kw_only=True)
class Minuted:
    """Meetings in the order of their days, with all that is written of them.

    seats, commitments: by the id of the meeting; commitments as far as the reader may see them.
    """

    meetings: Sequence[Meeting]
    points: Sequence[Point]
    seats: Seats
    commitments: Mapping[int, Sequence[Commitment]]


def list_minuted(session: Session, viewer: Viewer, series: MeetingSeries) -> Sequence[Meeting]:
    """Return the meetings of a series whose minutes somebody may read, the first one first."""
    return session.scalars(
        select(Meeting)
        .where(Meeting.series_id == series.id, may_read_minutes(viewer))
        .options(joinedload(Meeting.series))
        .order_by(Meeting.held_on, Meeting.id)
    ).all()


def read_minuted(session: Session, viewer: Viewer, meetings: Sequence[Meeting]) -> Minuted:
    """Return what is written of some meetings; that they may be read is the caller's to know."""
    ids = [one.id for one in meetings]
    return Minuted(
        meetings=meetings,
        points=_points(session, ids),
        seats=list_seats_of(session, ids),
        commitments=list_promised(session, viewer, "meeting_id", ids),
    )


def _points(session: Session, meeting_ids: Sequence[int]) -> list[Point]:
    items = session.scalars(
        select(AgendaItem)
        .join(AgendaItem.meeting)
        .where(AgendaItem.meeting_id.in_(meeting_ids))
        .options(
            contains_eager(AgendaItem.meeting),
            joinedload(AgendaItem.presenter),
            selectinload(AgendaItem.resolutions).joinedload(Resolution.responsible),
        )
        .order_by(Meeting.held_on, Meeting.id, AgendaItem.position, AgendaItem.id)
    )
    reached: dict[int, int] = defaultdict(int)
    found = []
    for item in items:
        reached[item.meeting_id] += 1
        found.append(Point(number=reached[item.meeting_id], item=item))
    return found
