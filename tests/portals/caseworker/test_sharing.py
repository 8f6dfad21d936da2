"""What an office writes down with the person beside it: consent, releases, corrections, erasure."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from models.access_enums import ConsentGiver, CorrectionState, ReleaseScope
from models.case import CorrectionRequest, Erasure
from models.enums import ConsentPurpose, OrganisationStanding, Role
from models.opportunity import Opportunity
from models.person import Person
from models.register import Consent
from models.release import IdentityRelease
from tests.portals.caseworker.office import TODAY, add_person, add_posting
from wasl.access.viewer import COMMAND_LINE
from wasl.clock import today_in_baghdad
from wasl.operations.compute_matches import compute_matches
from wasl.operations.corrections import ask_correction
from wasl.operations.releases import Releasing, release_identity

Fetch = Callable[[str], str]
Send = Callable[..., TestResponse]


@pytest.fixture
def posting(web_session: Session) -> Opportunity:
    """A published job that a baker fits."""
    posting = add_posting(web_session, "مطلوب خباز")
    posting.organisation.standing = OrganisationStanding.VETTED
    return posting


@pytest.fixture
def person(web_session: Session, accounts: dict[Role, str], posting: Opportunity) -> Person:
    """Somebody the office works with, who fits the job."""
    person = add_person(web_session)
    compute_matches(web_session, COMMAND_LINE, TODAY)
    web_session.commit()
    return person


def now(session: Session) -> Session:
    """Begin anew: what a page committed is seen by a new transaction only."""
    session.rollback()
    return session


def address(person: Person, page: str) -> str:
    return f"/people/{person.public_id}/{page}"


SAID = {"given_by": "with_caseworker", "witness": "سارة", "reason": "لا تقرأ"}


@pytest.mark.parametrize("name", ["consents", "releases", "invitation"])
def test_pages_are_sound(
    name: str,
    person: Person,
    client: FlaskClient,
    check_page: Callable[[FlaskClient, str, str], object],
) -> None:
    check_page(client, address(person, name), "en")


def test_a_yes_and_a_no_are_written_down(
    web_session: Session, person: Person, send: Send, english: Fetch
) -> None:
    path = address(person, "consents")
    send(path, purpose="contact", granted="yes", given_by="with_caseworker", given_on="2026-03-05")
    said = now(web_session).scalars(select(Consent).order_by(Consent.id.desc())).first()
    assert said is not None
    assert (said.purpose, said.granted) == (ConsentPurpose.CONTACT, True)
    assert said.given_by is ConsentGiver.WITH_CASEWORKER
    assert "5 March 2026" in english(path)
    now(web_session)
    send(path, purpose="matching", granted="no", given_by="with_caseworker")
    assert not now(web_session).get_one(Person, person.id).allows(ConsentPurpose.MATCHING)


def test_a_proxy_without_witness_is_sent_back(
    web_session: Session, person: Person, send: Send
) -> None:
    fields = {"purpose": "contact", "granted": "yes", "given_by": "proxy", "proxy": "أخوها"}
    answer = send(address(person, "consents"), **fields)
    assert answer.status_code == 422
    assert not now(web_session).get_one(Person, person.id).allows(ConsentPurpose.CONTACT)
    send(address(person, "consents"), **fields, witness="سارة", reason="في المستشفى")
    assert now(web_session).get_one(Person, person.id).allows(ConsentPurpose.CONTACT)


def test_a_day_that_has_not_come_is_sent_back(person: Person, send: Send) -> None:
    tomorrow = (today_in_baghdad() + timedelta(days=1)).isoformat()
    fields = {"purpose": "contact", "granted": "yes", "given_by": "with_caseworker"}
    assert send(address(person, "consents"), **fields, given_on=tomorrow).status_code == 422


def test_an_employer_is_let_know_with_a_witness(
    web_session: Session, person: Person, posting: Opportunity, send: Send, english: Fetch
) -> None:
    path, fields = address(person, "releases"), {"scope": "name", "days": "30"}
    without = send(path, opportunity=posting.public_id, **fields, given_by="with_caseworker")
    assert without.status_code == 422
    assert now(web_session).scalars(select(IdentityRelease)).all() == []
    job = posting.public_id
    now(web_session)
    assert send(path, opportunity=job, **fields, **SAID).status_code == 200
    release = now(web_session).scalars(select(IdentityRelease)).one()
    assert (release.witness, release.given_by) == ("سارة", ConsentGiver.WITH_CASEWORKER)
    assert "Take it back" in english(path)
    where = f"{path}/{release.public_id}/withdraw"
    now(web_session)
    send(where)
    assert now(web_session).scalars(select(IdentityRelease)).one().withdrawn_at is not None


def test_a_release_of_another_person_is_not_there(
    web_session: Session, person: Person, posting: Opportunity, send: Send
) -> None:
    other = add_person(web_session, "كمال عثمان", case_no="2026/2")
    given = Releasing(scope=ReleaseScope.NAME)
    release = release_identity(web_session, COMMAND_LINE, other, posting, given)
    where = f"{address(person, 'releases')}/{release.public_id}/withdraw"
    web_session.commit()
    assert send(where).status_code == 404
    assert now(web_session).scalars(select(IdentityRelease)).one().withdrawn_at is None


def test_an_unvetted_employer_cannot_be_chosen(
    web_session: Session, person: Person, posting: Opportunity, send: Send
) -> None:
    posting.organisation.standing = OrganisationStanding.UNVETTED
    job = posting.public_id
    web_session.commit()
    answer = send(address(person, "releases"), opportunity=job, scope="name", days="30", **SAID)
    assert answer.status_code == 422
    assert now(web_session).scalars(select(IdentityRelease)).all() == []


def test_the_code_for_their_own_page_is_printed_once(
    person: Person, send: Send, english: Fetch, app: object
) -> None:
    path = address(person, "invitation")
    page = send(path).get_data(as_text=True)
    assert re.search(r'class="slip__code".*[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}', page)
    assert person.identity.name_ar not in re.sub(r'(?s)^.*<section class="slip"', "", page)
    assert "slip__code" not in english(path)


def add_request(session: Session, person: Person, field: str, said: str) -> str:
    request = ask_correction(session, COMMAND_LINE, person, field, said)
    session.commit()
    return f"/corrections/{request.public_id}"


def test_a_simple_correction_is_written_down(
    web_session: Session, person: Person, send: Send, english: Fetch
) -> None:
    path = add_request(web_session, person, "education", "عندي بكالوريوس")
    assert "بكالوريوس" in english("/corrections")
    wrong = send(path, decision="accept", value="؟؟؟")
    assert wrong.status_code == 422
    send(path, decision="accept", value="بكالوريوس", answer="تم")
    found = now(web_session).get_one(Person, person.id)
    assert found.education is not None
    assert found.education.level == 6
    request = web_session.scalars(select(CorrectionRequest)).one()
    assert (request.state, request.answer) == (CorrectionState.ACCEPTED, "تم")


def test_declining_needs_an_answer(web_session: Session, person: Person, send: Send) -> None:
    path = add_request(web_session, person, "phone", "0770 999 8877")
    assert send(path, decision="decline").status_code == 422
    send(path, decision="decline", answer="الرقم صحيح")
    request = now(web_session).scalars(select(CorrectionRequest)).one()
    assert request.state is CorrectionState.DECLINED
    assert web_session.get_one(Person, person.id).identity.phone is None
    send(path, decision="accept", value="0770 999 8877")
    assert now(web_session).scalars(select(CorrectionRequest)).one().state is request.state


def test_erasing_is_the_managers(
    web_session: Session,
    person: Person,
    client: FlaskClient,
    sign_in: Callable[[Role | None], FlaskClient],
    token: Callable[[str], str],
) -> None:
    path = address(person, "erasure")
    assert client.get(path).status_code == 403
    manager = sign_in(Role.OFFICE_MANAGER)
    page = manager.get(path)
    assert page.status_code == 200
    data = {"csrf_token": token(page.get_data(as_text=True)), "cause": "own_wish"}
    manager.post(path, data={**data, "given_by": "with_caseworker"})
    erasure = now(web_session).scalars(select(Erasure)).one()
    assert erasure.person_ref == person.public_id
    assert not web_session.get_one(Person, person.id).allows(ConsentPurpose.MATCHING)
    web_session.rollback()
    manager.post(f"{path}/cancel", data=data)
    assert now(web_session).scalars(select(Erasure)).one().cancelled_at is not None
