"""Recommendations, decisions and actions across meetings: lists, and the chain of one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, case, select, true
from sqlalchemy.orm import Session, contains_eager, joinedload

from models.meeting import AgendaItem, Meeting, MeetingSeries, Resolution
from models.opportunity import Organisation
from models.round_table_enums import MeetingState, ResolutionKind, ResolutionState
from wasl.access.permissions import Permission
from wasl.access.scope import visible
from wasl.access.table import relations
from wasl.access.viewer import Viewer
from wasl.paging import Page, cut


@dataclass(frozen=True, kw_only=True)
class ResolutionFilter:
    """What the list is narrowed to. state: none means all. series, responsible: by public id."""

    kind: ResolutionKind | None = None
    state: ResolutionState | None = None
    series: str = ""
    responsible: str = ""
    overdue: bool = False

    @property
    def active(self) -> int:
        """How many filters are set, beside the state."""
        return sum(bool(one) for one in (self.kind, self.series, self.responsible, self.overdue))

    def as_address(self, state: str) -> dict[str, str | None]:
        """Return the filters as the parameters of an address. state: its word, empty for all."""
        return {
            "state": state,
            "kind": self.kind.value if self.kind else None,
            "series": self.series or None,
            "responsible": self.responsible or None,
            "overdue": "1" if self.overdue else None,
        }


@dataclass(frozen=True, kw_only=True)
class Chain:
    """What something follows from, back to the beginning, and what follows from it."""

    before: Sequence[Resolution]
    after: Sequence[Resolution]


def may_read_minutes(viewer: Viewer) -> ColumnElement[bool]:
    """Tell, in a statement on Meeting, of which ones somebody may read the minutes.

    Who writes minutes reads them all; everybody else those that are published, of what they see.
    """
    seen = visible(viewer, Permission.SEE_MEETING)
    writes = viewer.is_system or relations(viewer.role, Permission.CHANGE_MEETING)
    return seen & (true() if writes else Meeting.state == MeetingState.PUBLISHED)


def list_resolutions(
    session: Session, viewer: Viewer, wanted: ResolutionFilter, page: int, today: date
) -> Page[Resolution]:
    """Return a page of what meetings came to: what is overdue first, then by its day."""
    statement = _in_order(viewer, wanted, today)
    part = cut(session, statement, page)
    found = session.scalars(_loaded(statement).offset(part.offset).limit(part.size)).all()
    return part.page(found)


def all_resolutions(
    session: Session, viewer: Viewer, wanted: ResolutionFilter, today: date
) -> Sequence[Resolution]:
    """Return all that `list_resolutions` has on its pages, in the same order."""
    return session.scalars(_loaded(_in_order(viewer, wanted, today))).all()


def _in_order(viewer: Viewer, wanted: ResolutionFilter, today: date) -> Select[Resolution]:
    late = (Resolution.state == ResolutionState.OPEN) & (Resolution.due_on < today)
    return (
        _said(viewer)
        .where(*_narrowed(wanted, late))
        .order_by(
            case((late, 0), else_=1),
            case((Resolution.state == ResolutionState.OPEN, 0), else_=1),
            case((Resolution.due_on.is_(None), 1), else_=0),
            Resolution.due_on,
            Meeting.held_on.desc(),
            Resolution.id,
        )
    )


def _loaded(statement: Select[Resolution]) -> Select[Resolution]:
    return statement.options(
        contains_eager(Resolution.item)
        .contains_eager(AgendaItem.meeting)
        .joinedload(Meeting.series),
        joinedload(Resolution.responsible),
        joinedload(Resolution.follows),
    )


def list_series_said(session: Session, viewer: Viewer) -> Sequence[MeetingSeries]:
    """Return the series in which something was said that somebody may read."""
    ids = _said(viewer).with_only_columns(Meeting.series_id)
    found = select(MeetingSeries).where(MeetingSeries.id.in_(ids)).order_by(MeetingSeries.name)
    return session.scalars(found).all()


def list_responsible(session: Session, viewer: Viewer) -> Sequence[Organisation]:
    """Return the organisations to whom something falls that somebody may read."""
    ids = _said(viewer).with_only_columns(Resolution.responsible_id)
    found = select(Organisation).where(Organisation.id.in_(ids)).order_by(Organisation.name)
    return session.scalars(found).all()


def read_chain(session: Session, resolution: Resolution) -> Chain:
    """Return what leads to something that was said, and all that came of it."""
    before: list[Resolution] = []
    after: list[Resolution] = []
    earlier = resolution.follows
    while earlier is not None:
        before.insert(0, earlier)
        earlier = earlier.follows
    waiting = [resolution.id]
    while waiting:
        found = session.scalars(
            select(Resolution).where(Resolution.follows_id.in_(waiting)).order_by(Resolution.id)
        ).all()
        after += found
        waiting = [one.id for one in found]
    return Chain(before=before, after=after)


def _said(viewer: Viewer) -> Select[Resolution]:
    return (
        select(Resolution)
        .join(Resolution.item)
        .join(AgendaItem.meeting)
        .where(may_read_minutes(viewer))
    )


def _narrowed(wanted: ResolutionFilter, late: ColumnElement[bool]) -> Sequence[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.kind is not None:
        conditions.append(Resolution.kind == wanted.kind)
    if wanted.state is not None:
        conditions.append(Resolution.state == wanted.state)
    if wanted.series:
        series = select(MeetingSeries.id).where(MeetingSeries.public_id == wanted.series)
        conditions.append(Meeting.series_id.in_(series))
    if wanted.responsible:
        theirs = select(Organisation.id).where(Organisation.public_id == wanted.responsible)
        conditions.append(Resolution.responsible_id.in_(theirs))
    if wanted.overdue:
        conditions.append(late)
    return conditions
