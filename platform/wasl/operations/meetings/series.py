"""What belongs together in a series of meetings: its members, and points that go on and on."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from models.meeting import AgendaItem, Meeting, Participant, Resolution
from models.opportunity import Organisation
from models.round_table_enums import MeetingState, ResolutionState

TOOK_PLACE = frozenset({MeetingState.HELD, MeetingState.PUBLISHED})
AHEAD = frozenset({MeetingState.PLANNED, MeetingState.CALLED})


def series_members(series_id: int) -> Select[Any]:
    """Return the statement of the organisations that any meeting of a series has or had."""
    seats = (
        select(Participant.organisation_id)
        .join(Meeting, Meeting.id == Participant.meeting_id)
        .where(Meeting.series_id == series_id)
    )
    return select(Organisation).where(Organisation.id.in_(seats)).order_by(Organisation.name)


def is_member(session: Session, series_id: int, organisation: Organisation) -> bool:
    """Tell whether an organisation takes or took part in a series."""
    found = series_members(series_id).where(Organisation.id == organisation.id)
    return session.scalar(found) is not None


def chains_of(session: Session, series_id: int) -> Mapping[int, Sequence[AgendaItem]]:
    """Return the points of a series by the id of each point, with the same ones before and after.

    A chain is in the order of its meetings; its points share one sequence.
    """
    statement = (
        select(AgendaItem)
        .join(AgendaItem.meeting)
        .where(Meeting.series_id == series_id)
        .options(
            contains_eager(AgendaItem.meeting),
            selectinload(AgendaItem.resolutions).joinedload(Resolution.responsible),
            joinedload(AgendaItem.presenter),
        )
        .order_by(Meeting.held_on, Meeting.id, AgendaItem.position, AgendaItem.id)
        .execution_options(populate_existing=True)
    )
    items = list(session.scalars(statement))
    before = {item.id: item.carried_from_id for item in items}
    chains: dict[int, list[AgendaItem]] = defaultdict(list)
    for item in items:
        chains[_first(before, item.id)].append(item)
    return {item.id: chain for chain in chains.values() for item in chain}


def _first(before: Mapping[int, int | None], item_id: int) -> int:
    """Return where a chain began. No point is carried from a later one, so this comes to an end."""
    while (earlier := before.get(item_id)) is not None:
        item_id = earlier
    return item_id


def comes_before(one: Meeting, other: Meeting) -> bool:
    """Tell whether a meeting of a series is earlier than another."""
    return (one.held_on, one.id) < (other.held_on, other.id)


def open_of(chain: Sequence[AgendaItem]) -> list[Resolution]:
    """Return what is not settled of a chain of points, the oldest first."""
    return [
        resolution
        for item in chain
        for resolution in item.resolutions
        if resolution.state is ResolutionState.OPEN
    ]
