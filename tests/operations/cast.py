"""A small cast for tests of matching: people and postings with only what a test is about."""

from datetime import date

from sqlalchemy.orm import Session

from models.enums import (
    CodingDecision,
    ConsentPurpose,
    EvidenceGrade,
    Hours,
    OpportunityKind,
    OpportunityStatus,
    OrganisationStanding,
    Register,
)
from models.opportunity import Opportunity, OpportunitySkill, Organisation
from models.opportunity_kinds import CLASS_OF_KIND
from models.person import (
    DesiredWork,
    Education,
    Person,
    PersonIdentity,
    PersonSkill,
    Preference,
    WantedKind,
    WorkExperience,
)
from models.register import Consent, RegisterEntry

TODAY = date(2026, 11, 22)


def coded(title: str, code: str | None) -> dict[str, object]:
    """Columns of a title that was coded surely, or not at all."""
    decision = CodingDecision.SURE if code else CodingDecision.UNKNOWN
    return {"title": title, "occupation_code": code, "coding_decision": decision}


def add_person(session: Session, case_no: str, *, consent: bool = True, **more: object) -> Person:
    """Add a baker from Basra who agreed to be matched."""
    person = Person(governorate_code=more.get("governorate", "IQ-BA"))
    person.identity = PersonIdentity(name_latin=f"Person {case_no}")
    person.education = Education(level=3)
    hours = more.get("hours")
    person.preference = Preference(hours=Hours(hours) if hours else None)
    person.experiences = [
        WorkExperience(years=6, **coded("Baker", str(more.get("occupation", "7512"))))
    ]
    person.desired_work = [DesiredWork(**coded("something with ovens", None))]
    person.skills = [PersonSkill(wording="Our own oven trick", evidence=EvidenceGrade.DECLARED)]
    person.wants = [WantedKind(kind=OpportunityKind.JOB)]
    person.consents = [Consent(purpose=ConsentPurpose.MATCHING, granted=consent)]
    person.entries = [RegisterEntry(register=Register.MRC, case_no=case_no, digest="")]
    session.add(person)
    session.flush()
    return person


def add_offer(
    session: Session,
    ref: str,
    *,
    employer: str = "Bakery / Basra",
    status: OpportunityStatus = OpportunityStatus.PUBLISHED,
    **more: object,
) -> Opportunity:
    """Add a published job for a baker in Basra."""
    organisation = Organisation(
        name=employer,
        name_key=f"{employer} {ref}".lower(),
        standing=OrganisationStanding.LISTED,
    )
    hours = more.get("hours")
    offer = CLASS_OF_KIND[OpportunityKind.JOB](
        organisation=organisation,
        ref=ref,
        employer_wording=employer,
        status=status,
        governorate_code="IQ-BA",
        seats=1,
        hours=Hours(hours) if hours else None,
        **coded("Baker wanted", str(more.get("occupation", "7512"))),
    )
    offer.skills = [OpportunitySkill(wording="our own oven trick", required=True)]
    session.add(offer)
    session.flush()
    return offer
