"""Agenda and minutes of a meeting: its points, what came of them, and what they carry on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from models.commitment import Commitment
from models.meeting import AgendaItem, Meeting, Participant, Resolution
from models.opportunity import Organisation
from wasl.access.viewer import Viewer
from wasl.operations.meetings.resolutions import can_follow
from wasl.operations.meetings.series import (
    TOOK_PLACE,
    chains_of,
    comes_before,
    open_of,
    series_members,
)
from wasl.portals.round_table.queries.promised import list_promised
from wasl.portals.round_table.queries.resolutions import may_read_minutes


@dataclass(frozen=True, kw_only=True)
class AgendaLine:
    """A point of an agenda. before: the same point of earlier meetings, the first one first.

    unsettled: what came of it there and is open.
    """

    item: AgendaItem
    before: Sequence[AgendaItem]
    unsettled: Sequence[Resolution]
    commitments: Sequence[Commitment]


@dataclass(frozen=True, kw_only=True)
class ItemPage:
    """A point of an agenda, with what its forms choose from."""

    line: AgendaLine
    after: Sequence[AgendaItem]
    members: Sequence[Organisation]
    earlier: Sequence[Resolution]


def read_agenda(session: Session, viewer: Viewer, meeting: Meeting) -> list[AgendaLine]:
    """Return the points of a meeting in their order, with what came of them so far.

    Of the meetings before, what the viewer may read.
    """
    chains = _chains(session, viewer, meeting)
    items = list(meeting.agenda)
    made = list_promised(session, viewer, "item_id", [item.id for item in items])
    return [_line(item, chains, made) for item in items]


def read_item(session: Session, viewer: Viewer, item: AgendaItem) -> ItemPage:
    """Return what the page of a point shows."""
    chains = _chains(session, viewer, item.meeting)
    after = [one for one in chains[item.id] if comes_before(item.meeting, one.meeting)]
    return ItemPage(
        line=_line(item, chains, list_promised(session, viewer, "item_id", [item.id])),
        after=after,
        members=list_members(session, item.meeting),
        earlier=list_followed(session, item),
    )


def list_members(session: Session, meeting: Meeting) -> Sequence[Organisation]:
    """Return the organisations that take or took part in a meeting's series, by name."""
    return session.scalars(series_members(meeting.series_id)).all()


def list_followed(
    session: Session, item: AgendaItem, besides: Resolution | None = None
) -> list[Resolution]:
    """Return what something said here may follow from. besides: what says so already."""
    found = list(session.scalars(can_follow(item)))
    if besides is not None:
        found = [one for one in found if one.id != besides.id]
        if besides.follows is not None and besides.follows not in found:
            found.append(besides.follows)
    return found


def list_seats(session: Session, meeting: Meeting) -> Sequence[Participant]:
    """Return who takes part in a meeting, in the order in which they were added."""
    return session.scalars(
        select(Participant)
        .where(Participant.meeting_id == meeting.id)
        .options(joinedload(Participant.organisation))
        .order_by(Participant.id)
    ).all()


def _chains(
    session: Session, viewer: Viewer, meeting: Meeting
) -> Mapping[int, Sequence[AgendaItem]]:
    """Return the chains of a meeting's series, without points of meetings not to be read."""
    ids = select(Meeting.id).where(Meeting.series_id == meeting.series_id, may_read_minutes(viewer))
    readable = {meeting.id, *session.scalars(ids)}
    return {
        key: [one for one in chain if one.meeting_id in readable]
        for key, chain in chains_of(session, meeting.series_id).items()
    }


def _line(
    item: AgendaItem,
    chains: Mapping[int, Sequence[AgendaItem]],
    made: Mapping[int, Sequence[Commitment]],
) -> AgendaLine:
    before = [
        one
        for one in chains[item.id]
        if one.meeting.state in TOOK_PLACE and comes_before(one.meeting, item.meeting)
    ]
    return AgendaLine(
        item=item, before=before, unsettled=open_of(before), commitments=made.get(item.id, ())
    )
