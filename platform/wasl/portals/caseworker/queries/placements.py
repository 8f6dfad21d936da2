"""What came of a referral, as an office may see it: as much as the person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from models.placement import Allocation, CheckSettlement, Placement, PlacementCheck
from models.placement_states import AllocationStep
from models.referral import Referral
from models.referral_enums import CheckOutcome, Side
from wasl.operations.placements.made import allocation_of, placement_of
from wasl.operations.placements.outcomes import SeenCheck, checks_seen_by
from wasl.operations.placements.stock import is_late, steps_of


@dataclass(frozen=True, kw_only=True)
class Made:
    """A placement with its checks, or stock with the steps that an office can take.

    late: it was to be given back before today. settled: by the day of the check, what the office
    found out where the two sides disagreed.
    """

    placement: Placement | None
    checks: Sequence[SeenCheck]
    settled: Mapping[int, CheckSettlement]
    allocation: Allocation | None
    steps: Sequence[AllocationStep]
    late: bool

    @property
    def waiting(self) -> SeenCheck | None:
        """The check that waits for the person's answer."""
        return next((one for one in self.checks if one.waits), None)

    @property
    def to_settle(self) -> Sequence[SeenCheck]:
        """The checks on which the two sides disagree, and nobody has found out what is so."""
        disagree = (one for one in self.checks if one.outcome is CheckOutcome.DISAGREE)
        return [one for one in disagree if one.day not in self.settled]

    @property
    def open(self) -> SeenCheck | None:
        """The check that the person can answer, or correct their answer to."""
        return next((one for one in self.checks if one.can_answer), None)


def load_made(session: Session, referral: Referral, today: date) -> Made:
    """Return what came of a referral. What the employer answered shows when the person may know."""
    placement, allocation = placement_of(session, referral), allocation_of(session, referral)
    return Made(
        placement=placement,
        checks=checks_seen_by(placement, Side.OFFICE, today) if placement else [],
        settled={one.day: one for one in placement.settlements} if placement else {},
        allocation=allocation,
        steps=steps_of(allocation, Side.OFFICE) if allocation else [],
        late=is_late(allocation, today) if allocation else False,
    )


def find_check(placement: Placement, public_id: str) -> PlacementCheck | None:
    """Return the check with this public id that the person is asked, or none."""
    return next(
        (one for one in placement.checks if one.public_id == public_id and one.side is Side.PERSON),
        None,
    )
