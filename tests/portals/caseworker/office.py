"""An office for tests: people and postings whose names are in Arabic script, as on most pages."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from matching.coding.normalise import fold
from models.access_enums import AssignmentBasis
from models.base import utc_now
from models.case import CaseAssignment
from models.enums import (
    Agency,
    Category,
    CodingDecision,
    ConsentPurpose,
    EvidenceGrade,
    Hours,
    Housing,
    LanguageLevel,
    MaritalStatus,
    Need,
    OpportunityKind,
    OpportunityStatus,
    OrganisationStanding,
    Register,
    Role,
    Sex,
    Vulnerability,
)
from models.opportunity import (
    Opportunity,
    OpportunityLanguage,
    OpportunityLicence,
    OpportunitySkill,
    Organisation,
)
from models.opportunity_kinds import CLASS_OF_KIND
from models.person import (
    Certificate,
    DesiredWork,
    Education,
    Household,
    Person,
    PersonIdentity,
    PersonLanguage,
    PersonLicence,
    PersonNeed,
    PersonSkill,
    PersonVulnerability,
    Preference,
    Relocation,
    ReturnJourney,
    WantedKind,
    WorkExperience,
)
from models.register import Consent, RegisterEntry
from wasl.access.viewer import Viewer
from wasl.operations.ensure_office import ensure_office

TODAY = date(2026, 11, 22)
HERE = (Agency.MRC, "Erbil")  # the office of the accounts that tests sign in with
ELSEWHERE = (Agency.MOLSA, "Erbil")
BAKER, WELDER = "7512", "7212"
CANDIDATES = [[WELDER, 0.5], ["7213", 0.2], [BAKER, 0.1]]


def titled(title: str, code: str | None) -> dict[str, Any]:
    """Columns of a title that was understood, or (without a code) is to be asked about."""
    if code:
        return {"title": title, "occupation_code": code, "coding_decision": CodingDecision.SURE}
    ask = {"coding_decision": CodingDecision.ASK, "coding_candidates": CANDIDATES}
    return {"title": title, **ask}


def add_person(
    session: Session,
    name_ar: str | None = "زينب كريم حسن",
    name_latin: str | None = None,
    *,
    case_no: str = "2026/1",
    title: str = "خباز",
    code: str | None = BAKER,
    consent: bool | None = True,
    governorate: str | None = "IQ-BA",
    wants: OpportunityKind | None = OpportunityKind.JOB,
    register: Register = Register.MRC,
    office: tuple[Agency, str] | None = HERE,
    **more: Any,
) -> Person:
    """Add a baker from Basra who has agreed to be matched and of whom little is known.

    office: whose case it is; that of the caseworker who is signed in.
    """
    person = Person(governorate_code=governorate, **more)
    person.identity = PersonIdentity(name_ar=name_ar, name_latin=name_latin)
    person.experiences = [WorkExperience(years=6, country_code="DE", **titled(title, code))]
    person.entries = [
        RegisterEntry(register=register, case_no=case_no, agency=Agency.MRC, digest="")
    ]
    if wants:
        person.wants = [WantedKind(kind=wants)]
    if consent is not None:
        person.consents = [Consent(purpose=ConsentPurpose.MATCHING, granted=consent)]
    session.add(person)
    session.flush()
    if office:
        add_case(session, person, office)
    return person


def add_case(session: Session, person: Person, office: tuple[Agency, str] = HERE) -> CaseAssignment:
    """Make a person a case of an office, as its intake would."""
    case = CaseAssignment(
        person=person,
        office=ensure_office(session, *office),
        basis=AssignmentBasis.INTAKE,
        accepted_at=utc_now(),
    )
    session.add(case)
    session.flush()
    return case


def caseworker(session: Session, office: tuple[Agency, str] = HERE) -> Viewer:
    """Somebody who works on the cases of an office."""
    agency, _ = office
    office_id = ensure_office(session, *office).id
    return Viewer(name="caseworker", role=Role.CASEWORKER, office_id=office_id, agency=agency)


def tell_everything(session: Session, person: Person) -> None:
    """Fill in all that can be recorded of a person."""
    person.sex, person.category = Sex.FEMALE, Category.ABROAD_VOLUNTARY
    person.district_wording, person.origin_code = "محلة الزهور", "IQ-NI"
    person.identity.known_as, person.identity.phone = "أم علي", "+9647701234567"
    person.identity.birth_date, person.identity.birth_year = date(1990, 3, 5), 1990
    person.household = Household(
        marital_status=MaritalStatus.WIDOWED, dependants=3, female_head=True, housing=Housing.RENT
    )
    person.journey = ReturnJourney(
        country_code="SE", return_date=date(2026, 2, 1), years_abroad=4.5, reason_migrated="الحرب"
    )
    person.education = Education(level=6, field_of_study="كيمياء")
    person.certificates = [Certificate(name="شهادة لحام", recognised=False)]
    person.desired_work = [DesiredWork(**titled("مشروع صغير", None))]
    person.skills = [
        PersonSkill(wording="عجين", evidence=EvidenceGrade.DECLARED),
        PersonSkill(wording="أفران", evidence=EvidenceGrade.TESTED),
    ]
    person.languages = [
        PersonLanguage(language="ar", level=LanguageLevel.NATIVE),
        PersonLanguage(language="sv", level=None),
    ]
    person.licences = [PersonLicence(licence="driving_truck")]
    person.preference = Preference(
        wage_min=600_000, hours=Hours.FULL, available_from=TODAY, aspirations="أريد فرناً"
    )
    person.relocations = [Relocation(place_code="IQ-BG")]
    person.needs = [PersonNeed(need=Need.LEGAL)]
    person.vulnerabilities = [PersonVulnerability(vulnerability=Vulnerability.GBV)]
    person.entries[0].unrecognised = {"ملاحظة": "حضر مع أخيه"}
    session.flush()


def add_posting(
    session: Session,
    title: str = "مطلوب خباز",
    *,
    ref: str = "1",
    code: str | None = BAKER,
    kind: OpportunityKind = OpportunityKind.JOB,
    status: OpportunityStatus = OpportunityStatus.PUBLISHED,
    governorate: str | None = "IQ-BA",
    employer: str = "أفران البصرة",
    **more: Any,
) -> Opportunity:
    """Add a published job for a baker in Basra that asks for nothing else."""
    key = fold(employer)
    owner = session.query(Organisation).filter_by(name_key=key).one_or_none()
    posting = CLASS_OF_KIND[kind](
        organisation=owner
        or Organisation(name=employer, name_key=key, standing=OrganisationStanding.LISTED),
        ref=ref,
        employer_wording=employer,
        status=status,
        governorate_code=governorate,
        seats=2,
        **titled(title, code),
        **more,
    )
    session.add(posting)
    session.flush()
    return posting


def ask_everything(session: Session, posting: Opportunity) -> None:
    """Fill in all that a posting can ask for and offer."""
    posting.description, posting.education_min = "خبز وصمون", 3
    posting.experience_min_years, posting.remote = 2, False
    posting.wage_min, posting.wage_max, posting.hours = 500_000, 700_000, Hours.FULL
    posting.start_date, posting.apply_by = date(2027, 2, 1), date(2027, 1, 10)
    posting.transport = posting.accommodation = posting.childcare = True
    posting.accessible = posting.women_encouraged = True
    posting.skills = [
        OpportunitySkill(wording="عجين", required=True),
        OpportunitySkill(wording="كيك", required=False),
    ]
    posting.languages = [OpportunityLanguage(language="ckb", level=LanguageLevel.B1)]
    posting.licences = [OpportunityLicence(licence="food_handler")]
    session.flush()
