"""How far commitments have come: pledged → offered → filled → retained, counted from records.

Nothing of it is kept anywhere. Offered: places of postings that count (`models.cited`) and stand;
of a posting that was closed or expired, those that came to somebody. Filled: people who began,
units and loans that were handed over. Retained: places that both sides still confirm after
`RETAINED_DAY` days; of stock, what was receipted.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from models.cited import counts, waits
from models.commitment import Citation, Commitment, Milestone
from models.enums import OpportunityStatus
from models.opportunity import Opportunity
from models.placement import Allocation, Placement, PlacementCheck
from models.referral_enums import AllocationState, CheckAnswer, EndCause
from models.round_table_enums import CommitmentKind, CommitmentProgress, CommitmentState
from models.round_table_states import ENDED_OFFERS, RETAINED_DAY, STANDING_OFFERS

_Ids = Sequence[int] | Select[int]


@dataclass(frozen=True)
class DrawDown:
    """What became of a commitment, in places or units; of policy, in milestones."""

    pledged: int
    offered: int = 0
    filled: int = 0
    retained: int = 0
    to_confirm: int = 0

    @property
    def left(self) -> int:
        """Places that were promised and are not offered yet."""
        return max(0, self.pledged - self.offered)


@dataclass(frozen=True)
class Cited:
    """A posting that counts for a commitment, or waits for a word, with what came of it.

    posted: its places since it was first seen, whether or not they came to somebody.
    """

    commitment_id: int
    opportunity_id: int
    counts: bool
    posted: int
    offered: int
    filled: int
    retained: int


@dataclass(frozen=True)
class CameOf:
    """What became of a posting, whether or not it counts for a commitment."""

    offered: int
    filled: int
    retained: int


def draw_down(session: Session, commitments: Sequence[Commitment]) -> dict[int, DrawDown]:
    """Return what became of commitments, by their id."""
    ids = [one.id for one in commitments]
    cited = defaultdict(list)
    for one in cited_postings(session, ids):
        cited[one.commitment_id].append(one)
    milestones = _milestones(session, ids)
    return {
        one.id: _of_policy(one, milestones)
        if one.kind is CommitmentKind.POLICY
        else sum_up(one.quantity, cited[one.id])
        for one in commitments
    }


def cited_postings(session: Session, commitment_ids: Sequence[int]) -> list[Cited]:
    """Return the postings of some commitments that count or wait for a word, refused ones not."""
    found: list[Cited] = []
    for counted, condition in ((True, counts()), (False, waits())):
        rows = session.execute(
            select(Citation.commitment_id, Opportunity.id, Opportunity.status, Opportunity.seats)
            .join(Opportunity, Opportunity.id == Citation.opportunity_id)
            .where(Citation.commitment_id.in_(commitment_ids), condition)
            .order_by(Citation.commitment_id, Opportunity.id)
        ).all()
        postings = [row.id for row in rows]
        filled, retained = _filled(session, postings), _retained(session, postings)
        found += [
            Cited(
                commitment_id=row.commitment_id,
                opportunity_id=row.id,
                counts=counted,
                posted=row.seats if row.status in STANDING_OFFERS | ENDED_OFFERS else 0,
                offered=_offered(row.status, row.seats, filled.get(row.id, 0)),
                filled=filled.get(row.id, 0),
                retained=retained.get(row.id, 0),
            )
            for row in rows
        ]
    return found


def came_of(session: Session, postings: Select[int]) -> dict[int, CameOf]:
    """Return what became of postings, by their id. postings: a statement that yields ids."""
    filled, retained = _filled(session, postings), _retained(session, postings)
    rows = session.execute(
        select(Opportunity.id, Opportunity.status, Opportunity.seats).where(
            Opportunity.id.in_(postings)
        )
    )
    return {
        row.id: CameOf(
            offered=_offered(row.status, row.seats, filled.get(row.id, 0)),
            filled=filled.get(row.id, 0),
            retained=retained.get(row.id, 0),
        )
        for row in rows
    }


def progress_of(commitment: Commitment, drawn: DrawDown, today: date) -> CommitmentProgress:
    """Return how far a commitment has come, as of a day."""
    if commitment.state is CommitmentState.WITHDRAWN:
        return CommitmentProgress.WITHDRAWN
    if drawn.filled >= drawn.pledged:
        return CommitmentProgress.FULFILLED
    if commitment.deadline is not None and commitment.deadline < today:
        return CommitmentProgress.OVERDUE
    return CommitmentProgress.UNDER_WAY if drawn.offered else CommitmentProgress.NOT_STARTED


def _offered(status: OpportunityStatus, seats: int, filled: int) -> int:
    if status in STANDING_OFFERS:
        return seats
    return filled if status in ENDED_OFFERS else 0


def sum_up(pledged: int, cited: Sequence[Cited]) -> DrawDown:
    """Return what became of a promise by some postings: those that count, and those that wait."""
    mine = [one for one in cited if one.counts]
    return DrawDown(
        pledged=pledged,
        offered=sum(one.offered for one in mine),
        filled=sum(one.filled for one in mine),
        retained=sum(one.retained for one in mine),
        to_confirm=sum(one.offered for one in cited if not one.counts),
    )


def _filled(session: Session, opportunity_ids: _Ids) -> dict[int, int]:
    began = or_(Placement.end_cause.is_(None), Placement.end_cause != EndCause.NEVER_STARTED)
    places = (
        select(Placement.opportunity_id, func.sum(Placement.quantity))
        .where(Placement.opportunity_id.in_(opportunity_ids), began)
        .group_by(Placement.opportunity_id)
    )
    given = (
        select(Allocation.opportunity_id, func.sum(Allocation.quantity))
        .where(
            Allocation.opportunity_id.in_(opportunity_ids), Allocation.handed_over_at.is_not(None)
        )
        .group_by(Allocation.opportunity_id)
    )
    return _totals(session, places, given)


def _retained(session: Session, opportunity_ids: _Ids) -> dict[int, int]:
    confirmed = (
        select(PlacementCheck.placement_id)
        .where(PlacementCheck.day == RETAINED_DAY, PlacementCheck.answer == CheckAnswer.STILL_THERE)
        .group_by(PlacementCheck.placement_id)
        .having(func.count() == 2)  # both sides
    )
    places = (
        select(Placement.opportunity_id, func.sum(Placement.quantity))
        .where(Placement.opportunity_id.in_(opportunity_ids), Placement.id.in_(confirmed))
        .group_by(Placement.opportunity_id)
    )
    receipted = (
        select(Allocation.opportunity_id, func.sum(Allocation.quantity))
        .where(
            Allocation.opportunity_id.in_(opportunity_ids),
            Allocation.state == AllocationState.RECEIPTED,
        )
        .group_by(Allocation.opportunity_id)
    )
    return _totals(session, places, receipted)


def _totals(session: Session, *statements: Select[int, int]) -> dict[int, int]:
    totals: dict[int, int] = defaultdict(int)
    for statement in statements:
        for opportunity_id, number in session.execute(statement):
            totals[opportunity_id] += int(number)
    return totals


def _milestones(session: Session, commitment_ids: Sequence[int]) -> Mapping[int, tuple[int, int]]:
    rows = session.execute(
        select(Milestone.commitment_id, func.count(), func.count(Milestone.done_on))
        .where(Milestone.commitment_id.in_(commitment_ids))
        .group_by(Milestone.commitment_id)
    )
    return {commitment: (steps, done) for commitment, steps, done in rows}


def _of_policy(commitment: Commitment, milestones: Mapping[int, tuple[int, int]]) -> DrawDown:
    """Count a measure's milestones; one without any is one step that is not done."""
    steps, done = milestones.get(commitment.id, (1, 0))
    return DrawDown(pledged=steps, offered=done, filled=done, retained=done)
