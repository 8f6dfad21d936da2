"""The employer's pages: own opportunities only, candidates as cards in order of fit."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from models.account import Account
from models.enums import (
    CodingDecision,
    ConsentPurpose,
    OpportunityStatus,
    OrganisationStanding,
    Role,
)
from models.opportunity import OpportunitySkill, Organisation
from models.opportunity_kinds import Job
from models.person import Person, PersonIdentity, PersonSkill, WorkExperience
from models.register import Consent
from wasl.access.viewer import COMMAND_LINE
from wasl.access.work_card import card_number
from wasl.operations.compute_matches import compute_matches

TODAY = date(2026, 11, 22)
English = Callable[[str], Any]
SignIn = Callable[[Role | None], FlaskClient]


def make_job(organisation_id: int, ref: str, **values: Any) -> Job:
    given: dict[str, Any] = {
        "organisation_id": organisation_id,
        "ref": ref,
        "employer_wording": "شركة الرافدين",
        "title": "لحّام أنابيب",
        "occupation_code": "7212",
        "coding_decision": CodingDecision.SURE,
        "status": OpportunityStatus.PUBLISHED,
        "governorate_code": "IQ-BA",
        "seats": 3,
    }
    job = Job(**(given | values))
    job.skills = [OpportunitySkill(wording="TIG", skill_code="tig-welding", required=True)]
    return job


def make_welder(years: float, *, skilled: bool, place: str = "IQ-BA") -> Person:
    person = Person(governorate_code=place)
    person.identity = PersonIdentity(name_ar="سري")
    person.experiences = [
        WorkExperience(
            title="لحيم",
            occupation_code="7212",
            coding_decision=CodingDecision.SURE,
            years=years,
        )
    ]
    if skilled:
        person.skills = [PersonSkill(wording="تيغ", skill_code="tig-welding")]
    person.consents = [Consent(purpose=ConsentPurpose.MATCHING, granted=True)]
    return person


@pytest.fixture
def owner(web_session: Session, employer: Account) -> Organisation:
    """The employer's organisation, vetted."""
    assert employer.organisation is not None
    employer.organisation.standing = OrganisationStanding.VETTED
    return employer.organisation


@pytest.fixture
def job(web_session: Session, owner: Organisation) -> Job:
    """A published job that two people in Basra fit and one in Maysan nearly does."""
    job = make_job(owner.id, "W-1")
    people = [
        make_welder(2, skilled=False),
        make_welder(8, skilled=True),
        make_welder(5, skilled=True, place="IQ-MA"),
    ]
    web_session.add_all([job, *people])
    web_session.flush()
    compute_matches(web_session, COMMAND_LINE, TODAY)
    web_session.commit()
    return job


@pytest.fixture
def english(sign_in: SignIn, check_page: Callable[..., Any]) -> English:
    """Fetch a page in English as the employer."""
    client = sign_in(Role.EMPLOYER_OWNER)
    return lambda path: check_page(client, path, "en")


def address(job: Job) -> str:
    return f"/employer/opportunities/{job.public_id}"


def test_pages_are_sound_in_three_languages(pages: Callable[..., Any], job: Job) -> None:
    pages("/employer/opportunities", role=Role.EMPLOYER_OWNER)
    found = pages(address(job), role=Role.EMPLOYER_OWNER)
    assert {page.text.count('class="work-card"') for page in found.values()} == {3}


def test_list_shows_state_and_how_many_fit(english: English, job: Job) -> None:
    page = english("/employer/opportunities")
    words = page.words()
    assert "لحّام أنابيب" in words
    assert "Published" in words
    cells = [
        " ".join("".join(cell.itertext()).split())
        for cell in page.all("td")
        if cell.get("data-label") in {"People who fit", "Wait for you", "Places"}
    ]
    assert cells == ["0 of 3 taken", "2", "0"]


def test_empty_list_says_what_to_do(english: English, owner: Organisation) -> None:
    words = english("/employer/opportunities").words()
    assert "send your list as a file" in words


def test_candidates_come_in_order_of_fit_with_reasons(
    web_session: Session, english: English, job: Job
) -> None:
    page = english(address(job))
    text = page.text
    best = web_session.query(Person).join(WorkExperience).filter_by(years=8).one()
    plain = web_session.query(Person).join(WorkExperience).filter_by(years=2).one()
    near = web_session.query(Person).filter_by(governorate_code="IQ-MA").one()
    places = [
        text.index(card_number(job.public_id, person.public_id)) for person in (best, plain, near)
    ]
    assert places == sorted(places)
    words = page.words()
    assert "2 people fit." in words
    assert "One more nearly fits" in words
    assert "8 years" in words
    assert "Has the skill that is asked for" in words
    assert "سري" not in text
    assert "لحيم" not in text
    assert all(person.public_id not in text for person in (best, plain, near))


def test_withdrawn_consent_counts_at_once(web_session: Session, sign_in: SignIn, job: Job) -> None:
    client = sign_in(Role.EMPLOYER_OWNER)
    assert client.get(address(job)).get_data(as_text=True).count('class="work-card"') == 3
    web_session.rollback()  # what it read is older than the looks that were recorded
    best = web_session.query(Person).join(WorkExperience).filter_by(years=8).one()
    best.consents.append(Consent(purpose=ConsentPurpose.MATCHING, granted=False))
    web_session.commit()
    text = client.get(address(job)).get_data(as_text=True)
    assert text.count('class="work-card"') == 2
    assert card_number(job.public_id, best.public_id) not in text


def test_what_belongs_to_somebody_else_does_not_exist(
    web_session: Session, sign_in: SignIn, owner: Organisation
) -> None:
    other = Organisation(name="شركة أخرى", name_key="شركه اخرى")
    web_session.add(other)
    web_session.flush()
    foreign = make_job(other.id, "X-1", employer_wording="شركة أخرى")
    web_session.add(foreign)
    web_session.commit()
    client = sign_in(Role.EMPLOYER_OWNER)
    assert client.get(address(foreign)).status_code == 404
    assert client.get("/employer/opportunities/nothing").status_code == 404
    assert foreign.public_id not in client.get("/employer/opportunities").get_data(as_text=True)


@pytest.mark.parametrize(
    ("page", "status"), [("99", 404), ("9" * 30, 404), ("0", 200), ("-3", 200), ("x", 200)]
)
def test_page_that_does_not_exist(sign_in: SignIn, job: Job, page: str, status: int) -> None:
    assert sign_in(Role.EMPLOYER_OWNER).get(f"{address(job)}?page={page}").status_code == status


HIDING = [
    (OrganisationStanding.UNVETTED, OpportunityStatus.PUBLISHED),
    (OrganisationStanding.REFUSED, OpportunityStatus.PUBLISHED),
    (OrganisationStanding.VETTED, OpportunityStatus.PAUSED),
    (OrganisationStanding.VETTED, OpportunityStatus.DRAFT),
]


@pytest.mark.parametrize("state", HIDING)
def test_candidates_only_of_what_is_published_by_somebody_vouched_for(
    web_session: Session,
    english: English,
    owner: Organisation,
    job: Job,
    state: tuple[OrganisationStanding, OpportunityStatus],
) -> None:
    owner.standing, job.status = state
    web_session.commit()
    page = english(address(job))
    assert "work-card" not in page.text
    assert "Candidates are shown while an opportunity is published" in page.words()
    assert "Not counted yet" in english("/employer/opportunities").words()


def test_before_the_first_run_the_page_says_so(
    web_session: Session, english: English, owner: Organisation
) -> None:
    job = make_job(owner.id, "W-1")
    web_session.add(job)
    web_session.commit()
    words = english(address(job)).words()
    assert "Matches have not been computed yet" in words


def test_many_candidates_come_in_pages(
    web_session: Session, sign_in: SignIn, owner: Organisation
) -> None:
    job = make_job(owner.id, "W-1")
    web_session.add_all([job, *(make_welder(3, skilled=True) for _ in range(45))])
    web_session.flush()
    compute_matches(web_session, COMMAND_LINE, TODAY)
    web_session.commit()
    client = sign_in(Role.EMPLOYER_OWNER)
    counts = [
        client.get(f"{address(job)}?page={page}").get_data(as_text=True).count('class="work-card"')
        for page in (1, 2, 3, 4, 5)
    ]
    assert counts == [10, 10, 10, 10, 5]


def test_a_caseworker_has_no_employer_pages(sign_in: SignIn, job: Job) -> None:
    client = sign_in(Role.CASEWORKER)
    assert client.get("/employer/opportunities").status_code == 403
    assert client.get(address(job)).status_code == 403


def test_what_speaks_against_somebody_is_never_folded_away(english: English, job: Job) -> None:
    """The last of the welders lives elsewhere; beside that two things for each of them are open."""
    cards = english(address(job)).text.split('class="work-card"')[1:]
    against = []
    for card in cards:
        shown, _mark, folded = card.partition("<details")
        assert folded, "the rest is a tap away"
        assert "reason--unmet" not in folded
        assert shown.count('class="reason reason--met"') <= 2
        against.append(shown.count('class="reason reason--unmet"'))
    assert against[-1] > 0
