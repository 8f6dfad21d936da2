"""What an organisation could give next, in order, and whom that would serve; nobody is named.

How many people are ready comes from the gap board: protected, in fives, or not told.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from models.capacity import Capacity
from models.commitment import Commitment, CommitmentParty
from models.enums import OpportunityKind
from models.opportunity import Opportunity
from models.round_table_enums import CommitmentKind, CommitmentState
from models.round_table_states import COUNTED_KINDS, ENDED_OFFERS, STANDING_OFFERS
from wasl.figures.tables import ALL
from wasl.operations.commitments.shares import read_kept
from wasl.operations.engagement.given import FOR_PEOPLE, Given
from wasl.operations.engagement.stages import Stage, stages_of
from wasl.operations.gaps.board import Board, Gap
from wasl.operations.gaps.members import Member, read_members, trades_of_sections
from wasl.operations.gaps.suggest import Reason, suggest
from wasl.operations.referrals.responsiveness import Responsiveness, responsiveness_of


class StepKind(StrEnum):
    """What can be done next, in the order of a roadmap."""

    ANSWER = "answer"
    PROMISE = "promise"
    CAPACITY = "capacity"
    GAP = "gap"
    REGISTER = "register"
    PROFILE = "profile"
    MEET = "meet"


@dataclass(frozen=True, kw_only=True)
class Step:
    """Something to do next. group, governorate: of which trade and where; none, not said.

    quantity: places or units, or people who wait for an answer; none: each one counts. ready: how
    many are ready for it, protected; none: not told. most: no more than these have no place yet.
    """

    kind: StepKind
    offer: OpportunityKind | None = None
    group: str | None = None
    governorate: str | None = None
    quantity: int | None = None
    ready: int | None = None
    most: int | None = None
    commitment: Commitment | None = None
    capacity: Capacity | None = None
    reason: Reason | None = None
    late: bool = False

    @property
    def serves(self) -> int | None:
        """How many people it would serve, at most; none where that is not told."""
        if self.ready is None:
            return None
        limits = (self.quantity, self.most, self.ready)
        return min(limit for limit in limits if limit is not None)


def read_roadmaps(
    session: Session, given: Sequence[Given], board: Board, today: date
) -> list[list[Step]]:
    """Return what each of some organisations could do next, in their order, the first first."""
    organisations = [one for each in given for one in each.names]
    ready = {(gap.group, gap.governorate): gap for gap in board.gaps}
    members = {one.organisation.id: one for one in read_members(session, organisations, today)}
    promises = _promises(session, given, ready, today)
    lines = _capacities(session, members, ready, today)
    trades = trades_of_sections(session)
    answers = responsiveness_of(session, [one.id for one in organisations])
    found = []
    for each in given:
        ids = [one.id for one in each.names]
        known = [*_unique(promises, ids), *(step for key in ids for step in lines[key])]
        gaps = _gaps([members[key] for key in ids], board.gaps, trades, known)
        steps = [*_waiting([answers[key] for key in ids]), *known, *gaps, *_way(each)]
        found.append(sorted(steps, key=_rank))
    return found


def _rank(step: Step) -> tuple[int, bool, date, int]:
    """Order by kind; what is late or due first, then what serves most."""
    due = step.commitment.deadline if step.commitment else None
    order = list(StepKind).index(step.kind)
    return order, not step.late, due or date.max, -(step.serves or 0)


def _waiting(answers: Sequence[Responsiveness]) -> Iterator[Step]:
    waiting = sum(one.waiting for one in answers)
    if waiting:
        yield Step(kind=StepKind.ANSWER, quantity=waiting)


def _way(given: Given) -> Iterator[Step]:
    """Yield the stages that only somebody's word can bring: account, profile, meeting."""
    reached = stages_of(given)
    for stage, kind in (
        (Stage.REGISTERED, StepKind.REGISTER),
        (Stage.PROFILE, StepKind.PROFILE),
        (Stage.MET, StepKind.MEET),
    ):
        if stage not in reached:
            yield Step(kind=kind)


def _promises(
    session: Session,
    given: Sequence[Given],
    ready: Mapping[tuple[str, str], Gap],
    today: date,
) -> Mapping[int, list[Step]]:
    """Return what is promised and not offered yet, by party: as that one may know it."""
    names = {one.id: {other.id for other in each.names} for each in given for one in each.names}
    rows = session.execute(
        select(CommitmentParty.organisation_id, Commitment)
        .join(Commitment, Commitment.id == CommitmentParty.commitment_id)
        .where(
            CommitmentParty.organisation_id.in_(names),
            Commitment.state == CommitmentState.STANDING,
            Commitment.kind != CommitmentKind.POLICY,
        )
        .order_by(Commitment.id)
    ).all()
    kept = read_kept(session, list(dict.fromkeys(one for _id, one in rows)))
    found: dict[int, list[Step]] = defaultdict(list)
    for organisation, one in rows:
        if left := kept[one.id].share_of(names[organisation]).left:
            step = Step(
                kind=StepKind.PROMISE,
                offer=COUNTED_KINDS[one.kind],
                group=one.occupation_code,
                governorate=one.governorate_code,
                quantity=left,
                commitment=one,
                late=one.deadline is not None and one.deadline < today,
            )
            found[organisation].append(_for_people(step, ready))
    return found


def _unique(promises: Mapping[int, list[Step]], ids: Sequence[int]) -> Iterator[Step]:
    """Yield what was promised under any of several names, each commitment once."""
    seen: set[int] = set()
    for step in (step for key in ids for step in promises.get(key, ())):
        if step.commitment is not None and step.commitment.id not in seen:
            seen.add(step.commitment.id)
            yield step


def _capacities(
    session: Session,
    members: Mapping[int, Member],
    ready: Mapping[tuple[str, str], Gap],
    today: date,
) -> Mapping[int, list[Step]]:
    """Return the lines of profiles that are not posted, or not all of them, by organisation."""
    posted = (
        select(Opportunity.capacity_id, func.sum(Opportunity.seats).label("seats"))
        .where(
            Opportunity.capacity_id.is_not(None),
            Opportunity.status.in_(STANDING_OFFERS | ENDED_OFFERS),
        )
        .group_by(Opportunity.capacity_id)
        .subquery()
    )
    rows = session.execute(
        select(Capacity, func.coalesce(posted.c.seats, 0))
        .outerjoin(posted, posted.c.capacity_id == Capacity.id)
        .where(
            Capacity.organisation_id.in_(members),
            Capacity.ended_at.is_(None),
            or_(Capacity.available_until.is_(None), Capacity.available_until >= today),
        )
        .order_by(Capacity.id)
    )
    found: dict[int, list[Step]] = defaultdict(list)
    for line, seats in rows:
        if line.quantity > seats:
            step = Step(
                kind=StepKind.CAPACITY,
                offer=line.kind,
                group=line.occupation_code,
                governorate=line.governorate_code,
                quantity=line.quantity - int(seats),
                capacity=line,
            )
            places = members[line.organisation_id].places
            found[line.organisation_id].append(_for_people(step, ready, places))
    return found


def _for_people(
    step: Step, ready: Mapping[tuple[str, str], Gap], places: Iterable[str] = ()
) -> Step:
    """Say how many are ready for a step, where it names a trade and gives places to people.

    places: where a step can be done that names no governorate; none, in the whole country.
    """
    if step.group is None or step.offer not in FOR_PEOPLE:
        return step
    there = [step.governorate] if step.governorate else (sorted(places) or [ALL])
    cells = ((step.group, place) for place in there)
    told = [ready[cell].ready for cell in cells if cell in ready]
    numbers = [number for number in told if number is not None]
    return replace(step, ready=sum(numbers) if numbers else None)


def _gaps(
    members: Sequence[Member],
    gaps: Sequence[Gap],
    trades: Mapping[str, frozenset[str]],
    known: Sequence[Step],
) -> list[Step]:
    """Return gaps that it could close besides what it promised or said that it could give."""
    covered = {(step.group, step.governorate or ALL) for step in known}
    everywhere = {group for group, governorate in covered if governorate == ALL}
    open_ones = [
        gap
        for gap in gaps
        if (gap.group, gap.governorate) not in covered and gap.group not in everywhere
    ]
    found: dict[tuple[str, str], Step] = {}
    for member in members:
        bare = replace(member, lines=[], unfilled=[])
        for one in suggest([bare], open_ones, trades):
            found.setdefault(
                (one.gap.group, one.gap.governorate),
                Step(
                    kind=StepKind.GAP,
                    offer=one.kind,
                    group=one.gap.group,
                    governorate=one.gap.governorate or None,
                    ready=one.gap.ready,
                    most=one.gap.missing,
                    reason=one.reason,
                ),
            )
    return list(found.values())
