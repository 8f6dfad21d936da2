"""What is not settled goes on to the next meeting of its series, as a point of its agenda."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from models.meeting import AgendaItem, Meeting, Resolution
from models.round_table_enums import MeetingState
from wasl.access.viewer import Viewer
from wasl.operations.meetings.agenda import Point, append_item, hold_to_write, note_agenda
from wasl.operations.meetings.series import (
    AHEAD,
    TOOK_PLACE,
    chains_of,
    comes_before,
    open_of,
)


@dataclass(frozen=True, kw_only=True)
class OpenPoint:
    """A point that is not done with. item: as it stood on an agenda last.

    unsettled: what came of it so far and is open; without any it was never got to.
    """

    item: AgendaItem
    unsettled: Sequence[Resolution]
    meetings: int


def open_points(session: Session, meeting: Meeting) -> list[OpenPoint]:
    """Return what is open from the meetings before, the oldest first, and not yet taken up.

    Taken up: it stands on the agenda of this meeting, or of another that is still to come.
    """
    chains = {id(chain): chain for chain in chains_of(session, meeting.series_id).values()}
    found = [_as_open(chain, meeting) for chain in chains.values()]
    return [one for one in found if one is not None]


def carry_over(
    session: Session, by: Viewer, meeting: Meeting, only: str | None = None
) -> list[AgendaItem]:
    """Put what is open on the agenda of a meeting, each point linked to what it comes from.

    only: public id of one point; without it all. Twice does nothing more. Raises MinutesRuleError.
    """
    hold_to_write(session, meeting)
    carried = []
    for found in open_points(session, meeting):
        if only is None or found.item.public_id == only:
            last = found.item
            point = Point(title=last.title, about=last.about or "", presenter=last.presenter)
            item = append_item(session, meeting, point)
            item.carried_from = last
            session.flush()
            note_agenda(session, by, item, "carried")
            carried.append(item)
    return carried


def _as_open(chain: Sequence[AgendaItem], meeting: Meeting) -> OpenPoint | None:
    before = [
        item
        for item in chain
        if item.meeting.state in TOOK_PLACE and comes_before(item.meeting, meeting)
    ]
    taken_up = any(
        item.meeting_id == meeting.id or item.meeting.state in AHEAD for item in chain
    ) or any(
        item.meeting.state is not MeetingState.CANCELLED and comes_before(meeting, item.meeting)
        for item in chain
    )
    if not before or taken_up:
        return None
    last, unsettled = before[-1], open_of(before)
    if not unsettled and not _was_not_reached(last):
        return None
    return OpenPoint(item=last, unsettled=unsettled, meetings=len(before))


def _was_not_reached(item: AgendaItem) -> bool:
    """Tell whether nothing was said about a point of a meeting whose other points were minuted."""
    others = [one for one in item.meeting.agenda if one is not item]
    silent = not item.minutes and not item.resolutions
    return silent and any(one.minutes or one.resolutions for one in others)
