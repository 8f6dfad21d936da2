"""What people want where an organisation works, and where places are missing: as published."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.enums import OpportunityKind
from models.offered import is_offered
from models.opportunity import Opportunity
from models.round_table_enums import StakeholderKind
from wasl.figures import read_figures
from wasl.figures.supply import WANTED
from wasl.figures.tables import ALL
from wasl.operations.gaps.board import Board, Gap
from wasl.operations.gaps.members import Member, trades_of_sections
from wasl.portals.round_table.queries.gaps import GapFilter, narrow

SUPPORT = (OpportunityKind.FINANCE, OpportunityKind.IN_KIND)
MOST_WISHES = 10
TEACHING = (StakeholderKind.PROVIDER, StakeholderKind.ACADEMIC)


@dataclass(frozen=True, kw_only=True)
class Wish:
    """How many people want a kind of support in a place, in fives, and how much is offered."""

    kind: OpportunityKind
    place: str
    people: int
    offered: int

    @property
    def missing(self) -> int:
        """How many more of them it could serve, about."""
        return max(0, self.people - self.offered)


def gaps_there(
    session: Session, board: Board, members: Sequence[Member], places: Sequence[str]
) -> list[Gap]:
    """Return the gaps of its governorates: of trades of its sector first, then the worst.

    places: governorates; none: the whole country, as the board shows it.
    """
    told = narrow(board, GapFilter())
    there = [gap for gap in board.gaps if gap.governorate in places] if places else told
    sections = trades_of_sections(session)
    own = frozenset[str]().union(*(sections.get(one.section or "", ()) for one in members))
    return sorted(there, key=lambda gap: gap.group not in own)


def read_wishes(
    session: Session, kind: StakeholderKind, places: Sequence[str], today: date
) -> list[Wish]:
    """Return what people want of what such an organisation gives: where most is missing first.

    Where nothing is missing in its governorates, the whole country. As the supply map tells it.
    """
    kinds = (OpportunityKind.TRAINING,) if kind in TEACHING else SUPPORT
    offered = _offered(session, kinds)
    found = [
        Wish(
            kind=OpportunityKind(one.code),
            place=one.governorate,
            people=one.people,
            offered=offered.get((one.code, one.governorate), 0),
        )
        for one in read_figures(session, today).supply or ()
        if one.by == WANTED and one.code in kinds
    ]
    there = [one for one in found if one.place != ALL and (not places or one.place in places)]
    missing = [one for one in there if one.missing] or [one for one in found if one.place == ALL]
    return sorted(missing, key=lambda one: (-one.missing, one.kind.value, one.place))[:MOST_WISHES]


def _offered(session: Session, kinds: Sequence[OpportunityKind]) -> dict[tuple[str, str], int]:
    """Return places and units that anybody can see, by kind and governorate, and of all Iraq."""
    found: dict[tuple[str, str], int] = {}
    for kind, place, seats in session.execute(
        select(Opportunity.kind, Opportunity.governorate_code, func.sum(Opportunity.seats))
        .where(is_offered(), Opportunity.kind.in_(kinds))
        .group_by(Opportunity.kind, Opportunity.governorate_code)
    ):
        for there in {place or ALL, ALL}:
            key = (OpportunityKind(kind).value, there)
            found[key] = found.get(key, 0) + int(seats)
    return found
