"""Whom of one's caseload an opportunity can be proposed to."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, joinedload, selectinload

from models.consent_query import allows
from models.enums import ConsentPurpose
from models.match import WORTH_SHOWING, Match
from models.opportunity import Opportunity
from models.person import Person, WorkExperience
from models.referral import Referral
from wasl.access.permissions import Permission
from wasl.access.scope import visible
from wasl.access.viewer import Viewer
from wasl.operations.compute_matches import latest_run
from wasl.portals.caseworker.queries.common import name_occupations, name_places
from wasl.ui.names import ordered_names

FIRST, MOST = 12, 200
"""So many are shown at once, and when somebody asks for more."""


@dataclass(frozen=True)
class Candidate:
    """Somebody who could be asked: name, what they have worked as longest, and where they live."""

    public_id: str
    name: str
    work: str | None
    place: str | None


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Whom a page asks for: one person by public id, or all who fit; the best of them at first."""

    language: str
    only: str | None = None
    everybody: bool = False


def list_candidates(
    session: Session,
    viewer: Viewer,
    opportunity: Opportunity,
    wanted: Wanted,
) -> Sequence[Candidate]:
    """Return who fits an opportunity and was not brought together with it yet, best first.

    Somebody who is asked for by name need not fit: whoever works with them knows better.
    """
    statement = (
        select(Person)
        .where(
            visible(viewer, Permission.PROPOSE_OPPORTUNITY),
            allows(ConsentPurpose.MATCHING, Person.id),
            ~exists().where(
                Referral.person_id == Person.id, Referral.opportunity_id == opportunity.id
            ),
        )
        .options(joinedload(Person.identity), selectinload(Person.experiences))
    )
    if wanted.only is not None:
        found = session.scalars(statement.where(Person.public_id == wanted.only)).all()
    else:
        run = latest_run(session)
        found = session.scalars(
            statement.join(Match, Match.person_id == Person.id)
            .where(
                Match.run_id == (run.id if run else 0),
                Match.opportunity_id == opportunity.id,
                Match.eligible,
                Match.points >= WORTH_SHOWING,
            )
            .order_by(Match.rank_for_opportunity, Person.id)
            .limit(MOST if wanted.everybody else FIRST)
        ).all()
    return _presented(session, found, wanted.language)


def _presented(session: Session, people: Sequence[Person], language: str) -> list[Candidate]:
    jobs = {one.id: _longest(one) for one in people}
    codes = [job.occupation_code for job in jobs.values() if job is not None]
    labels = name_occupations(session, codes, language)
    places = name_places(session, (one.governorate_code for one in people), language)
    return [
        Candidate(
            public_id=one.public_id,
            name=ordered_names(one.identity)[0],
            work=labels.get(job.occupation_code or "", job.title) if job else None,
            place=places.get(one.governorate_code or ""),
        )
        for one, job in ((one, jobs[one.id]) for one in people)
    ]


def _longest(person: Person) -> WorkExperience | None:
    return max(person.experiences, key=lambda job: job.years or 0, default=None)
