"""What a caseworker sees first: how many, what waits, what was done last."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.base import utc_now
from models.consent_query import allows
from models.enums import ConsentPurpose, OpportunityStatus
from models.import_job import ImportJob
from models.match import MatchRun
from models.opportunity import Opportunity
from models.person import Person
from wasl.access.conditions.offers import LABOUR_MINISTRY
from wasl.access.permissions import Permission
from wasl.access.scope import visible
from wasl.access.viewer import Viewer
from wasl.operations.compute_matches import latest_run
from wasl.portals.caseworker.queries.cases import list_offered
from wasl.portals.caseworker.queries.coding import count_open_wordings
from wasl.portals.caseworker.queries.corrections import list_open_corrections
from wasl.portals.caseworker.queries.people import has_match
from wasl.portals.caseworker.queries.referrals import count_waiting
from wasl.portals.caseworker.queries.slips import list_slips


@dataclass(frozen=True, kw_only=True)
class Desk:
    """Figures of the first page."""

    people: int
    consenting: int
    matched: int
    waiting: int
    wordings: int
    meetings: int
    cases: int
    corrections: int
    slips: int
    to_review: int | None
    published: int
    drafts: int
    last_import: ImportJob | None
    last_run: MatchRun | None


def read_desk(session: Session, viewer: Viewer) -> Desk:
    """Count what is there now: people and titles of one's caseload, all postings."""
    run = latest_run(session)
    consenting = _count_people(session, viewer, consent=True)
    matched = _count_matched(session, viewer, run)
    return Desk(
        people=_count_people(session, viewer, consent=False),
        consenting=consenting,
        matched=matched,
        waiting=max(0, consenting - matched),
        wordings=count_open_wordings(session, viewer),
        meetings=count_waiting(session, viewer, utc_now()),
        cases=len(list_offered(session, viewer)),
        corrections=len(list_open_corrections(session, viewer)),
        slips=len(list_slips(session, viewer)),
        to_review=_count_to_review(session, viewer),
        published=_count_postings(session, OpportunityStatus.PUBLISHED),
        drafts=_count_postings(session, OpportunityStatus.DRAFT, OpportunityStatus.IN_REVIEW),
        last_import=session.scalar(
            select(ImportJob)
            .where(ImportJob.finished_at.is_not(None), visible(viewer, Permission.SEE_IMPORT))
            .order_by(ImportJob.id.desc())
            .limit(1)
        ),
        last_run=run,
    )


def _count_to_review(session: Session, viewer: Viewer) -> int | None:
    """Count the postings that wait to be read; none for an office that reads none."""
    if viewer.agency not in LABOUR_MINISTRY:
        return None
    return _count_postings(session, OpportunityStatus.IN_REVIEW)


def _count_people(session: Session, viewer: Viewer, *, consent: bool) -> int:
    statement = select(func.count()).select_from(Person)
    statement = statement.where(visible(viewer, Permission.SEE_PEOPLE))
    if consent:
        statement = statement.where(allows(ConsentPurpose.MATCHING, Person.id))
    return session.scalar(statement) or 0


def _count_matched(session: Session, viewer: Viewer, run: MatchRun | None) -> int:
    if run is None:
        return 0
    statement = select(func.count()).select_from(Person)
    statement = statement.where(visible(viewer, Permission.SEE_PEOPLE))
    statement = statement.where(has_match(run.id), allows(ConsentPurpose.MATCHING, Person.id))
    return session.scalar(statement) or 0


def _count_postings(session: Session, *states: OpportunityStatus) -> int:
    statement = select(func.count()).select_from(Opportunity)
    return session.scalar(statement.where(Opportunity.status.in_(states))) or 0
