"""The list of opportunities: filters, search, order."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select
from sqlalchemy.orm import Session, joinedload

from matching.coding.normalise import fold
from models.consent_query import allows
from models.enums import ConsentPurpose, OpportunityKind, OpportunityStatus
from models.match import WORTH_SHOWING, Match
from models.opportunity import Opportunity, Organisation, OrganisationName
from models.person import Person
from wasl.access.permissions import Permission
from wasl.access.scope import visible
from wasl.access.viewer import Viewer
from wasl.operations.compute_matches import latest_run
from wasl.portals.caseworker.queries.common import (
    Page,
    cut,
    name_occupations,
    name_places,
)
from wasl.shown_names import shown_name

# More than this the words have not narrowed anything down, and no statement would take.
_MOST_FOUND = 5_000
_fold = lru_cache(maxsize=32_768)(fold)


class OpportunityOrder(StrEnum):
    """In which order opportunities are listed."""

    NEWEST = "newest"
    DEADLINE = "deadline"
    FEWEST = "fewest"
    MOST = "most"


@dataclass(frozen=True, kw_only=True)
class OpportunityFilter:
    """What opportunities are looked for by; empty means all."""

    words: str = ""
    kind: OpportunityKind | None = None
    status: OpportunityStatus | None = None
    governorate: str | None = None
    occupations: Sequence[str] | None = None
    employer: str | None = None
    order: OpportunityOrder = OpportunityOrder.NEWEST


@dataclass(frozen=True, kw_only=True)
class OpportunityRow:
    """An opportunity as listed; `fitting` is empty when it was not matched yet."""

    opportunity: Opportunity
    governorate: str | None
    occupation: str | None
    fitting: int | None


def _with_words(session: Session, words: str) -> Sequence[int]:
    """Return ids of postings whose title, employer or reference hold all words, newest first.

    The employer may be called by any of its names.

    Titles are folded here, not in the database: neither of ours folds Arabic or Kurdish.
    """
    wanted = fold(words).split()
    said = (Opportunity.title, Opportunity.ref, Opportunity.employer_wording)
    rows = session.execute(
        select(Opportunity.id, Opportunity.organisation_id, *said).order_by(Opportunity.id.desc())
    )
    names = _folded_names(session)
    found = []
    for key, employer, *texts in rows:
        held = " ".join((*map(_fold, texts), *names[employer]))
        if all(word in held for word in wanted):
            found.append(key)
    return found[:_MOST_FOUND]


def _folded_names(session: Session) -> Mapping[int, list[str]]:
    """Return the names of each organisation, as they are compared."""
    found: dict[int, list[str]] = defaultdict(list)
    for statement in (
        select(Organisation.id, Organisation.name),
        select(OrganisationName.organisation_id, OrganisationName.name),
    ):
        for key, name in session.execute(statement):
            found[key].append(_fold(name))
    return found


def _conditions(session: Session, wanted: OpportunityFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.words.strip():
        found.append(Opportunity.id.in_(_with_words(session, wanted.words)))
    if wanted.kind:
        found.append(Opportunity.kind == wanted.kind)
    if wanted.status:
        found.append(Opportunity.status == wanted.status)
    if wanted.governorate:
        found.append(Opportunity.governorate_code == wanted.governorate)
    if wanted.occupations is not None:
        codes = [Opportunity.occupation_code.startswith(c) for c in wanted.occupations]
        found.append(or_(false(), *codes))
    if wanted.employer:
        found.append(Organisation.public_id == wanted.employer)
    return found


def _fitting(viewer: Viewer, run_id: int) -> ColumnElement[bool]:
    """Tell, in a statement on Match and Person, who of one's caseload fits in a run."""
    return and_(
        Match.run_id == run_id,
        Match.eligible,
        Match.points >= WORTH_SHOWING,
        Match.rank_for_opportunity.is_not(None),
        allows(ConsentPurpose.MATCHING, Person.id),
        visible(viewer, Permission.SEE_PEOPLE),
    )


def _ordered(
    statement: Select[int], viewer: Viewer, order: OpportunityOrder, run_id: int
) -> Select[int]:
    if order is OpportunityOrder.DEADLINE:
        late = Opportunity.apply_by.is_(None)
        return statement.order_by(late, Opportunity.apply_by, Opportunity.id.desc())
    if order in {OpportunityOrder.FEWEST, OpportunityOrder.MOST}:
        count = (
            select(func.count())
            .select_from(Match)
            .join(Person, Person.id == Match.person_id)
            .where(Match.opportunity_id == Opportunity.id, _fitting(viewer, run_id))
            .correlate(Opportunity)
            .scalar_subquery()
        )
        fewest = order is OpportunityOrder.FEWEST
        return statement.order_by(count if fewest else count.desc(), Opportunity.id.desc())
    return statement.order_by(Opportunity.id.desc())


def find_opportunities(
    session: Session, viewer: Viewer, wanted: OpportunityFilter, page: int, language: str
) -> Page[OpportunityRow]:
    """Return a page of the opportunities that all filters fit."""
    run = latest_run(session)
    run_id = run.id if run else 0
    conditions = _conditions(session, wanted)
    statement = select(Opportunity.id).join(Organisation).where(*conditions)
    part = cut(session, statement, page)
    ordered = _ordered(statement, viewer, wanted.order, run_id)
    ids = session.scalars(ordered.offset(part.offset).limit(part.size)).all()
    counts = count_fitting(session, viewer, ids, run_id)
    return part.page(_rows(session, ids, counts, language))


def _rows(
    session: Session, ids: Sequence[int], counts: dict[int, int], language: str
) -> list[OpportunityRow]:
    loaded = session.scalars(
        select(Opportunity)
        .where(Opportunity.id.in_(ids))
        .options(joinedload(Opportunity.organisation))
    )
    postings = {posting.id: posting for posting in loaded}
    found = postings.values()
    places = name_places(session, (posting.governorate_code for posting in found), language)
    labels = name_occupations(session, (posting.occupation_code for posting in found), language)
    return [
        OpportunityRow(
            opportunity=posting,
            governorate=places.get(posting.governorate_code or ""),
            occupation=labels.get(posting.occupation_code or ""),
            fitting=counts.get(posting.id),
        )
        for posting in (postings[key] for key in ids)
    ]


def count_fitting(
    session: Session, viewer: Viewer, ids: Sequence[int], run_id: int
) -> dict[int, int]:
    """Return how many people of one's caseload fit each opportunity; none for one not matched."""
    statement = (
        select(Match.opportunity_id, func.count())
        .join(Person, Person.id == Match.person_id)
        .where(Match.opportunity_id.in_(ids), _fitting(viewer, run_id))
        .group_by(Match.opportunity_id)
    )
    return {row[0]: row[1] for row in session.execute(statement)}


def list_employers(session: Session, language: str) -> list[tuple[str, str]]:
    """Return public id and name of the organisations that offer something, by name."""
    name = shown_name(language).label("name")
    statement = (
        select(Organisation.public_id, name).where(Organisation.opportunities.any()).order_by(name)
    )
    return [(row[0], row[1]) for row in session.execute(statement)]
