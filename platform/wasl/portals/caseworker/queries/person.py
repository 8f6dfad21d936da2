"""One person with all that is recorded of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager, selectinload

from models.coding import CodedOccupation
from models.enums import EvidenceGrade
from models.match import Match, MatchRun
from models.offered import is_offered
from models.opportunity import Opportunity
from models.person import DesiredWork, Person, PersonSkill, WorkExperience
from wasl.access.permissions import Permission
from wasl.access.scope import find
from wasl.access.viewer import Viewer
from wasl.portals.caseworker.queries.common import name_occupations, name_places, name_skills

_GRADES = list(EvidenceGrade)


@dataclass(frozen=True, kw_only=True)
class PersonRecord:
    """A person, and the names of the codes in their record.

    ours: whether the case is one of the viewer's, and not only looked up.
    """

    person: Person
    ours: bool
    places: dict[str, str]
    occupations: dict[str, str]
    skills: dict[str, str]

    def choices(self, title: CodedOccupation) -> list[tuple[str, str]]:
        """Return what a title may mean, code and label, the likeliest first."""
        codes = [str(code) for code, _share in title.coding_candidates]
        return [(code, self.occupations[code]) for code in codes if code in self.occupations]

    def each_skill(self) -> list[PersonSkill]:
        """Return each skill once, in whichever words it was said, with the best evidence seen."""
        found: dict[str, PersonSkill] = {}
        for skill in sorted(self.person.skills, key=lambda one: -_GRADES.index(one.evidence)):
            found.setdefault(skill.skill_code or skill.wording, skill)
        return sorted(found.values(), key=self.person.skills.index)

    def all_declared(self) -> bool:
        """Tell whether for no skill any evidence was seen."""
        return all(skill.evidence is EvidenceGrade.DECLARED for skill in self.person.skills)


ALL_OF_A_PERSON = (
    selectinload(Person.identity),
    selectinload(Person.household),
    selectinload(Person.journey),
    selectinload(Person.education),
    selectinload(Person.preference),
    selectinload(Person.certificates),
    selectinload(Person.experiences),
    selectinload(Person.desired_work),
    selectinload(Person.skills),
    selectinload(Person.languages),
    selectinload(Person.licences),
    selectinload(Person.wants),
    selectinload(Person.relocations),
    selectinload(Person.needs),
    selectinload(Person.vulnerabilities),
    selectinload(Person.consents),
    selectinload(Person.entries),
)


def read_person(session: Session, viewer: Viewer, person: Person, language: str) -> PersonRecord:
    """Return a person with the names of all codes, in a language."""
    titles: list[CodedOccupation] = [*person.experiences, *person.desired_work]
    codes = [title.occupation_code for title in titles]
    codes += [str(code) for title in titles for code, _ in title.coding_candidates]
    places = [person.governorate_code, person.district_code, person.origin_code]
    places += [relocation.place_code for relocation in person.relocations]
    return PersonRecord(
        person=person,
        ours=find(session, viewer, Permission.CHANGE_PERSON, person.public_id) is not None,
        places=name_places(session, places, language),
        occupations=name_occupations(session, codes, language),
        skills=name_skills(session, (skill.skill_code for skill in person.skills), language),
    )


def find_title(person: Person, table: str, title_id: int) -> WorkExperience | DesiredWork | None:
    """Return a title of this person from "experience" or "desired"; none when it is not theirs."""
    titles: Sequence[WorkExperience | DesiredWork]
    titles = person.experiences if table == "experience" else person.desired_work
    return next((title for title in titles if title.id == title_id), None)


def find_matches_of_person(session: Session, run: MatchRun, person: Person) -> list[Match]:
    """Return what a run found for a person and is still open, best first; near misses last."""
    statement = (
        select(Match)
        .join(Opportunity, Opportunity.id == Match.opportunity_id)
        .where(
            is_offered(),
            Match.run_id == run.id,
            Match.person_id == person.id,
            Match.rank_for_person.is_not(None),
        )
        .options(contains_eager(Match.opportunity).joinedload(Opportunity.organisation))
        .order_by(Match.rank_for_person)
    )
    return list(session.scalars(statement))
