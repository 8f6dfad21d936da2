"""How placements last: what the checks come to, for one of them and counted.

What one side answered is not given to the other before both answered or the time is over; all that
shows checks goes through here.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, selectinload

from models.opportunity import Opportunity
from models.placement import Placement, PlacementCheck
from models.placement_states import CHECK_DAYS, outcome_of
from models.referral_enums import CheckAnswer, CheckOutcome, EndCause, Side
from wasl.operations.placements.checks import is_open
from wasl.operations.placements.placing import CHECKED_SIDES


@dataclass(frozen=True, kw_only=True)
class SeenCheck:
    """A check as one side sees it.

    check: the question to that side. can_answer: it is open to an answer or a correction of it.
    theirs: what the other side said, only when it may be known.
    """

    day: int
    due_on: date
    closes_on: date
    outcome: CheckOutcome
    check: PlacementCheck
    mine: CheckAnswer | None
    my_cause: EndCause | None
    answered_at: datetime | None
    theirs: CheckAnswer | None
    can_answer: bool

    @property
    def waits(self) -> bool:
        """Whether it waits for this side."""
        return self.can_answer and self.mine is None


@dataclass(frozen=True, kw_only=True)
class Lasting:
    """How many placements there are, and what the checks of each day come to."""

    placed: int = 0
    outcomes: Mapping[int, Mapping[CheckOutcome, int]] = field(default_factory=dict)

    def retained(self, day: int) -> int:
        """How many are still there after so many days, as both sides confirm."""
        return self.outcomes.get(day, {}).get(CheckOutcome.RETAINED, 0)

    def known(self, day: int) -> int:
        """Of how many the time to answer is over, or both sides answered."""
        open_ = (CheckOutcome.NOT_DUE, CheckOutcome.OPEN)
        counts = self.outcomes.get(day, {})
        return sum(count for outcome, count in counts.items() if outcome not in open_)


def checks_seen_by(placement: Placement, side: Side, today: date) -> list[SeenCheck]:
    """Return the checks of a placement as one side may see them. An office sees as the person."""
    mine_side = Side.EMPLOYER if side is Side.EMPLOYER else Side.PERSON
    seen = []
    for day, pair in _by_day(placement.checks).items():
        mine = pair[mine_side]
        other = next(one for one in pair.values() if one is not mine)
        known = _is_revealed(pair, today)
        seen.append(
            SeenCheck(
                day=day,
                due_on=mine.due_on,
                closes_on=mine.closes_on,
                outcome=outcome_at(pair, today) if known else _open_outcome(mine, today),
                check=mine,
                mine=mine.answer,
                my_cause=mine.end_cause,
                answered_at=mine.answered_at,
                theirs=other.answer if known else None,
                can_answer=is_open(mine, today),
            )
        )
    return seen


def outcome_at(pair: Mapping[Side, PlacementCheck], today: date) -> CheckOutcome:
    """Return what both questions of one day come to."""
    employer, person = (pair[side] for side in CHECKED_SIDES)
    return outcome_of(employer.answer, person.answer, employer.due_on, employer.closes_on, today)


def outcome_of_day(placement: Placement, day: int, today: date) -> CheckOutcome | None:
    """Return what the check of a day comes to, or none where nobody is asked."""
    pair = _by_day(placement.checks).get(day)
    return outcome_at(pair, today) if pair else None


def lasting_of_opportunity(session: Session, opportunity_id: int, today: date) -> Lasting:
    """Return how the placements of an opportunity last."""
    return _lasting(session, Placement.opportunity_id == opportunity_id, today)


def lasting_of_organisation(session: Session, organisation_id: int, today: date) -> Lasting:
    """Return how the placements with an employer last."""
    return _lasting(session, Opportunity.organisation_id == organisation_id, today)


def _lasting(session: Session, where: ColumnElement[bool], today: date) -> Lasting:
    of = select(Placement.id).join(Opportunity, Opportunity.id == Placement.opportunity_id)
    placed = select(func.coalesce(func.sum(Placement.quantity), 0)).join(
        Opportunity, Opportunity.id == Placement.opportunity_id
    )
    rows = session.scalars(
        select(Placement)
        .where(Placement.id.in_(of.where(where)))
        .options(selectinload(Placement.checks))
    ).all()
    return Lasting(
        placed=int(session.scalar(placed.where(where)) or 0), outcomes=_count(rows, today)
    )


def _count(placements: Sequence[Placement], today: date) -> dict[int, dict[CheckOutcome, int]]:
    counts: dict[int, dict[CheckOutcome, int]] = {day: {} for day in CHECK_DAYS}
    for placement in placements:
        pairs = _by_day(placement.checks)
        for day in CHECK_DAYS:
            # Not asked any more: it was settled before that somebody is not there.
            outcome = outcome_at(pairs[day], today) if day in pairs else CheckOutcome.ENDED
            counts[day][outcome] = counts[day].get(outcome, 0) + placement.quantity
    return counts


def _by_day(checks: Iterable[PlacementCheck]) -> dict[int, dict[Side, PlacementCheck]]:
    pairs: dict[int, dict[Side, PlacementCheck]] = {}
    for check in checks:
        pairs.setdefault(check.day, {})[check.side] = check
    return dict(sorted(pairs.items()))


def _is_revealed(pair: Mapping[Side, PlacementCheck], today: date) -> bool:
    both = all(one.answer is not None for one in pair.values())
    return both or all(today > one.closes_on for one in pair.values())


def _open_outcome(mine: PlacementCheck, today: date) -> CheckOutcome:
    """Whether it is open must not tell that the other side answered before it was due."""
    return CheckOutcome.OPEN if mine.due_on <= today else CheckOutcome.NOT_DUE
