"""The lines of the list of people: who, what they can, where, and what fits them best."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import Session, selectinload

from models.coding import CodedOccupation
from models.consent_query import allows
from models.enums import ConsentPurpose
from models.match import WORTH_SHOWING, Match
from models.offered import is_offered
from models.opportunity import Opportunity
from models.person import Person
from wasl.portals.caseworker.queries.common import name_occupations, name_places


@dataclass(frozen=True, kw_only=True)
class BestMatch:
    """How many opportunities fit a person, and which fits best."""

    count: int
    title: str
    place: str | None


@dataclass(frozen=True, kw_only=True)
class PersonRow:
    """A person as listed."""

    person: Person
    occupations: list[tuple[str, float | None]] = field(default_factory=list)
    governorate: str | None
    consent: bool
    best: BestMatch | None

    @property
    def to_check(self) -> int:
        """How many titles nobody is sure of."""
        titles: list[CodedOccupation] = [*self.person.experiences, *self.person.desired_work]
        return sum(title.undecided for title in titles)


def read_rows(session: Session, ids: Sequence[int], run_id: int, language: str) -> list[PersonRow]:
    """Return people as listed, in the order of their ids, with their best match of a run."""
    loaded = session.execute(
        select(Person, allows(ConsentPurpose.MATCHING, Person.id))
        .where(Person.id.in_(ids))
        .options(
            selectinload(Person.identity),
            selectinload(Person.entries),
            selectinload(Person.experiences),
            selectinload(Person.desired_work),
            selectinload(Person.wants),
        )
    )
    people = {person.id: (person, bool(consent)) for person, consent in loaded}
    found = [person for person, _ in people.values()]
    places = name_places(session, (person.governorate_code for person in found), language)
    codes = (job.occupation_code for person in found for job in person.experiences)
    labels = name_occupations(session, codes, language)
    best = _best_matches(session, ids, run_id, language)
    return [
        PersonRow(
            person=person,
            occupations=_occupations(person, labels),
            governorate=places.get(person.governorate_code or ""),
            consent=consent,
            best=best.get(person.id),
        )
        for person, consent in (people[key] for key in ids)
    ]


def _occupations(person: Person, labels: dict[str, str]) -> list[tuple[str, float | None]]:
    """Return what somebody has worked as: label or wording, and years; the longest first."""
    jobs = sorted(person.experiences, key=lambda job: -(job.years or 0))
    return [(labels.get(job.occupation_code or "", job.title), job.years) for job in jobs]


def _best_matches(
    session: Session, ids: Sequence[int], run_id: int, language: str
) -> dict[int, BestMatch]:
    counts = _counts(session, ids, run_id)
    found = session.execute(
        select(
            Match.person_id,
            Match.rank_for_person,
            Opportunity.title,
            Opportunity.governorate_code,
        )
        .join(Opportunity, Opportunity.id == Match.opportunity_id)
        .where(
            Match.run_id == run_id,
            Match.person_id.in_(ids),  # says nothing new, but is what an index is there for
            tuple_(Match.person_id, Match.rank_for_person).in_(list(counts)),
        )
    )
    first = list(found)
    places = name_places(session, (row.governorate_code for row in first), language)
    return {
        row.person_id: BestMatch(
            count=counts[row.person_id, row.rank_for_person],
            title=row.title,
            place=places.get(row.governorate_code or ""),
        )
        for row in first
    }


def _counts(session: Session, ids: Sequence[int], run_id: int) -> dict[tuple[int, int | None], int]:
    """Return how many open opportunities fit, by person and the rank of the best of them."""
    still_open = (
        select(Match.person_id, func.min(Match.rank_for_person), func.count())
        .join(Opportunity, Opportunity.id == Match.opportunity_id)
        .where(
            Match.run_id == run_id,
            Match.person_id.in_(ids),
            Match.eligible,
            Match.points >= WORTH_SHOWING,
            Match.rank_for_person.is_not(None),
            is_offered(),
        )
        .group_by(Match.person_id)
    )
    return {(row[0], row[1]): row[2] for row in session.execute(still_open)}
