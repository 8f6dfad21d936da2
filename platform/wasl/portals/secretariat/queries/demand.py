"""What enterprises could give and offer: by sector, governorate and kind. No people are in it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from models.capacity import Capacity, Workplace
from models.enums import OpportunityKind, OrganisationStanding
from models.offered import is_offered
from models.opportunity import Opportunity, Organisation
from models.taxonomy import Sector

ANYWHERE = "anywhere"
"""What could be given wherever an enterprise works, or is offered without a place."""
NO_SECTOR = "none"


class Measure(StrEnum):
    """What of the demand is counted."""

    COULD_GIVE = "could_give"
    OPEN = "open"
    FREE = "free"
    ENTERPRISES = "enterprises"
    FILLED = "filled"


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What the map is narrowed to. sector: a section or a division; group: a digit of ISCO-08."""

    kind: OpportunityKind | None = None
    sector: str = ""
    governorate: str = ""
    group: str = ""
    vetted: bool = False

    @property
    def count(self) -> int:
        """How many filters are set."""
        return sum(map(bool, (self.kind, self.sector, self.governorate, self.group, self.vetted)))


@dataclass(frozen=True, kw_only=True)
class Line:
    """What one enterprise could give and offers, of a kind, in a place."""

    organisation: int
    section: str
    place: str
    kind: OpportunityKind
    could_give: int = 0
    open: int = 0
    free: int = 0


@dataclass(frozen=True, kw_only=True)
class Count:
    """What some lines come to."""

    could_give: int
    open: int
    free: int
    enterprises: int

    @classmethod
    def of(cls, lines: Iterable[Line]) -> "Count":
        """Add lines up; each enterprise counts once."""
        known = list(lines)
        return cls(
            could_give=sum(line.could_give for line in known),
            open=sum(line.open for line in known),
            free=sum(line.free for line in known),
            enterprises=len({line.organisation for line in known}),
        )


def read_lines(session: Session, wanted: Wanted, today: date) -> list[Line]:
    """Return all that enterprises could give as of a day, and all that they offer now."""
    lines = [
        Line(could_give=int(quantity), **_key(row))
        for *row, quantity in session.execute(_could_give(wanted, today))
    ]
    lines += [
        Line(open=int(seats), free=int(seats) - int(taken), **_key(row))
        for *row, seats, taken in session.execute(_offered(wanted))
    ]
    return lines


def _key(row: list[Any]) -> dict[str, Any]:
    organisation, section, place, kind = row
    return {
        "organisation": organisation,
        "section": section or NO_SECTOR,
        "place": place or ANYWHERE,
        "kind": OpportunityKind(kind),
    }


def _could_give(wanted: Wanted, today: date) -> Any:
    place = _place_of_capacity()
    statement = _of_enterprises(
        select(
            Organisation.id,
            Sector.section,
            place.label("place"),
            Capacity.kind,
            func.sum(Capacity.quantity),
        ).join(Capacity, Capacity.organisation_id == Organisation.id),
        wanted,
        Capacity,
    )
    still = or_(Capacity.available_until.is_(None), Capacity.available_until >= today)
    statement = statement.where(Capacity.ended_at.is_(None), still)
    if wanted.governorate == ANYWHERE:
        statement = statement.where(place.is_(None))
    elif wanted.governorate:
        statement = statement.where(_gives_in(wanted.governorate))
    groups = (Organisation.id, Sector.section, "place", Capacity.kind)
    return statement.group_by(*groups)


def _place_of_capacity() -> ColumnElement[Any]:
    """Return where a line could be given: its place, or the only one where its enterprise works."""
    only = (
        select(func.min(Workplace.governorate_code))
        .where(Workplace.organisation_id == Capacity.organisation_id)
        .group_by(Workplace.organisation_id)
        .having(func.count() == 1)
        .correlate(Capacity)
        .scalar_subquery()
    )
    return func.coalesce(Capacity.governorate_code, only)


def _gives_in(governorate: str) -> ColumnElement[bool]:
    """Tell whether a line could be given in a governorate: there, or wherever it works."""
    works_there = exists().where(
        Workplace.organisation_id == Capacity.organisation_id,
        Workplace.governorate_code == governorate,
    )
    wherever = and_(Capacity.governorate_code.is_(None), works_there)
    return or_(Capacity.governorate_code == governorate, wherever)


def _offered(wanted: Wanted) -> Any:
    place = Opportunity.governorate_code
    statement = _of_enterprises(
        select(
            Organisation.id,
            Sector.section,
            place,
            Opportunity.kind,
            func.sum(Opportunity.seats),
            func.sum(Opportunity.seats_taken),
        ).join(Opportunity, Opportunity.organisation_id == Organisation.id),
        wanted,
        Opportunity,
    ).where(is_offered())
    if wanted.governorate:
        named = wanted.governorate if wanted.governorate != ANYWHERE else None
        statement = statement.where(place.is_(None) if named is None else place == named)
    return statement.group_by(Organisation.id, Sector.section, place, Opportunity.kind)


def _of_enterprises(
    statement: Any, wanted: Wanted, table: type[Capacity] | type[Opportunity]
) -> Any:
    """Narrow a statement to the enterprises and the kind that are wanted; who was refused is out.

    table: what is counted of them.
    """
    statement = statement.outerjoin(Sector, Sector.code == Organisation.sector_code).where(
        Organisation.standing != OrganisationStanding.REFUSED
    )
    if wanted.vetted:
        statement = statement.where(Organisation.standing == OrganisationStanding.VETTED)
    if wanted.kind is not None:
        statement = statement.where(table.kind == wanted.kind)
    if wanted.group:
        statement = statement.where(func.substr(table.occupation_code, 1, 1) == wanted.group)
    if wanted.sector == NO_SECTOR:
        return statement.where(Sector.section.is_(None))
    if wanted.sector:
        column = Sector.section if wanted.sector.isalpha() else Sector.code
        statement = statement.where(column == wanted.sector)
    return statement
