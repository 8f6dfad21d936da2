"""Barriers as pages show them: their last measure, their course, and what was made of them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload

from models.barrier import BarrierLink, BarrierMeasure, BarrierPromise
from models.commitment import Commitment
from models.meeting import AgendaItem, Meeting
from models.plan_enums import Barrier
from wasl.access.permissions import Permission
from wasl.access.scope import visible
from wasl.access.viewer import Viewer
from wasl.barriers.course import Course, Rate, course_of
from wasl.barriers.read_signs import WINDOW
from wasl.operations.barriers.put_on_agenda import Finding
from wasl.operations.commitments.told import Drawn, tell_commitments
from wasl.operations.meetings.steps import AHEAD


@dataclass(frozen=True, kw_only=True)
class Promised:
    """A commitment that answers a barrier, with what became of it."""

    commitment: Commitment
    drawn: Drawn


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What was put on an agenda about a barrier and promised there, or a commitment on its own.

    item: none where whoever looks may not see that meeting. then: how large the barrier was.
    linked: somebody linked its commitment, and can take that back.
    """

    item: AgendaItem | None
    then: Rate | None
    course: Course
    promised: Sequence[Promised]
    linked: bool = False


@dataclass(frozen=True, kw_only=True)
class BarrierLine:
    """A barrier in a place. now: of the last day that was measured; course: of half a year."""

    barrier: Barrier
    now: Rate | None
    course: Sequence[Rate]
    answers: Sequence[Answer]

    @property
    def fallen(self) -> bool:
        """Whether it fell since everything that was put on an agenda about it."""
        return bool(self.answers) and all(one.course is Course.FALLEN for one in self.answers)


def read_barriers(
    session: Session, viewer: Viewer, place: str | None, today: date
) -> list[BarrierLine]:
    """Return all barriers of a place, or of the country, the worst first."""
    links, promises = _links(session, place), _promises(session, viewer, place)
    days = {one.since for one in links} | {one.since for one in promises}
    rates = _rates(session, place, today, days)
    answers = _answers(session, viewer, links, rates, today)
    for barrier, linked in _answers_linked(session, viewer, promises, rates, today).items():
        answers[barrier] += linked
    lines = [
        BarrierLine(
            barrier=barrier,
            now=rates[barrier][-1] if rates[barrier] else None,
            course=[one for one in rates[barrier] if one.day >= today - WINDOW],
            answers=answers[barrier],
        )
        for barrier in Barrier
    ]
    return sorted(lines, key=_worst_first)


def read_places(session: Session, barrier: Barrier) -> list[tuple[str, Rate]]:
    """Return the last measure of a barrier in each governorate, by code."""
    last = select(func.max(BarrierMeasure.on_day)).scalar_subquery()
    found = session.scalars(
        select(BarrierMeasure).where(
            BarrierMeasure.barrier == barrier,
            BarrierMeasure.governorate_code.is_not(None),
            BarrierMeasure.on_day == last,
        )
    )
    return [(one.governorate_code or "", _rate(one)) for one in found]


def list_ahead(session: Session, found: Finding, today: date) -> list[Meeting]:
    """Return the meetings on whose agenda a barrier can be put and does not stand yet."""
    there = (
        select(AgendaItem.meeting_id)
        .join(BarrierLink, BarrierLink.item_id == AgendaItem.id)
        .where(
            BarrierLink.barrier == found.barrier,
            BarrierLink.governorate_code.is_not_distinct_from(found.governorate),
        )
    )
    statement = select(Meeting).where(
        Meeting.state.in_(AHEAD), Meeting.held_on >= today, Meeting.id.not_in(there)
    )
    return list(session.scalars(statement.order_by(Meeting.held_on, Meeting.id)))


def _worst_first(line: BarrierLine) -> tuple[int, int, str]:
    now = line.now
    if now is None or now.met is None:
        return (1, 0, line.barrier.value)
    return (-now.met, -(now.percent or 0), line.barrier.value)


def _rate(measure: BarrierMeasure) -> Rate:
    return Rate(day=measure.on_day, met=measure.met, looked_at=measure.looked_at)


def _rates(
    session: Session, place: str | None, today: date, more: Iterable[date]
) -> Mapping[Barrier, list[Rate]]:
    """Return the measures of half a year, and those of more days, in the order of time."""
    found: dict[Barrier, list[Rate]] = defaultdict(list)
    statement = (
        select(BarrierMeasure)
        .where(
            BarrierMeasure.governorate_code.is_not_distinct_from(place),
            or_(BarrierMeasure.on_day >= today - WINDOW, BarrierMeasure.on_day.in_(set(more))),
        )
        .order_by(BarrierMeasure.on_day)
    )
    for one in session.scalars(statement):
        found[one.barrier].append(_rate(one))
    return found


def _links(session: Session, place: str | None) -> Sequence[BarrierLink]:
    statement = (
        select(BarrierLink)
        .where(BarrierLink.governorate_code.is_not_distinct_from(place))
        .options(joinedload(BarrierLink.item).joinedload(AgendaItem.meeting))
        .order_by(BarrierLink.id.desc())
    )
    return session.scalars(statement).all()


def _promises(session: Session, viewer: Viewer, place: str | None) -> Sequence[BarrierPromise]:
    statement = (
        select(BarrierPromise)
        .join(Commitment, Commitment.id == BarrierPromise.commitment_id)
        .where(
            BarrierPromise.governorate_code.is_not_distinct_from(place),
            visible(viewer, Permission.SEE_COMMITMENT),
        )
        .options(joinedload(BarrierPromise.commitment))
        .order_by(BarrierPromise.id.desc())
    )
    return session.scalars(statement).all()


def _answers_linked(
    session: Session,
    viewer: Viewer,
    promises: Sequence[BarrierPromise],
    rates: Mapping[Barrier, Sequence[Rate]],
    today: date,
) -> Mapping[Barrier, list[Answer]]:
    """Return the commitments that somebody linked with barriers, each as an answer of its own."""
    told = tell_commitments(session, viewer, [one.commitment for one in promises], today)
    answers: dict[Barrier, list[Answer]] = defaultdict(list)
    for one in promises:
        then, course = _since(one.since, rates.get(one.barrier, ()))
        promised = Promised(commitment=one.commitment, drawn=told[one.commitment_id].drawn)
        answer = Answer(item=None, then=then, course=course, promised=[promised], linked=True)
        answers[one.barrier].append(answer)
    return answers


def _since(day: date, measured: Sequence[Rate]) -> tuple[Rate | None, Course]:
    """Return how large a barrier was on a day, and its course since."""
    then = next((one for one in measured if one.day == day), None)
    return then, course_of(then, measured[-1] if measured else None)


def _answers(
    session: Session,
    viewer: Viewer,
    links: Sequence[BarrierLink],
    rates: Mapping[Barrier, Sequence[Rate]],
    today: date,
) -> dict[Barrier, list[Answer]]:
    seen = _seen_meetings(session, viewer, links)
    promised = _promised(session, viewer, links, today)
    answers: dict[Barrier, list[Answer]] = defaultdict(list)
    for link in links:
        item = link.item if link.item.meeting_id in seen else None
        then, course = _since(link.since, rates.get(link.barrier, ()))
        if item or promised[link.id]:
            answers[link.barrier].append(
                Answer(item=item, then=then, course=course, promised=promised[link.id])
            )
    return answers


def _seen_meetings(session: Session, viewer: Viewer, links: Sequence[BarrierLink]) -> set[int]:
    meetings = [link.item.meeting_id for link in links]
    allowed = visible(viewer, Permission.SEE_MEETING)
    return set(session.scalars(select(Meeting.id).where(Meeting.id.in_(meetings), allowed)))


def _promised(
    session: Session, viewer: Viewer, links: Sequence[BarrierLink], today: date
) -> Mapping[int, list[Promised]]:
    """Return by link what was promised at its point, or at one that it was carried over to."""
    links_of = {link.item_id: link.id for link in links}
    began = select(AgendaItem.id.label("first"), AgendaItem.id.label("item")).where(
        AgendaItem.id.in_(links_of)
    )
    chain = began.cte(recursive=True)
    chain = chain.union_all(
        select(chain.c.first, AgendaItem.id).where(AgendaItem.carried_from_id == chain.c.item)
    )
    allowed = visible(viewer, Permission.SEE_COMMITMENT)
    rows = session.execute(
        select(chain.c.first, Commitment)
        .join(Commitment, Commitment.item_id == chain.c.item)
        .where(allowed)
        .order_by(Commitment.id)
    ).all()
    told = tell_commitments(session, viewer, [made for _first, made in rows], today)
    found: dict[int, list[Promised]] = defaultdict(list)
    for first, made in rows:
        found[links_of[first]].append(Promised(commitment=made, drawn=told[made.id].drawn))
    return found
