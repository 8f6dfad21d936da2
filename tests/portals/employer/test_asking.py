"""Asking to meet from the cards of a posting: one, several, once, and not too many."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.account import Membership
from models.enums import Role
from models.match import Match
from models.message import Message
from models.opportunity_kinds import Job
from models.person import Person
from models.referral import Referral
from models.referral_enums import ReferralOrigin
from models.referral_states import ConsentStep
from tests.portals.canary import TODAY, add_job
from tests.portals.caseworker.office import add_person
from tests.portals.conftest import token_of
from tests.portals.employer.people import NO_FROM_PERSON, introduce
from wasl.access.viewer import COMMAND_LINE
from wasl.access.work_card import card_number
from wasl.operations.compute_matches import compute_matches
from wasl.operations.referrals.core import open_referral, take_step
from wasl.portals.employer.views.candidates import ASKING

SignIn = Callable[[Role | None], FlaskClient]
WELDER = "7212"


@pytest.fixture
def job(web_session: Session, accounts: dict[Role, str]) -> Job:
    """A posting of the employer with one place, which eight welders fit."""
    owner = select(Membership).where(Membership.role == Role.EMPLOYER_OWNER)
    organisation = web_session.scalars(owner).one().organisation
    assert organisation is not None
    job = add_job(web_session, organisation)
    job.seats, job.skills, job.languages, job.licences = 1, [], [], []
    for number in range(8):
        add_person(web_session, case_no=f"W-{number}", title="لحام", code=WELDER)
    compute_matches(web_session, COMMAND_LINE, TODAY)
    web_session.commit()
    return job


@pytest.fixture
def client(sign_in: SignIn) -> FlaskClient:
    client = sign_in(Role.EMPLOYER_OWNER)
    token = token_of(client.get("/account").get_data(as_text=True))
    client.post("/language", data={"csrf_token": token, "language": "en", "next": "/"})
    return client


def page(job: Job) -> str:
    return f"/employer/opportunities/{job.public_id}"


def ask(client: FlaskClient, job: Job, **fields: object) -> str:
    token = token_of(client.get(page(job)).get_data(as_text=True))
    data = {"csrf_token": token, **fields}
    answer = client.post(f"{page(job)}/ask", data=data, follow_redirects=True)
    return answer.get_data(as_text=True)


def cards(session: Session, job: Job) -> list[str]:
    fitting = select(Person.public_id).join(Match, Match.person_id == Person.id)
    ranked = fitting.where(Match.opportunity_id == job.id).order_by(Match.rank_for_opportunity)
    return [card_number(job.public_id, person) for person in session.scalars(ranked)]


def person_of(session: Session, job: Job, card: str) -> Person:
    """Return whose card it is."""
    everybody = session.scalars(select(Person))
    return next(one for one in everybody if card_number(job.public_id, one.public_id) == card)


def test_one_card_has_its_own_button_and_is_marked_then(
    web_session: Session, client: FlaskClient, job: Job
) -> None:
    first, second, *_ = cards(web_session, job)
    text = ask(client, job, one=first, cards=[second])
    assert f'<p id="card-{first}">' in text, "the page goes on where the card says how it stands"
    assert "You asked to meet one person." in text
    assert f'value="{first}"' not in text
    assert f'value="{second}"' in text
    assert "Waits for the office" in text
    web_session.rollback()
    [referral] = web_session.scalars(select(Referral))
    assert (referral.card, referral.origin) == (first, ReferralOrigin.EMPLOYER)
    told = web_session.scalars(select(Message.template)).all()
    assert set(told) == {"wish_to_meet"}


def test_several_are_asked_and_a_second_click_asks_nobody(
    web_session: Session, client: FlaskClient, job: Job
) -> None:
    wanted = cards(web_session, job)[:3]
    assert "You asked to meet 3 people." in ask(client, job, cards=wanted)
    assert "3 people were asked before." in ask(client, job, cards=wanted)
    assert "Tick at least one card first." in ask(client, job)
    web_session.rollback()
    assert len(web_session.scalars(select(Referral)).all()) == 3


def test_the_number_of_wishes_has_a_bound(
    web_session: Session, client: FlaskClient, job: Job
) -> None:
    job.seats_taken = 1
    web_session.commit()
    wanted = cards(web_session, job)
    assert "You can ask 5 more people now." in client.get(page(job)).get_data(as_text=True)
    assert "Nobody was asked: you can ask 5 more" in ask(client, job, cards=wanted)
    ask(client, job, cards=wanted[:5])
    assert "first those have to answer" in ask(client, job, one=wanted[6])
    web_session.rollback()
    assert len(web_session.scalars(select(Referral)).all()) == 5


def test_who_said_no_to_the_office_is_not_to_be_had_and_why_is_not_told(
    web_session: Session, client: FlaskClient, job: Job
) -> None:
    card = say_no(web_session, job)
    text = client.get(page(job)).get_data(as_text=True)
    assert "Not available for this opportunity." in text
    assert f'value="{card}"' not in text
    assert "said no" not in text
    assert "not available any more" in ask(client, job, one=card)
    assert card not in client.get("/employer/people").get_data(as_text=True)


def say_no(session: Session, job: Job) -> str:
    """Have somebody say no to what their office proposed; return the number of their card."""
    card = cards(session, job)[0]
    whom = person_of(session, job, card)
    referral = open_referral(session, COMMAND_LINE, whom, job, ReferralOrigin.OFFICE)
    take_step(session, COMMAND_LINE, referral, ConsentStep.SAY_NO, NO_FROM_PERSON)
    session.commit()
    return card


def test_who_waits_for_an_answer_is_marked_with_a_way_there(
    web_session: Session, client: FlaskClient, job: Job
) -> None:
    whom = person_of(web_session, job, cards(web_session, job)[0])
    referral = introduce(web_session, whom, job)
    web_session.commit()
    text = client.get(page(job)).get_data(as_text=True)
    assert "Waits for your answer" in text
    assert f"/employer/people/{referral.public_id}" in text


def test_who_asks_without_end_is_stopped(
    web_session: Session, client: FlaskClient, job: Job
) -> None:
    token = token_of(client.get(page(job)).get_data(as_text=True))
    data = {"csrf_token": token, "one": "K4F-2M7"}
    path, tries = f"{page(job)}/ask", range(ASKING.most + 1)
    statuses = [client.post(path, data=data).status_code for _ in tries]
    assert statuses[-2:] == [302, 429]
