"""`GET /api/v1/commitments`: what was promised at the round table, and what became of it, by kind.

The totals that observers see on the page of the round table, and nothing more: no commitment
stands there alone, and of people only what is published that day.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self

from wasl.access import Permission, requires
from wasl.api.v1.blueprint import as_json, blueprint
from wasl.clock import today_in_baghdad
from wasl.extensions import db
from wasl.figures.tables import Shown
from wasl.figures.totals import PromisedTotal, totals


@dataclass(frozen=True, kw_only=True)
class TotalData:
    """What stands of one kind. commitments, promised, offered: exact, they are no people.

    filled, lasted: people; a multiple of five, `few` or `kept_back`.
    """

    kind: str
    commitments: int
    promised: int
    offered: int
    filled: Shown
    lasted: Shown

    @classmethod
    def of(cls, total: PromisedTotal) -> Self:
        """Return the total of a kind as data."""
        return cls(
            kind=total.kind.value,
            commitments=total.commitments,
            promised=total.promised,
            offered=total.offered,
            filled=total.filled,
            lasted=total.lasted,
        )


@dataclass(frozen=True, kw_only=True)
class CommitmentsData:
    """day: ISO 8601, in Iraq: the one on which people were counted. totals: kinds that stand."""

    day: str
    totals: list[TotalData]

    @classmethod
    def of(cls, day: date, found: Sequence[PromisedTotal]) -> Self:
        """Return the totals of a day as data."""
        return cls(day=day.isoformat(), totals=[TotalData.of(one) for one in found])


@blueprint.get("/commitments")
@requires(Permission.USE_API)
@as_json
def commitments() -> CommitmentsData:
    """Return what was promised and what became of it, as observers read it today."""
    today = today_in_baghdad()
    return CommitmentsData.of(today, totals(db.session, today))
