"""Count people and opportunities in the database; nobody's record is read.

All tables of people come from one statement, so that they count the same people even while
somebody is registered. Each person counts once in each table.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    and_,
    case,
    cast,
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from models.consent_query import people_who_allow
from models.enums import (
    Category,
    ConsentPurpose,
    OpportunityKind,
    PlaceLevel,
    Sex,
)
from models.match import WORTH_SHOWING, Match, MatchRun
from models.offered import is_offered
from models.opportunity import Opportunity
from models.person import Person, PersonIdentity, ReturnJourney, WorkExperience
from models.place import Place
from wasl.figures.tables import Breakdown

UNKNOWN = "unknown"
MAJOR_GROUPS = tuple("0123456789")  # of ISCO-08

# Name of a band, and the age from which it begins; the first begins at birth.
_BANDS = (("under_18", 0), ("18_24", 18), ("25_34", 25), ("35_44", 35), ("45_54", 45), ("55", 55))
AGE_BANDS = tuple(name for name, _ in _BANDS)

RETURNED = "returned"
EARLIER = "earlier"
_YEARS_OF_RETURN = 3


class Prospect(StrEnum):
    """Whether the last computing of matches found something for somebody."""

    FITS = "fits"
    NOTHING_YET = "nothing_yet"
    NOT_ALLOWED = "not_allowed"


@dataclass(frozen=True, kw_only=True)
class Offer:
    """Published opportunities of a kind in a governorate; `seats` are their places or units."""

    governorate: str
    kind: str
    count: int
    seats: int


def list_governorates(session: Session) -> list[str]:
    """Return the codes of the governorates in order, and `UNKNOWN` as the last."""
    codes = select(Place.code).where(Place.level == PlaceLevel.GOVERNORATE).order_by(Place.code)
    return [*session.scalars(codes), UNKNOWN]


def _age_band(today: date) -> ColumnElement[str]:
    age = today.year - PersonIdentity.birth_year
    older_first = [(age >= least, name) for name, least in reversed(_BANDS)]
    return case(*older_first, else_=None)


def years_of_return(today: date) -> list[str]:
    """Return the years that are told one by one, the last first; all before are `EARLIER`."""
    return [str(today.year - back) for back in range(_YEARS_OF_RETURN)]


def _time_of_return(today: date) -> ColumnElement[str]:
    first_days = [(year, date(int(year), 1, 1)) for year in years_of_return(today)]
    latest_first = [(ReturnJourney.return_date >= day, year) for year, day in first_days]
    known = (ReturnJourney.return_date.is_not(None), EARLIER)
    return case(*latest_first, known, else_=None)


def main_occupation(digits: int) -> Any:
    """Return id and group of whom an occupation is known: of most years. digits: of the group."""
    order = (func.coalesce(WorkExperience.years, 0).desc(), WorkExperience.id)
    place = func.row_number().over(partition_by=WorkExperience.person_id, order_by=order)
    ranked = (
        select(
            WorkExperience.person_id,
            func.substr(WorkExperience.occupation_code, 1, digits).label("group"),
            place.label("place"),
        )
        .where(WorkExperience.occupation_code.is_not(None))
        .subquery()
    )
    return select(ranked.c.person_id, ranked.c.group).where(ranked.c.place == 1).subquery()


def _prospect(session: Session) -> ColumnElement[str]:
    last = session.scalar(select(func.max(MatchRun.id)).where(MatchRun.finished_at.is_not(None)))
    fitting = (
        select(Match.person_id)
        .join(Opportunity, Opportunity.id == Match.opportunity_id)
        .where(
            Match.run_id == last,
            Match.eligible,
            Match.points >= WORTH_SHOWING,
            is_offered(),
        )
    )
    allowing = Person.id.in_(people_who_allow(ConsentPurpose.MATCHING))
    return case(
        (and_(allowing, Person.id.in_(fitting)), Prospect.FITS.value),
        (allowing, Prospect.NOTHING_YET.value),
        else_=Prospect.NOT_ALLOWED.value,
    )


def count_people(session: Session, today: date) -> list[Breakdown]:
    """Count everybody by governorate and each of: sex, category, age, occupation, time of
    return, prospect."""
    occupation = main_occupation(1)
    dimensions: tuple[tuple[str, Sequence[str], Any], ...] = (
        ("sex", [*Sex, UNKNOWN], Person.sex),
        ("category", [*Category, UNKNOWN], Person.category),
        ("age", [*AGE_BANDS, UNKNOWN], _age_band(today)),
        ("occupation", [*MAJOR_GROUPS, UNKNOWN], occupation.c.group),
        (RETURNED, [*years_of_return(today), EARLIER, UNKNOWN], _time_of_return(today)),
        ("prospect", list(Prospect), _prospect(session)),
    )
    counted: dict[str, Counter[tuple[str, str]]] = {name: Counter() for name, _, _ in dimensions}
    statements = [_grouped(name, value, occupation) for name, _, value in dimensions]
    for name, governorate, value, count in session.execute(union_all(*statements)):
        counted[name][governorate or UNKNOWN, value or UNKNOWN] += count
    rows = list_governorates(session)
    return [
        Breakdown(name=name, rows=rows, columns=[str(one) for one in columns], counts=counted[name])
        for name, columns, _ in dimensions
    ]


def _grouped(name: str, value: Any, occupation: Any) -> Select[Any]:
    column = cast(value, String).label("value")
    counted = (
        select(Person.governorate_code.label("governorate"), column)
        .outerjoin(PersonIdentity, PersonIdentity.person_id == Person.id)
        .outerjoin(ReturnJourney, ReturnJourney.person_id == Person.id)
        .outerjoin(occupation, occupation.c.person_id == Person.id)
        .subquery()
    )
    groups = (counted.c.governorate, counted.c.value)
    return select(literal(name), *groups, func.count()).group_by(*groups)


def count_offers(session: Session) -> list[Offer]:
    """Count what is published, by governorate and kind: no people, so the numbers are exact."""
    rows = session.execute(
        select(
            Opportunity.governorate_code,
            Opportunity.kind,
            func.count(),
            func.sum(Opportunity.seats),
        )
        .where(is_offered())
        .group_by(Opportunity.governorate_code, Opportunity.kind)
        .order_by(Opportunity.governorate_code, Opportunity.kind)
    )
    return [
        Offer(governorate=place or UNKNOWN, kind=OpportunityKind(kind).value, count=n, seats=seats)
        for place, kind, n, seats in rows
    ]
