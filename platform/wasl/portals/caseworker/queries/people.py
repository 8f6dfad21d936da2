"""The list of people: filters, search by name or case number, order."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select
from sqlalchemy.orm import Session

from models.consent_query import allows
from models.enums import (
    UNDECIDED,
    Agency,
    Category,
    ConsentPurpose,
    OpportunityKind,
    Register,
)
from models.match import WORTH_SHOWING, Match
from models.offered import is_offered
from models.opportunity import Opportunity
from models.person import DesiredWork, Person, PersonIdentity, WantedKind, WorkExperience
from models.register import RegisterEntry
from wasl.access.permissions import Permission
from wasl.access.scope import visible
from wasl.access.viewer import Viewer
from wasl.operations.compute_matches import latest_run
from wasl.portals.caseworker.queries.case_numbers import case_number
from wasl.portals.caseworker.queries.common import (
    Page,
    cut,
    cut_list,
)
from wasl.portals.caseworker.queries.people_names import (
    MOST_OPENED,
    find_by_words,
    order_by_name,
)
from wasl.portals.caseworker.queries.people_rows import PersonRow, read_rows


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


def find_person_of_case(session: Session, viewer: Viewer, words: str) -> str | None:
    """Return the public id of the one of one's people whose case number it is, else none."""
    register, _, number = case_number(words).partition(":")
    statement = select(Person.public_id).join(RegisterEntry).distinct().limit(2)
    statement = statement.where(visible(viewer, Permission.SEE_PEOPLE))
    if number and register in {item.value for item in Register}:
        statement = statement.where(RegisterEntry.register == Register(register))
    else:
        number = case_number(words)
    case = func.lower(RegisterEntry.case_no) == number
    found = session.scalars(statement.where(case)).all()
    return found[0] if len(found) == 1 else None


def _works_as(codes: Sequence[str]) -> ColumnElement[bool]:
    """Tell whether somebody has done or wants to do one of some occupations (or groups of them)."""

    def coded(table: type[WorkExperience] | type[DesiredWork]) -> ColumnElement[bool]:
        groups = [table.occupation_code.startswith(code, autoescape=True) for code in codes]
        return exists().where(table.person_id == Person.id, or_(false(), *groups))

    return or_(coded(WorkExperience), coded(DesiredWork))


def needs_check() -> ColumnElement[bool]:
    """Tell, in a statement on Person, whether a title of theirs is not understood for sure."""

    def undecided(table: type[WorkExperience] | type[DesiredWork]) -> ColumnElement[bool]:
        of_person = table.person_id == Person.id
        return exists().where(of_person, table.coding_decision.in_(UNDECIDED))

    return or_(undecided(WorkExperience), undecided(DesiredWork))


def has_match(run_id: int) -> ColumnElement[bool]:
    """Tell, in a statement on Person, whether something that is still open fits them in a run."""
    still_open = select(Opportunity.id).where(is_offered())
    fitting = select(Match.id).where(
        Match.run_id == run_id,
        Match.person_id == Person.id,
        Match.eligible,
        Match.points >= WORTH_SHOWING,
        Match.rank_for_person.is_not(None),
        Match.opportunity_id.in_(still_open),
    )
    # Only Person: the list may be ordered by a match of its own.
    return fitting.correlate(Person).exists()


def _conditions(viewer: Viewer, wanted: PeopleFilter, run_id: int) -> list[ColumnElement[bool]]:
    """Return what the filters ask for, except the words: names are sealed."""
    found = [visible(viewer, Permission.SEE_PEOPLE)]
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
        given = allows(ConsentPurpose.MATCHING, Person.id)
        found.append(given if wanted.consent else ~given)
    if wanted.matched is not None:
        some = has_match(run_id)
        # Who has not allowed matching is not waiting for a match.
        found.append(
            some if wanted.matched else and_(~some, allows(ConsentPurpose.MATCHING, Person.id))
        )
    if wanted.to_check:
        found.append(needs_check())
    return found


def count_lists(session: Session, viewer: Viewer) -> dict[str, int]:
    """Count the lists of one's caseload, by their names."""
    run = latest_run(session)
    run_id = run.id if run else 0
    lists = {
        "all": PeopleFilter(),
        "unmatched": PeopleFilter(matched=False),
        "to_check": PeopleFilter(to_check=True),
        "without_consent": PeopleFilter(consent=False),
    }
    return {
        name: session.scalar(
            select(func.count(Person.id)).where(*_conditions(viewer, wanted, run_id))
        )
        or 0
        for name, wanted in lists.items()
    }


def _ordered(statement: Select[int], order: PeopleOrder, run_id: int) -> Select[int]:
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
    session: Session, viewer: Viewer, wanted: PeopleFilter, page: int, language: str
) -> Page[PersonRow]:
    """Return a page of the people of one's caseload that all filters fit."""
    run = latest_run(session)
    run_id = run.id if run else 0
    found = select(Person.id).join(PersonIdentity).where(*_conditions(viewer, wanted, run_id))
    ordered = _ordered(found, wanted.order, run_id)
    by_name = wanted.order is PeopleOrder.NAME
    if wanted.words.strip():
        ids = find_by_words(session, ordered, wanted.words, by_name=by_name)
        part = cut_list(len(ids), page)
        shown = ids[part.offset :][: part.size]
    else:
        part = cut(session, found, page)
        if by_name and part.total <= MOST_OPENED:
            shown = order_by_name(session, found)[part.offset :][: part.size]
        else:
            shown = [*session.scalars(ordered.offset(part.offset).limit(part.size))]
    return part.page(read_rows(session, shown, run_id, language))
