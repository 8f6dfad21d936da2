"""One opportunity with all that is recorded of it, and who fits."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from models.consent_query import allows
from models.enums import ConsentPurpose
from models.match import Match, MatchRun
from models.opportunity import Opportunity
from models.person import Person
from wasl.portals.caseworker.queries.common import (
    name_occupations,
    name_places,
    name_skills,
)


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


def find_opportunity(session: Session, public_id: str) -> Opportunity | None:
    """Return an opportunity with all parts of its record, or none."""
    statement = (
        select(Opportunity)
        .where(Opportunity.public_id == public_id)
        .options(
            joinedload(Opportunity.organisation),
            selectinload(Opportunity.skills),
            selectinload(Opportunity.languages),
            selectinload(Opportunity.licences),
        )
    )
    return session.scalar(statement)


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


def find_matches_of_opportunity(
    session: Session, run: MatchRun, opportunity: Opportunity
) -> list[Match]:
    """Return whom a run found for an opportunity, best first; near misses come last.

    Who has withdrawn consent since the run is not among them.
    """
    statement = (
        select(Match)
        .join(Person, Person.id == Match.person_id)
        .where(
            allows(ConsentPurpose.MATCHING, Person.id),
            Match.run_id == run.id,
            Match.opportunity_id == opportunity.id,
            Match.rank_for_opportunity.is_not(None),
        )
        .options(
            contains_eager(Match.person).options(
                joinedload(Person.identity), selectinload(Person.experiences)
            )
        )
        .order_by(Match.rank_for_opportunity)
    )
    return list(session.scalars(statement))
