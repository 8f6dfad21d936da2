"""A person of whom every table that refers to people holds a row."""

from datetime import date, timedelta

from sqlalchemy.orm import Session

from models.access_enums import (
    AssignmentBasis,
    Channel,
    ConsentGiver,
    LookUpReason,
    ReleaseScope,
)
from models.account import Account
from models.base import utc_now
from models.case import CaseAssignment, CorrectionRequest, LookUpGrant
from models.enums import (
    Agency,
    ConsentPurpose,
    Need,
    OpportunityKind,
    Register,
    Role,
    Vulnerability,
)
from models.match import Match, MatchPolicy, MatchRun
from models.message import Message
from models.offer import Interview, InterviewSlot, Offer
from models.opportunity import Opportunity, Organisation
from models.opportunity_kinds import Job
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
from models.placement import Allocation, Placement, PlacementCheck
from models.referral import AnswerCode, Referral, ReferralStep
from models.referral_enums import (
    Axis,
    CloseCause,
    ConsentState,
    EmployerVerdict,
    InterviewWay,
    ReferralOrigin,
    ReferralStage,
    Side,
)
from models.register import Consent, RegisterEntry
from models.release import IdentityRelease
from models.sign_in import Invitation
from wasl.access.viewer import COMMAND_LINE
from wasl.operations.create_account import NewAccount, create_account
from wasl.operations.ensure_office import ensure_office

NAME = "نسرين عبدالله قادر"
PHONE = "+9647501112233"


def add_everything(session: Session, case_no: str = "MRC-77120") -> Person:
    """Add a person, what is known about her, and what was done around her."""
    person = _person(case_no)
    session.add(person)
    session.flush()
    account = create_account(
        session,
        COMMAND_LINE,
        NewAccount(
            login=f"{case_no.lower()}@home.example",
            password="a long enough password",
            display_name=NAME,
            role=Role.RETURNEE,
            person=person,
        ),
        way="registration",
    )
    job = _opportunity(session, case_no)
    _around(session, person, account, job)
    _with_employers(session, person, job, _opportunity(session, f"{case_no}/2"))
    session.flush()
    return person


def _person(case_no: str) -> Person:
    person = Person(governorate_code="IQ-SU", district_wording="گەڕەکی ئازادی", origin_code="IQ-KI")
    person.identity = PersonIdentity(
        name_ar=NAME, phone=PHONE, birth_date=date(1991, 4, 2), birth_year=1991
    )
    person.household = Household(dependants=2)
    person.journey = ReturnJourney(
        country_code="DE", return_date=date(2022, 5, 9), reason_migrated="شەڕ"
    )
    person.education = Education(level=3, field_of_study="دروون")
    person.preference = Preference(aspirations="دوکانێکی بچووک")
    person.certificates = [Certificate(name="دیپلۆم")]
    person.experiences = [WorkExperience(title="خەیات", occupation_code="7531", years=4)]
    person.desired_work = [DesiredWork(title="خەیات", occupation_code="7531")]
    person.skills = [PersonSkill(wording="دروونی جل", skill_code=None)]
    person.languages = [PersonLanguage(language="ckb")]
    person.licences = [PersonLicence(licence="driving_private")]
    person.wants = [WantedKind(kind=OpportunityKind.JOB)]
    person.relocations = [Relocation(place_code="IQ-AR")]
    person.needs = [PersonNeed(need=Need.HOUSING)]
    person.vulnerabilities = [PersonVulnerability(vulnerability=Vulnerability.DEBT)]
    person.consents = [Consent(purpose=ConsentPurpose.MATCHING, granted=True)]
    person.entries = [
        RegisterEntry(register=Register.MRC, case_no=case_no, agency=Agency.MRC, digest="")
    ]
    return person


def _opportunity(session: Session, ref: str) -> Opportunity:
    organisation = Organisation(name=f"Tailor {ref}", name_key=f"tailor {ref}")
    job = Job(organisation=organisation, ref=ref, employer_wording="Tailor", title="خياطة", seats=1)
    session.add(job)
    session.flush()
    return job


def _around(session: Session, person: Person, account: Account, job: Opportunity) -> None:
    office = ensure_office(session, Agency.MRC, "Sulaymaniyah")
    now, later = utc_now(), utc_now() + timedelta(days=7)
    policy = MatchPolicy(version=int(now.timestamp() * 1e6) % 2**31, weights={}, note="")
    run = MatchRun(policy=policy, engine="test", as_of=date(2026, 11, 22), data_digest="0" * 64)
    session.add(run)
    session.flush()
    session.add_all(
        [
            CaseAssignment(
                person=person, office=office, basis=AssignmentBasis.INTAKE, accepted_at=now
            ),
            LookUpGrant(
                person_id=person.id,
                account_id=account.id,
                reason=LookUpReason.PERSON_IS_HERE,
                expires_at=later,
            ),
            CorrectionRequest(person=person, field="name_ar", said=NAME),
            IdentityRelease(
                person=person,
                opportunity=job,
                scope=ReleaseScope.NAME,
                given_by=ConsentGiver.SELF,
                expires_at=later,
            ),
            Invitation(
                code_digest=person.public_id,
                role=Role.RETURNEE,
                person_id=person.id,
                expires_at=later,
            ),
            Message(
                person_id=person.id,
                channel=Channel.SMS,
                address=PHONE,
                language="ckb",
                template="retention_notice",
                params={"day": "2026-12-01"},
            ),
            Match(run=run, person=person, opportunity=job, points=5, eligible=True, explanation={}),
        ]
    )


def _with_employers(session: Session, person: Person, job: Opportunity, other: Opportunity) -> None:
    """One referral that is open, with a meeting and an offer, and one that came to something."""
    later = utc_now() + timedelta(days=7)
    open_one = Referral(
        person=person,
        opportunity=job,
        origin=ReferralOrigin.EMPLOYER,
        card="ABC-DEF",
        consent=ConsentState.GIVEN,
        verdict=EmployerVerdict.OFFERED,
        stage=ReferralStage.OFFER,
    )
    said = ReferralStep(
        referral=open_one,
        axis=Axis.CONSENT,
        step="say_yes",
        source="asked",
        target="given",
        side=Side.PERSON,
        private_note=NAME,
        shared_note=NAME,
        witness=NAME,
    )
    slot = InterviewSlot(starts_at=later)
    meeting = Interview(referral=open_one, way=InterviewWay.PHONE, note=NAME, slots=[slot])
    job.seats_taken = 1
    done = Referral(
        person=person,
        opportunity=other,
        origin=ReferralOrigin.OFFICE,
        card="GHJ-KMN",
        consent=ConsentState.GIVEN,
        verdict=EmployerVerdict.PLACED,
        stage=ReferralStage.PLACED,
        closed_at=utc_now(),
        close_cause=CloseCause.PLACED,
    )
    other.seats_taken = 1
    check = PlacementCheck(day=30, side=Side.PERSON, due_on=later.date(), closes_on=later.date())
    placed = Placement(
        referral=done, person=person, opportunity=other, starts_on=later.date(), checks=[check]
    )
    session.add_all([open_one, said, meeting, done, placed])
    session.flush()
    session.add_all(
        [
            Offer(referral=open_one, terms=NAME, answer_by=later),
            AnswerCode(referral=open_one, code_digest=f"{person.public_id:0<64}", expires_at=later),
            Allocation(referral=done, person_id=person.id, opportunity=other),
        ]
    )
