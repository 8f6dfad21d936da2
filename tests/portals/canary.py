"""A person who carries a canary in every text column, and a crawl that looks for them.

Whatever of it turns up on a page, in an address, a header, a file name, a message or a log was
leaked. What is released is looked for apart.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Enum, String, Text, inspect, select
from sqlalchemy.orm import Session

from models.access_enums import AssignmentBasis, Channel, LookUpReason
from models.account import Account, Membership
from models.base import JSON_TYPE, Base, utc_now
from models.case import CaseAssignment, CorrectionRequest, LookUpGrant
from models.enums import (
    Agency,
    Category,
    CodingDecision,
    ConsentPurpose,
    EvidenceGrade,
    Hours,
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
from models.message import Message
from models.opportunity import (
    OpportunityLanguage,
    OpportunityLicence,
    OpportunitySkill,
    Organisation,
)
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
from models.register import Consent, RegisterEntry
from models.sealed import Sealed, SealedJson
from wasl.config import LANGUAGES
from wasl.operations.ensure_office import ensure_office

TODAY = date(2026, 11, 22)
NATIONAL_ID = "199012345678"
# Columns that hold a code of a closed list or refer to one: what they may say is checked apart.
CODES = {
    *("governorate_code", "district_code", "origin_code", "place_code", "public_id", "digest"),
    *("occupation_code", "skill_code", "coding_candidates", "field", "template", "last_error"),
}


def make_canary_person() -> Person:
    """A welder of Basra of whom every kind of record exists."""
    person = Person(
        sex=Sex.FEMALE,
        category=Category.ABROAD_FORCED,
        governorate_code="IQ-BA",
        district_code="IQ-BA.zubair",
        origin_code="IQ-NI",
    )
    person.identity = PersonIdentity(birth_date=date(1987, 9, 27), birth_year=1987)
    person.household = Household(marital_status=MaritalStatus.WIDOWED, dependants=7)
    person.journey = ReturnJourney(return_date=date(2014, 8, 19), years_abroad=13)
    person.education = Education(level=6)
    person.preference = Preference(
        wage_min=713_000, hours=Hours.ANY, available_from=date(2014, 8, 23)
    )
    coded = {"occupation_code": "7212", "coding_decision": CodingDecision.SURE}
    person.experiences = [
        WorkExperience(years=6, **coded),
        WorkExperience(years=1, **coded),
        WorkExperience(years=2, coding_decision=CodingDecision.UNKNOWN),
    ]
    person.desired_work = [DesiredWork(**coded), DesiredWork()]
    person.skills = [
        PersonSkill(skill_code="tig-welding", evidence=EvidenceGrade.TESTED),
        PersonSkill(),
    ]
    person.languages = [PersonLanguage(level=LanguageLevel.B2), PersonLanguage(language="da")]
    person.licences = [PersonLicence()]
    person.certificates = [Certificate(), Certificate(recognised=False)]
    person.wants = [WantedKind(kind=OpportunityKind.JOB)]
    person.relocations = [Relocation(place_code="IQ-MA")]
    person.needs = [PersonNeed(need=Need.PSYCHOSOCIAL)]
    person.vulnerabilities = [PersonVulnerability(vulnerability=Vulnerability.TRAFFICKING)]
    person.consents = [
        Consent(purpose=ConsentPurpose.MATCHING, granted=True, given_on=date(2022, 4, 17))
    ]
    person.entries = [
        RegisterEntry(register=Register.MOMD, digest="0" * 64, intake_date=date(2021, 1, 17))
    ]
    return person


def records_of(person: Person) -> Iterator[Base]:
    """Yield the person and every record that belongs to them."""
    yield person
    for relation in inspect(Person).relationships:
        found = getattr(person, relation.key)
        yield from found if isinstance(found, list) else [found]


def plant_in(record: Base, first: int) -> dict[str, str]:
    """Write a canary into each text column of a record that is empty and is no code."""
    canaries: dict[str, str] = {}
    for column in inspect(type(record)).columns:
        if column.key in CODES or column.foreign_keys or isinstance(column.type, Enum):
            continue
        canary = f"canary{first + len(canaries):03d}zz"
        place = f"{record.__tablename__}.{column.key}#{first}"
        if isinstance(column.type, type(JSON_TYPE) | SealedJson):
            setattr(record, column.key, {canary: canary})
        elif isinstance(column.type, String | Text | Sealed):
            if getattr(record, column.key, None) is not None:
                continue
            canary = NATIONAL_ID if column.key == "national_id" else canary
            setattr(record, column.key, canary)
        else:
            continue
        canaries[place] = canary
    return canaries


def plant_canaries(person: Person) -> dict[str, str]:
    """Plant canaries in a person and every record that belongs to them."""
    canaries: dict[str, str] = {}
    for record in records_of(person):
        canaries |= plant_in(record, len(canaries))
    return canaries


def add_job(session: Session, organisation: Organisation) -> Job:
    """Add a published job that the canary person fits, of an employer who was vetted."""
    organisation.standing = OrganisationStanding.VETTED
    job = Job(
        organisation=organisation,
        ref="W-1",
        employer_wording=organisation.name,
        title="لحام أنابيب",
        occupation_code="7212",
        coding_decision=CodingDecision.SURE,
        status=OpportunityStatus.PUBLISHED,
        governorate_code="IQ-BA",
        seats=2,
        wage_min=600_000,
        wage_max=700_000,
        hours=Hours.FULL,
        experience_min_years=3,
        apply_by=TODAY + timedelta(days=30),
    )
    job.skills = [
        OpportunitySkill(wording="TIG", skill_code="tig-welding", required=True),
        OpportunitySkill(wording="canary-like wording of the employer", required=True),
    ]
    job.languages = [OpportunityLanguage(language="ar", level=LanguageLevel.B1)]
    job.licences = [OpportunityLicence(licence="welder")]
    session.add(job)
    return job


def add_canary_person(session: Session) -> tuple[Person, dict[str, str]]:
    """Add the person; return them, and what must not be seen, by the place where it is kept."""
    person = make_canary_person()
    found = plant_canaries(person)
    person.licences.append(PersonLicence(licence="welder"))
    session.add(person)
    session.flush()
    for record in records_around(session, person):
        session.add(record)
        found |= plant_in(record, len(found))
    session.flush()
    found["person.public_id"] = person.public_id
    return person, found | FACTS


# Counts of many, by categories; names of agencies; choices of a form.
TELL_OF_MANY = (
    *("/figures", "/admin", "/register"),
    *("/roundtable/supply", "/roundtable/barriers", "/roundtable/plan"),
)

# What is coded or counted about the person, as it would stand on a page.
FACTS = {
    "birth_date": "1987",
    "return_date": "2014",
    "given_on": "2022",
    "intake_date": "2021",
    "wage_min": "713,000",
    "register key": "momd:",
    "district": "Zubair",
}


def records_around(session: Session, person: Person) -> Iterator[Base]:
    """Yield records of other tables that hold words about the person."""
    office = ensure_office(session, Agency.MRC, "Erbil")
    holder = select(Membership.account_id).where(Membership.role == Role.CASEWORKER)
    staff = session.get_one(Account, session.scalar(holder))
    yield CaseAssignment(
        person_id=person.id,
        office_id=office.id,
        basis=AssignmentBasis.REFERRAL,
        accepted_at=utc_now(),
    )
    yield LookUpGrant(
        person_id=person.id,
        account_id=staff.id,
        reason=LookUpReason.DANGER,
        expires_at=utc_now() + timedelta(hours=1),
    )
    yield CorrectionRequest(person_id=person.id, field="phone")
    yield Message(
        person_id=person.id,
        channel=Channel.EMAIL,
        language="ar",
        template="release_withdrawn",
        next_attempt_at=utc_now(),
    )


# Drawings, and the example of how a day may be written on the page that takes files.
# Nor are random signs: marks against forged forms, and cookies.
_NO_YEARS = re.compile(
    r'<svg.*?</svg>|5/3/2024|2024-03-05|name="csrf_token" value="[^"]*"|^(?:ETag|Set-Cookie): .*?$',
    re.DOTALL | re.MULTILINE,
)


def tells(text: str, sign: str) -> bool:
    """Tell whether a text shows a sign; a year stands by itself."""
    if not sign.isdigit():
        return sign in text
    plain = _NO_YEARS.sub("", text)
    return re.search(rf"(?<![\w.]){sign}(?![\w.])", plain) is not None


def hidden_labels(app: Flask, language: str) -> list[str]:
    """Say in a language what is coded about the person and still not to be seen."""
    from wasl.ui.labels import label

    hidden = [Category.ABROAD_FORCED, Sex.FEMALE, MaritalStatus.WIDOWED, Register.MOMD]
    hidden += [Need.PSYCHOSOCIAL, Vulnerability.TRAFFICKING]
    with app.test_request_context(headers={"Cookie": f"language={language}"}):
        return [str(label(member)) for member in hidden]


def addresses(app: Flask) -> list[str]:
    """Return every address that takes no record: a crawl begins at all of them."""
    return [
        str(rule)
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and not rule.arguments
    ]


def words_of(body: bytes) -> str:
    """Return all that can be read in an answer: a workbook is unpacked, a calendar unfolded."""
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            return "\n".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())
    return body.decode("utf-8", "replace").replace("\r\n ", "")


def crawl(client: FlaskClient, starts: Iterable[str], **sent: Any) -> dict[str, str]:
    """Return, by address, all that was answered: pages, headers (with names of files), addresses.

    Follows every link, form and file from every start; what is refused is read as well.
    """
    seen: dict[str, str] = {}
    waiting = list(starts)
    while waiting:
        path = waiting.pop()
        if path in seen or path.startswith(("/static/", "/gallery")):
            continue
        response = client.get(path, **sent)
        text = words_of(response.get_data())
        del response.headers["Content-Length"]  # a length may read like a year
        seen[path] = f"{path}\n{response.headers}\n{text}"
        links = re.findall(r'(?:href|action|src)="(/[^"#]*)', seen[path])
        links += [response.location] if (response.location or "").startswith("/") else []
        waiting += [link.replace("&amp;", "&") for link in links]
    return seen


def choose(client: FlaskClient, language: str) -> None:
    """Choose a language, also for the account."""
    page = client.get("/", follow_redirects=True).get_data(as_text=True)
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token
    data = {"csrf_token": token[1], "language": language, "next": "/"}
    assert client.post("/language", data=data).status_code == 302


def find_leaks(
    client: FlaskClient, app: Flask, canaries: dict[str, str], languages: Iterable[str] = LANGUAGES
) -> list[str]:
    """Crawl everything in some languages; say what was found, and where."""
    leaks = []
    for language in languages:
        choose(client, language)
        hidden = hidden_labels(app, language)
        for path, text in crawl(client, addresses(app)).items():
            leaks += [f"{place} on {path}" for place, sign in canaries.items() if tells(text, sign)]
            if path.startswith(TELL_OF_MANY):
                continue
            leaks += [f"label {word!r} on {path}" for word in hidden if f">{word}<" in text]
    return leaks
