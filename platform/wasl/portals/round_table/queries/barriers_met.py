"""Which barriers most people of each governorate met, by their last measures: protected already."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.barrier import BarrierMeasure
from models.plan_enums import Barrier
from wasl.barriers.course import Rate
from wasl.figures.tables import ALL


@dataclass(frozen=True, kw_only=True)
class BarriersMet:
    """By governorate, and for the whole country (`ALL`), what most people met, the most first.

    day: of the last measures; none where nothing was measured. Only what is told stands here.
    """

    day: date | None
    of_places: Mapping[str, Sequence[tuple[Barrier, Rate]]]

    def at(self, place: str) -> Sequence[tuple[Barrier, Rate]]:
        """Return the barriers of a place; none where too few people are told of."""
        return self.of_places.get(place, ())


def read_barriers_met(session: Session) -> BarriersMet:
    """Return the barriers of all places in one statement, however many people there are."""
    last = select(func.max(BarrierMeasure.on_day)).scalar_subquery()
    found: dict[str, list[tuple[Barrier, Rate]]] = defaultdict(list)
    day = None
    for one in session.scalars(select(BarrierMeasure).where(BarrierMeasure.on_day == last)):
        day = one.on_day
        if one.met:  # zero is told as fewer than five, which is no reason to name a barrier
            rate = Rate(day=day, met=one.met, looked_at=one.looked_at)
            found[one.governorate_code or ALL].append((one.barrier, rate))
    of_places = {place: sorted(told, key=_most_first) for place, told in found.items()}
    return BarriersMet(day=day, of_places=of_places)


def _most_first(one: tuple[Barrier, Rate]) -> tuple[int, int, str]:
    barrier, rate = one
    return (-(rate.met or 0), -(rate.percent or 0), barrier.value)
