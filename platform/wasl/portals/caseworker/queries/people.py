"""The list of people: filters, search by name or case number, order."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, tuple_
from sqlalchemy.orm import Session, selectinload

from matching.coding.normalise import fold
from models.coding import CodedOccupation
from models.enums import (
    Agency,
    Category,
    CodingDecision,
    ConsentPurpose,
    OpportunityKind,
    OpportunityStatus,
    Register,
)
from models.match import Match
from models.opportunity import Opportunity
from models.person import (
    DesiredWork,
    Person,
    PersonIdentity,
    RegisterEntry,
    WantedKind,
    WorkExperience,
)
from wasl.portals.caseworker.queries.common import (
    Page,
    allows,
    cut,
    find_last_run,
    name_occupations,
    name_places,
)

UNDECIDED = (CodingDecision.ASK, CodingDecision.UNKNOWN)


class PeopleOrder(StrEnum):
    """In which order people are listed."""

    NEWEST = "newest"
    NAME = "name"
    BEST_MATCH = "best_match"


@dataclass(frozen=True, kw_only=True)
class PeopleFilter:
    """What people are looked for by; empty means all."""

    words: str = ""
    governorate: str | None = None
    occupations: Sequence[str] | None = None
    kind: OpportunityKind | None = None
    category: Category | None = None
    agency: Agency | None = None
    consent: bool | None = None
    matched: bool | None = None
    to_check: bool = False
    order: PeopleOrder = PeopleOrder.NEWEST


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
        return sum(title.coding_decision in UNDECIDED for title in titles)


def _like(words: str) -> list[ColumnElement[bool]]:
    """Return a condition for each word: a name that holds it, or a case number."""
    conditions = []
    for word in fold(words).split():
        named = PersonIdentity.search_key.contains(word, autoescape=True)
        conditions.append(or_(named, _in_register(word)))
    return conditions


def _in_register(word: str) -> ColumnElement[bool]:
    register, _, number = word.partition(":")
    known = {item.value for item in Register}
    of_person = RegisterEntry.person_id == Person.id
    if number and register in known:
        return exists().where(
            of_person,
            RegisterEntry.register == Register(register),
            func.lower(RegisterEntry.case_no) == number,
        )
    return exists().where(
        of_person, func.lower(RegisterEntry.case_no).contains(word, autoescape=True)
    )


def _works_as(codes: Sequence[str]) -> ColumnElement[bool]:
    """Tell whether somebody has done or wants to do one of some occupations (or groups of them)."""

    def coded(table: type[WorkExperience] | type[DesiredWork]) -> ColumnElement[bool]:
        groups = [table.occupation_code.startswith(code, autoescape=True) for code in codes]
        return exists().where(table.person_id == Person.id, or_(*groups))

    return or_(coded(WorkExperience), coded(DesiredWork))


def needs_check() -> ColumnElement[bool]:
    """Tell, in a statement on Person, whether a title of theirs is not understood for sure."""

    def undecided(table: type[WorkExperience] | type[DesiredWork]) -> ColumnElement[bool]:
        of_person = table.person_id == Person.id
        return exists().where(of_person, table.coding_decision.in_(UNDECIDED))

    return or_(undecided(WorkExperience), undecided(DesiredWork))


def has_match(run_id: int) -> ColumnElement[bool]:
    """Tell, in a statement on Person, whether something that is still open fits them in a run."""
    return exists().where(
        Match.run_id == run_id,
        Match.person_id == Person.id,
        Match.eligible,
        Match.rank_for_person.is_not(None),
        Match.opportunity_id == Opportunity.id,
        Opportunity.status == OpportunityStatus.PUBLISHED,
    )


def _conditions(wanted: PeopleFilter, run_id: int) -> list[ColumnElement[bool]]:
    found = _like(wanted.words)
    if wanted.governorate:
        found.append(Person.governorate_code == wanted.governorate)
    if wanted.occupations is not None:
        found.append(_works_as(wanted.occupations))
    if wanted.kind:
        kinds = select(WantedKind.kind).where(WantedKind.person_id == Person.id)
        found.append(or_(~kinds.exists(), kinds.where(WantedKind.kind == wanted.kind).exists()))
    if wanted.category:
        found.append(Person.category == wanted.category)
    if wanted.agency:
        agency = RegisterEntry.agency == wanted.agency
        found.append(exists().where(RegisterEntry.person_id == Person.id, agency))
    if wanted.consent is not None:
        given = allows(ConsentPurpose.MATCHING)
        found.append(given if wanted.consent else ~given)
    if wanted.matched is not None:
        some = has_match(run_id)
        # Who has not allowed matching is not waiting for a match.
        found.append(some if wanted.matched else and_(~some, allows(ConsentPurpose.MATCHING)))
    if wanted.to_check:
        found.append(needs_check())
    return found


def _ordered(statement: Select[int], order: PeopleOrder, run_id: int) -> Select[int]:
    if order is PeopleOrder.NAME:
        return statement.order_by(PersonIdentity.search_key, Person.id)
    if order is PeopleOrder.BEST_MATCH:
        best = and_(
            Match.run_id == run_id,
            Match.person_id == Person.id,
            Match.rank_for_person == 1,
            Match.eligible,
        )
        return statement.outerjoin(Match, best).order_by(
            Match.points.is_(None), Match.points.desc(), Person.id.desc()
        )
    return statement.order_by(Person.id.desc())


def find_people(
    session: Session, wanted: PeopleFilter, page: int, language: str
) -> Page[PersonRow]:
    """Return a page of the people that all filters fit."""
    run = find_last_run(session)
    run_id = run.id if run else 0
    statement = select(Person.id).join(PersonIdentity).where(*_conditions(wanted, run_id))
    part = cut(session, statement, page)
    ordered = _ordered(statement, wanted.order, run_id)
    ids = session.scalars(ordered.offset(part.offset).limit(part.size)).all()
    return part.page(_rows(session, ids, run_id, language))


def _rows(session: Session, ids: Sequence[int], run_id: int, language: str) -> list[PersonRow]:
    loaded = session.execute(
        select(Person, allows(ConsentPurpose.MATCHING))
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
    still_open = (
        select(Match.person_id, func.min(Match.rank_for_person), func.count())
        .join(Opportunity, Opportunity.id == Match.opportunity_id)
        .where(
            Match.run_id == run_id,
            Match.person_id.in_(ids),
            Match.eligible,
            Match.rank_for_person.is_not(None),
            Opportunity.status == OpportunityStatus.PUBLISHED,
        )
        .group_by(Match.person_id)
    )
    counts = {(row[0], row[1]): row[2] for row in session.execute(still_open)}
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
