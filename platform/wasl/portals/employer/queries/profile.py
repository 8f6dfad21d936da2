"""A profile as its own organisation sees it: its lines, and what came of each in a year."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.base import utc_now
from models.capacity import Capacity
from models.enums import CodingDecision
from models.filled import filled_since
from models.opportunity import Opportunity, Organisation
from wasl.code_names import name_occupations, name_places
from wasl.operations.profile.confirm import HOLDS, is_due
from wasl.operations.profile.describe import running_capacities, state_of, workplaces_of
from wasl.operations.profile.post import UNFINISHED
from wasl.sectors import name_sector


@dataclass(frozen=True, kw_only=True)
class CapacityRow:
    """A line with what came of it. posted: places of postings begun in the last twelve months.

    filled: people who got one in that time. open: the posting that is under way, if there is one.
    """

    capacity: Capacity
    occupation: str | None
    place: str | None
    posted: int
    filled: int
    open: Opportunity | None

    @property
    def unclear(self) -> bool:
        """Whether somebody has still to say what the title means."""
        return self.capacity.undecided


@dataclass(frozen=True, kw_only=True)
class Profile:
    """What an organisation says about itself and could give. due: to be asked if it holds."""

    organisation: Organisation
    sector: str | None
    places: list[str]
    rows: list[CapacityRow]
    ended: list[Capacity]
    due: bool

    @property
    def seen(self) -> str:
        """Which state of the profile this is; a form that changes it carries it along."""
        return state_of(self.organisation)


def show_profile(session: Session, organisation: Organisation, language: str) -> Profile:
    """Return a profile with names in a language."""
    lines = running_capacities(session, organisation)
    works_in = workplaces_of(session, organisation)
    places = name_places(session, works_in, language)
    return Profile(
        organisation=organisation,
        sector=name_sector(session, organisation.sector_code, language),
        places=[places[code] for code in works_in],
        rows=_rows(session, lines, places, language),
        ended=_ended(session, organisation),
        due=is_due(organisation, utc_now()),
    )


def _rows(
    session: Session, lines: list[Capacity], places: Mapping[str, str], language: str
) -> list[CapacityRow]:
    ids = [line.id for line in lines]
    posted, filled = count_posted(session, ids), count_filled(session, ids)
    labels = name_occupations(session, [line.occupation_code for line in lines], language)
    open_ = _open_postings(session, ids)
    return [
        CapacityRow(
            capacity=line,
            occupation=labels.get(line.occupation_code or ""),
            place=places[line.governorate_code] if line.governorate_code else None,
            posted=posted.get(line.id, 0),
            filled=filled.get(line.id, 0),
            open=open_.get(line.id),
        )
        for line in lines
    ]


def count_posted(session: Session, lines: list[int]) -> dict[int, int]:
    """Return how many places postings of the last twelve months offered, by line."""
    statement = (
        select(Opportunity.capacity_id, func.sum(Opportunity.seats))
        .where(
            Opportunity.capacity_id.in_(lines),
            Opportunity.published_at > utc_now() - HOLDS,
        )
        .group_by(Opportunity.capacity_id)
    )
    return {line: count for line, count in session.execute(statement) if line is not None}


def count_filled(session: Session, lines: list[int]) -> dict[int, int]:
    """Return how many people got something of a line in the last twelve months."""
    filled = filled_since(utc_now() - HOLDS)
    statement = (
        select(Opportunity.capacity_id, func.count())
        .join(filled, filled.c.opportunity_id == Opportunity.id)
        .where(Opportunity.capacity_id.in_(lines))
        .group_by(Opportunity.capacity_id)
    )
    return {line: count for line, count in session.execute(statement) if line is not None}


def _open_postings(session: Session, lines: list[int]) -> dict[int, Opportunity]:
    statement = select(Opportunity).where(
        Opportunity.capacity_id.in_(lines), Opportunity.status.in_(UNFINISHED)
    )
    found = session.scalars(statement.order_by(Opportunity.id)).all()
    return {one.capacity_id: one for one in found if one.capacity_id is not None}


def _ended(session: Session, organisation: Organisation) -> list[Capacity]:
    statement = select(Capacity).where(
        Capacity.organisation_id == organisation.id, Capacity.ended_at.is_not(None)
    )
    return list(session.scalars(statement.order_by(Capacity.ended_at.desc(), Capacity.id)))


def likely_places(session: Session, organisation: Organisation) -> list[str]:
    """Return where an organisation works, to all appearances: its seat, and what it has posted."""
    statement = select(Opportunity.governorate_code).where(
        Opportunity.organisation_id == organisation.id, Opportunity.governorate_code.is_not(None)
    )
    posted = session.scalars(statement.distinct()).all()
    return sorted({code for code in (*posted, organisation.governorate_code) if code})


def occupation_choices(
    session: Session, capacity: Capacity, language: str
) -> list[tuple[str, str]]:
    """Return what a line may mean, the likeliest first: code and label."""
    codes = [str(code) for code, _share in capacity.coding_candidates]
    if capacity.occupation_code and capacity.coding_decision is CodingDecision.CONFIRMED:
        codes = list(dict.fromkeys([capacity.occupation_code, *codes]))
    labels = name_occupations(session, codes, language)
    return [(code, labels[code]) for code in codes if code in labels]
