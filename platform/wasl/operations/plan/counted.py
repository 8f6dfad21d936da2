"""What became of commitments within a time: counted from the same records as `draw_down`."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Row, func, or_, select
from sqlalchemy.orm import Session

from models.commitment import Commitment
from models.enums import OpportunityStatus
from models.opportunity import Opportunity
from models.opportunity_log import OpportunityMove
from models.placement import Allocation, Placement, PlacementCheck
from models.referral_enums import AllocationState, CheckAnswer, EndCause
from models.round_table_states import RETAINED_DAY
from wasl.operations.commitments.draw_down import Cited, cited_postings
from wasl.operations.plan.half_years import HalfYear


@dataclass(frozen=True)
class Moved:
    """What was added for a commitment in a time: places or units.

    offered: of postings that were first published then. filled: who began, what was handed over.
    lasted: what both sides confirmed then, or what was receipted.
    """

    offered: int = 0
    filled: int = 0
    lasted: int = 0


def count_within(
    session: Session, commitments: Sequence[Commitment], half: HalfYear
) -> dict[int, Moved]:
    """Return what was added for commitments in a half year, by their id."""
    ids = [one.id for one in commitments]
    cited: dict[int, list[Cited]] = defaultdict(list)
    for one in cited_postings(session, ids):
        if one.counts:
            cited[one.commitment_id].append(one)
    postings = [one.opportunity_id for some in cited.values() for one in some]
    shown = _first_published(session, postings, half)
    filled, lasted = _filled(session, postings, half), _lasted(session, postings, half)
    return {
        key: Moved(
            offered=sum(one.offered for one in cited[key] if one.opportunity_id in shown),
            filled=sum(filled[one.opportunity_id] for one in cited[key]),
            lasted=sum(lasted[one.opportunity_id] for one in cited[key]),
        )
        for key in ids
    }


def _first_published(session: Session, postings: Sequence[int], half: HalfYear) -> set[int]:
    """Return which postings could be seen for the first time then.

    The log of its steps says so; one that came published out of a file has its own moment.
    """
    first = (
        select(OpportunityMove.opportunity_id, func.min(OpportunityMove.at).label("at"))
        .where(OpportunityMove.target == OpportunityStatus.PUBLISHED)
        .group_by(OpportunityMove.opportunity_id)
        .subquery()
    )
    rows = session.execute(
        select(Opportunity.id, first.c.at, Opportunity.published_at, Opportunity.created_at)
        .outerjoin(first, first.c.opportunity_id == Opportunity.id)
        .where(Opportunity.id.in_(postings))
    )
    return {key for key, *moments in rows if half.holds(next(filter(None, moments)))}


def _filled(session: Session, postings: Sequence[int], half: HalfYear) -> dict[int, int]:
    began = or_(Placement.end_cause.is_(None), Placement.end_cause != EndCause.NEVER_STARTED)
    places = session.execute(
        select(Placement.opportunity_id, Placement.quantity).where(
            Placement.opportunity_id.in_(postings),
            began,
            Placement.starts_on.between(half.since, half.until),
        )
    )
    given = session.execute(
        select(Allocation.opportunity_id, Allocation.quantity).where(
            Allocation.opportunity_id.in_(postings),
            Allocation.handed_over_at >= half.begins(),
            Allocation.handed_over_at < half.ends(),
        )
    )
    return _add_up(places, given)


def _lasted(session: Session, postings: Sequence[int], half: HalfYear) -> dict[int, int]:
    confirmed = (
        select(PlacementCheck.placement_id)
        .where(PlacementCheck.day == RETAINED_DAY, PlacementCheck.answer == CheckAnswer.STILL_THERE)
        .group_by(PlacementCheck.placement_id)
        .having(
            func.count() == 2,  # both sides, and the second word was said then
            func.max(PlacementCheck.answered_at) >= half.begins(),
            func.max(PlacementCheck.answered_at) < half.ends(),
        )
    )
    places = session.execute(
        select(Placement.opportunity_id, Placement.quantity).where(
            Placement.opportunity_id.in_(postings), Placement.id.in_(confirmed)
        )
    )
    receipted = session.execute(
        select(Allocation.opportunity_id, Allocation.quantity).where(
            Allocation.opportunity_id.in_(postings),
            Allocation.state == AllocationState.RECEIPTED,
            Allocation.receipted_at >= half.begins(),
            Allocation.receipted_at < half.ends(),
        )
    )
    return _add_up(places, receipted)


def _add_up(*some: Iterable[Row[int, int]]) -> dict[int, int]:
    totals: dict[int, int] = defaultdict(int)
    for rows in some:
        for key, number in rows:
            totals[key] += int(number)
    return totals
