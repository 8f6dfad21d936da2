"""Nothing that names a person, or that they wrote, reaches an employer: every page is crawled.

One person carries a canary in every text column of every table about people. The crawl goes
through all pages of an employer in three languages and looks for each of them. Its twin puts a
leak into a template and expects the crawl to find it.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import ChoiceLoader, DictLoader
from sqlalchemy import Enum, String, Text, inspect, select
from sqlalchemy.orm import Session

from models.account import Account
from models.base import JSON_TYPE, Base
from models.enums import (
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
from models.opportunity import OpportunityLanguage, OpportunityLicence, OpportunitySkill
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
from wasl.access.viewer import COMMAND_LINE
from wasl.config import LANGUAGES
from wasl.operations.compute_matches import compute_matches

TODAY = date(2026, 11, 22)
# Columns that hold a code of a closed list or refer to one: what they may say is checked apart.
CODES = {
    *("governorate_code", "district_code", "origin_code", "place_code", "public_id", "digest"),
    *("occupation_code", "skill_code", "coding_candidates"),
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
    person.journey = ReturnJourney(return_date=date(2024, 8, 19), years_abroad=13)
    person.education = Education(level=6)
    person.preference = Preference(
        wage_min=713_000, hours=Hours.ANY, available_from=date(2024, 8, 23)
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


def plant_canaries(person: Person) -> dict[str, str]:
    """Write a canary into each text column that is not a code; return them by their place."""
    canaries: dict[str, str] = {}
    for number, record in enumerate(records_of(person)):
        for column in inspect(type(record)).columns:
            if column.key in CODES or column.foreign_keys or isinstance(column.type, Enum):
                continue
            place = f"{record.__tablename__}.{column.key}#{number}"
            canary = f"canary{len(canaries):03d}zz"
            if isinstance(column.type, type(JSON_TYPE)):
                setattr(record, column.key, {canary: canary})
            elif isinstance(column.type, String | Text):
                if getattr(record, column.key, None) is not None and column.key != "language":
                    continue
                if getattr(record, column.key, None) == "da":
                    continue
                value = "199012345678" if column.key == "national_id" else canary
                canaries[place] = value
                setattr(record, column.key, value)
                continue
            else:
                continue
            canaries[place] = canary
    return canaries


@pytest.fixture
def job(web_session: Session, employer: Account) -> Job:
    """A published job of the employer that the canary person fits."""
    assert employer.organisation is not None
    employer.organisation.standing = OrganisationStanding.VETTED
    job = Job(
        organisation_id=employer.organisation.id,
        ref="W-1",
        employer_wording=employer.organisation.name,
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
    web_session.add(job)
    return job


@pytest.fixture
def canaries(web_session: Session, job: Job) -> dict[str, str]:
    """What must not be seen, by the place where it is kept; matches are computed."""
    person = make_canary_person()
    found = plant_canaries(person)
    person.licences.append(PersonLicence(licence="welder"))
    web_session.add(person)
    web_session.flush()
    found["person.public_id"] = person.public_id
    found |= {
        "birth_date": "1987",
        "return_date": "2024",
        "given_on": "2022",
        "intake_date": "2021",
        "wage_min": "713,000",
        "register key": "momd:",
        "district": "Zubair",
    }
    compute_matches(web_session, COMMAND_LINE, TODAY)
    web_session.commit()
    return found


def hidden_labels(app: Flask, language: str) -> list[str]:
    """Say in a language what is coded about the person and still not to be seen."""
    from wasl.ui.labels import label

    hidden = [Category.ABROAD_FORCED, Sex.FEMALE, MaritalStatus.WIDOWED, Register.MOMD]
    hidden += [Need.PSYCHOSOCIAL, Vulnerability.TRAFFICKING]
    with app.test_request_context(headers={"Cookie": f"language={language}"}):
        return [str(label(member)) for member in hidden]


def crawl(client: FlaskClient, start: str) -> dict[str, str]:
    """Return the text of every page that can be reached from a page by links."""
    seen: dict[str, str] = {}
    waiting = [start]
    while waiting:
        path = waiting.pop()
        if path in seen or path.startswith(("/static/", "/gallery")):
            continue
        response = client.get(path, follow_redirects=True)
        seen[path] = response.get_data(as_text=True) + str(response.headers)
        links = re.findall(r'(?:href|action|src)="(/[^"#]*)', seen[path])
        waiting += [link.replace("&amp;", "&") for link in links]
    return seen


def find_leaks(client: FlaskClient, app: Flask, canaries: dict[str, str]) -> list[str]:
    """Crawl as the employer in three languages; say what was found, and where."""
    leaks = []
    for language in LANGUAGES:
        page = client.get("/employer").get_data(as_text=True)
        token = re.search(r'name="csrf_token" value="([^"]+)"', page)
        assert token
        data = {"csrf_token": token[1], "language": language, "next": "/"}
        assert client.post("/language", data=data).status_code == 302
        hidden = hidden_labels(app, language)
        for path, text in crawl(client, "/employer").items():
            leaks += [f"{place} on {path}" for place, sign in canaries.items() if sign in text]
            leaks += [f"label {word!r} on {path}" for word in hidden if f">{word}<" in text]
    return leaks


def test_canaries_are_many_and_cover_every_table(
    web_session: Session, canaries: dict[str, str]
) -> None:
    assert len(canaries) >= 40
    tables = {place.partition(".")[0] for place in canaries}
    assert {
        *("person", "person_identity", "return_journey", "education", "certificate"),
        *("work_experience", "desired_work", "person_skill", "person_language"),
        *("person_licence", "preference", "register_entry"),
    } <= tables


def test_no_page_of_an_employer_shows_a_canary(
    app: Flask,
    sign_in: Callable[[Role | None], FlaskClient],
    canaries: dict[str, str],
    job: Job,
) -> None:
    client = sign_in(Role.EMPLOYER_OWNER)
    text = client.get(f"/employer/opportunities/{job.public_id}").get_data(as_text=True)
    assert 'class="work-card"' in text, "the candidate must be there for the test to mean anything"
    assert find_leaks(client, app, canaries) == []


def test_the_crawl_finds_a_leak(
    app: Flask,
    web_session: Session,
    sign_in: Callable[[Role | None], FlaskClient],
    canaries: dict[str, str],
) -> None:
    name = web_session.scalar(select(PersonIdentity.name_ar))
    leaking = {
        "employer/candidate.html": "{% macro candidate_card(card) %}"
        "<p data-name='{{ leak }}'></p>{% endmacro %}"
    }
    app.jinja_env.globals["leak"] = name
    assert app.jinja_loader is not None
    app.jinja_env.loader = ChoiceLoader([DictLoader(leaking), app.jinja_loader])
    leaks = find_leaks(sign_in(Role.EMPLOYER_OWNER), app, canaries)
    assert leaks
    assert all(leak.startswith("person_identity.name_ar") for leak in leaks)
    assert {"/employer/opportunities/" in leak for leak in leaks} == {True}
