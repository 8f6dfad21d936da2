"""Somebody who is signed in to their own page, of whom everything is recorded."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from models.account import Account, Membership
from models.enums import ConsentPurpose, OrganisationStanding, Role
from models.opportunity import Opportunity, Organisation
from models.opportunity_kinds import Job
from models.person import Person
from models.register import Consent
from tests.portals.caseworker.office import BAKER, TODAY, add_person, tell_everything, titled
from wasl.access.viewer import COMMAND_LINE
from wasl.operations.compute_matches import compute_matches


@pytest.fixture
def own(web_session: Session, accounts: dict[Role, str]) -> Person:
    """The person of the returnee's account."""
    person = add_person(web_session)
    tell_everything(web_session, person)
    for purpose in (ConsentPurpose.DATA, ConsentPurpose.CONTACT):
        person.consents.append(Consent(purpose=purpose, granted=True))
    web_session.flush()
    account = returnee_account(web_session)
    membership = web_session.scalar(select(Membership).where(Membership.account_id == account.id))
    assert membership is not None
    membership.person_id = person.id
    web_session.commit()
    return person


def returnee_account(session: Session) -> Account:
    """Return the returnee's account."""
    holder = select(Membership.account_id).where(Membership.role == Role.RETURNEE)
    return session.get_one(Account, session.scalar(holder))


@pytest.fixture
def job(web_session: Session, own: Person) -> Opportunity:
    """A published job of a vetted employer that the person fits; matches are computed."""
    employer = web_session.scalars(select(Organisation)).first()
    assert employer is not None
    employer.standing = OrganisationStanding.VETTED
    job = Job(
        organisation=employer,
        ref="J-1",
        employer_wording=employer.name,
        status="published",
        governorate_code="IQ-BA",
        seats=1,
        **titled("خباز", BAKER),
    )
    web_session.add(job)
    web_session.flush()
    compute_matches(web_session, COMMAND_LINE, TODAY)
    web_session.commit()
    return job


@pytest.fixture
def client(sign_in: Callable[[Role | None], FlaskClient], own: Person) -> FlaskClient:
    """The person's browser, in English."""
    client = sign_in(Role.RETURNEE)
    say_english(client)
    return client


def say_english(client: FlaskClient) -> None:
    """Choose English for the account."""
    from tests.portals.conftest import token_of

    data = {"csrf_token": token_of(client.get("/me").get_data(as_text=True)), "language": "en"}
    assert client.post("/language", data=data).status_code == 302


@pytest.fixture
def read(client: FlaskClient) -> Callable[[str], str]:
    """Fetch a page and return its text."""

    def fetch(path: str) -> str:
        response = client.get(path)
        assert response.status_code == 200, f"{path} answered {response.status_code}"
        return response.get_data(as_text=True)

    return fetch


@pytest.fixture
def send(client: FlaskClient, token: Callable[[str], str]) -> Callable[..., TestResponse]:
    """Send a form and go where it leads."""

    def post(path: str, **fields: Any) -> TestResponse:
        data = {"csrf_token": token(client.get("/me").get_data(as_text=True)), **fields}
        return client.post(path, data=data, follow_redirects=True)

    return post
