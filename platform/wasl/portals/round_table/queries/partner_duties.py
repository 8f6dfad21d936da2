"""What falls to an organisation: barriers it is in charge of, and what meetings gave it to do."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from models.barrier import BarrierLink
from models.meeting import AgendaItem, Meeting, Participant, Resolution
from models.plan_enums import Barrier
from models.round_table_enums import MeetingState, ResolutionState
from wasl.access.permissions import Permission
from wasl.access.scope import visible
from wasl.access.viewer import Viewer
from wasl.barriers.bodies import list_bodies
from wasl.barriers.course import Rate
from wasl.figures.tables import ALL
from wasl.portals.round_table.queries.barriers_met import BarriersMet, read_barriers_met

MOST_PLACES = 3


@dataclass(frozen=True, kw_only=True)
class BarrierInCharge:
    """A barrier, how many in the country met it, and the points of agendas about it.

    rate: none where too few are told of. worst: the governorates where most are told to meet it.
    """

    barrier: Barrier
    rate: Rate | None
    worst: Sequence[tuple[str, Rate]]
    items: Sequence[AgendaItem]


@dataclass(frozen=True, kw_only=True)
class Duties:
    """What falls to an organisation. handed: meetings of which it may be told: it sits at them, or
    their minutes are published."""

    barriers: Sequence[BarrierInCharge]
    resolutions: Sequence[Resolution]
    handed: frozenset[int]


def read_duties(
    session: Session, by: Viewer, called: frozenset[str], ids: Collection[int]
) -> Duties:
    """Return what falls to an organisation. called: its folded names as a body, ids: all names."""
    barriers = _barriers(session, by, called)
    resolutions = _resolutions(session, by, ids)
    meetings = {one.item.meeting_id for one in resolutions}
    meetings |= {item.meeting_id for one in barriers for item in one.items}
    return Duties(
        barriers=barriers, resolutions=resolutions, handed=_handed(session, meetings, ids)
    )


def _barriers(session: Session, by: Viewer, called: frozenset[str]) -> list[BarrierInCharge]:
    mine = {one for body in list_bodies() if body.keys & called for one in body.barriers}
    met = read_barriers_met(session)
    rates = dict(met.at(ALL))
    items = _items(session, by, mine)
    found = [
        BarrierInCharge(
            barrier=one, rate=rates.get(one), worst=_worst(met, one), items=items.get(one, ())
        )
        for one in Barrier
        if one in mine
    ]
    return sorted(found, key=lambda one: -(one.rate.percent or 0) if one.rate else 1)


def _worst(met: BarriersMet, barrier: Barrier) -> list[tuple[str, Rate]]:
    found = [
        (place, rate)
        for place, told in met.of_places.items()
        for of_place, rate in told
        if of_place is barrier and place != ALL and rate.percent
    ]
    return sorted(found, key=lambda one: (-(one[1].percent or 0), one[0]))[:MOST_PLACES]


def _items(
    session: Session, by: Viewer, barriers: Collection[Barrier]
) -> Mapping[Barrier, list[AgendaItem]]:
    """Return the points about some barriers, wherever, that somebody may see: the latest first."""
    rows = session.execute(
        select(BarrierLink.barrier, AgendaItem)
        .join(AgendaItem, AgendaItem.id == BarrierLink.item_id)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(BarrierLink.barrier.in_(barriers), visible(by, Permission.SEE_MEETING))
        .options(joinedload(AgendaItem.meeting))
        .order_by(Meeting.held_on.desc(), AgendaItem.id)
    )
    found: dict[Barrier, list[AgendaItem]] = defaultdict(list)
    for barrier, item in rows:
        found[barrier].append(item)
    return found


def _resolutions(session: Session, by: Viewer, ids: Collection[int]) -> Sequence[Resolution]:
    """Return what waits for it: what is due first first."""
    return session.scalars(
        select(Resolution)
        .join(Resolution.item)
        .join(AgendaItem.meeting)
        .where(
            Resolution.responsible_id.in_(ids),
            Resolution.state == ResolutionState.OPEN,
            visible(by, Permission.SEE_MEETING),
        )
        .options(joinedload(Resolution.item).joinedload(AgendaItem.meeting))
        .order_by(Resolution.due_on.is_(None), Resolution.due_on, Resolution.id)
    ).all()


def _handed(session: Session, meetings: Collection[int], ids: Collection[int]) -> frozenset[int]:
    published = select(Meeting.id).where(
        Meeting.id.in_(meetings), Meeting.state == MeetingState.PUBLISHED
    )
    sat = select(Participant.meeting_id).where(
        Participant.meeting_id.in_(meetings), Participant.organisation_id.in_(ids)
    )
    return frozenset(session.scalars(published.union(sat)))
