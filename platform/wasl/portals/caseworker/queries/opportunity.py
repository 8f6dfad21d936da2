"""One opportunity with all that is recorded of it, and who fits."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, not_, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from models.consent_query import allows
from models.enums import ConsentPurpose
from models.match import WORTH_SHOWING, Match, MatchRun
from models.opportunity import Opportunity
from models.person import Person
from wasl.access.permissions import Permission
from wasl.access.scope import visible
from wasl.access.viewer import Viewer
from wasl.portals.caseworker.queries.common import (
    name_occupations,
    name_places,
    name_skills,
)

FEW = 5
"""People of other offices are counted from this many on; fewer are a few."""


@dataclass(frozen=True, kw_only=True)
class OpportunityRecord:
    """An opportunity, and the names of the codes in its record."""

    opportunity: Opportunity
    places: dict[str, str]
    occupations: dict[str, str]
    skills: dict[str, str]

    def choices(self) -> list[tuple[str, str]]:
        """Return what the title may mean, code and label, the likeliest first."""
        codes = [str(code) for code, _share in self.opportunity.coding_candidates]
        return [(code, self.occupations[code]) for code in codes if code in self.occupations]


ALL_OF_AN_OPPORTUNITY = (
    joinedload(Opportunity.organisation),
    selectinload(Opportunity.skills),
    selectinload(Opportunity.languages),
    selectinload(Opportunity.licences),
)


def read_opportunity(
    session: Session, opportunity: Opportunity, language: str
) -> OpportunityRecord:
    """Return an opportunity with the names of all codes, in a language."""
    codes = [opportunity.occupation_code]
    codes += [str(code) for code, _ in opportunity.coding_candidates]
    places = (opportunity.governorate_code, opportunity.district_code)
    skills = (skill.skill_code for skill in opportunity.skills)
    return OpportunityRecord(
        opportunity=opportunity,
        places=name_places(session, places, language),
        occupations=name_occupations(session, codes, language),
        skills=name_skills(session, skills, language),
    )


def _listed_for(run: MatchRun, opportunity: Opportunity) -> ColumnElement[bool]:
    """Tell, in a statement on Match and Person, who was found and still allows matching."""
    return and_(
        allows(ConsentPurpose.MATCHING, Person.id),
        Match.run_id == run.id,
        Match.opportunity_id == opportunity.id,
        Match.rank_for_opportunity.is_not(None),
    )


def find_matches_of_opportunity(
    session: Session, viewer: Viewer, run: MatchRun, opportunity: Opportunity
) -> list[Match]:
    """Return whom of one's caseload a run found for an opportunity, best first.

    Near misses come last. Who has withdrawn consent since the run is not among them.
    """
    statement = (
        select(Match)
        .join(Person, Person.id == Match.person_id)
        .where(_listed_for(run, opportunity), visible(viewer, Permission.SEE_PEOPLE))
        .options(
            contains_eager(Match.person).options(
                joinedload(Person.identity), selectinload(Person.experiences)
            )
        )
        .order_by(Match.rank_for_opportunity)
    )
    return list(session.scalars(statement))


def count_others_fitting(
    session: Session, viewer: Viewer, run: MatchRun, opportunity: Opportunity
) -> int:
    """Return how many people fit whose cases other offices have: a number and nothing else."""
    statement = (
        select(func.count())
        .select_from(Match)
        .join(Person, Person.id == Match.person_id)
        .where(
            _listed_for(run, opportunity),
            Match.eligible,
            Match.points >= WORTH_SHOWING,
            not_(visible(viewer, Permission.SEE_PEOPLE)),
        )
    )
    return session.scalar(statement) or 0
