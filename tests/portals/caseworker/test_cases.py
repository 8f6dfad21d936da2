"""Cases between offices and looking up, on their pages: who sees whom, and when."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from models.access_enums import AssignmentBasis, AuditAction
from models.audit import AuditEvent
from models.base import utc_now
from models.case import CaseAssignment, LookUpGrant
from models.case_states import CaseState, state_of
from models.enums import Agency, ConsentPurpose, Role
from models.office import Office
from models.person import Person
from models.register import Consent
from tests.portals.caseworker.office import ELSEWHERE, HERE, add_person, tell_everything
from wasl.operations.ensure_office import ensure_office

Fetch = Callable[[str], str]
Send = Callable[..., TestResponse]
Pages = Callable[..., dict[str, Any]]

NAME = "زينب كريم حسن"
WHY = "تحتاج دورة لا توجد إلا عندكم"
# What a card must not tell: words of the name and of what only who works with the person knows.
SECRETS = ("زينب", "كريم", "Zaynab", "2026/1", "1990", "محلة", "الحرب", "IQ-NI")


@pytest.fixture
def person(web_session: Session) -> Person:
    """A person of another office, of whom everything is known."""
    found = add_person(web_session, NAME, "Zaynab Karim", office=ELSEWHERE)
    tell_everything(web_session, found)
    found.identity.birth_year = 1990
    found.consents.append(Consent(purpose=ConsentPurpose.DATA, granted=True))
    web_session.commit()
    return found


@pytest.fixture
def offered(web_session: Session, person: Person, client: FlaskClient) -> CaseAssignment:
    """The case of that person, offered to the office of who is signed in."""
    case = CaseAssignment(
        person=person,
        office=ensure_office(web_session, *HERE),
        from_office=ensure_office(web_session, *ELSEWHERE),
        basis=AssignmentBasis.TRANSFER,
        reason=WHY,
        offered_at=utc_now(),
    )
    web_session.add(case)
    web_session.commit()
    return case


def test_before_accepting_nothing_says_who_it_is(
    web_session: Session, client: FlaskClient, english: Fetch, offered: CaseAssignment
) -> None:
    assert WHY in english("/cases")
    page = english(f"/cases/{offered.public_id}")
    assert WHY in page
    assert "You see who it is once you accept" in page
    assert "Bakers" in page
    for text in (page, english("/cases")):
        assert not [secret for secret in SECRETS if secret in text]
        assert offered.person.public_id not in text
    assert client.get(f"/people/{offered.person.public_id}").status_code == 404


def test_looking_at_the_card_leaves_a_trace(
    web_session: Session, english: Fetch, offered: CaseAssignment
) -> None:
    english(f"/cases/{offered.public_id}")
    seen = AuditEvent.action == AuditAction.CARD_SEEN
    web_session.rollback()
    event = web_session.scalars(select(AuditEvent).where(seen)).first()
    assert event is not None
    assert event.person == offered.person.public_id
    assert (event.object_kind, event.object_id) == ("case", offered.public_id)


def test_accepting_leads_to_the_person(send: Send, offered: CaseAssignment) -> None:
    response = send(f"/cases/{offered.public_id}/accept")
    assert response.request.path == f"/people/{offered.person.public_id}"
    assert NAME in response.get_data(as_text=True)
    assert send(f"/cases/{offered.public_id}/accept").status_code == 404


def test_declining_needs_a_reason(
    web_session: Session, send: Send, offered: CaseAssignment
) -> None:
    address = f"/cases/{offered.public_id}/decline"
    assert send(address, reason=" ").status_code == 200
    web_session.rollback()
    web_session.refresh(offered)
    assert state_of(offered) is CaseState.OFFERED
    assert send(address, reason="لا مكان").request.path == "/cases"
    web_session.rollback()
    web_session.refresh(offered)
    assert state_of(offered) is CaseState.DECLINED


@pytest.mark.parametrize("step", ["", "/accept", "/decline"])
def test_what_is_offered_to_another_office_is_not_there(
    web_session: Session, send: Send, client: FlaskClient, offered: CaseAssignment, step: str
) -> None:
    offered.office = ensure_office(web_session, Agency.MOMD, "Ninawa")
    web_session.commit()
    address = f"/cases/{offered.public_id}{step}"
    answer = send(address, reason="x") if step else client.get(address)
    assert answer.status_code == 404


def _own(session: Session, **more: Any) -> Person:
    person = add_person(session, NAME, case_no="2026/7", **more)
    person.consents.append(Consent(purpose=ConsentPurpose.DATA, granted=True))
    session.commit()
    return person


def _office(session: Session) -> Office:
    office = ensure_office(session, *ELSEWHERE)
    session.commit()
    return office


def test_a_case_is_offered_and_taken_back(web_session: Session, send: Send, english: Fetch) -> None:
    person, office = _own(web_session), _office(web_session)
    address = f"/people/{person.public_id}"
    given = {"office": office.public_id, "way": "referral", "reason": WHY}
    response = send(f"{address}/refer", **given)
    assert response.request.path == address
    assert "Was asked" in english(address)
    assert "works with the person already" in send(f"{address}/refer", **given).get_data(
        as_text=True
    )
    web_session.rollback()
    (case,) = web_session.scalars(
        select(CaseAssignment).where(CaseAssignment.basis == AssignmentBasis.REFERRAL)
    )
    assert send(f"{address}/refer/withdraw", case=case.public_id).request.path == address
    web_session.rollback()
    web_session.refresh(case)
    assert state_of(case) is CaseState.WITHDRAWN
    assert "Was asked" not in english(address)


def test_without_consent_the_form_asks_why(
    web_session: Session, send: Send, english: Fetch
) -> None:
    person, office = _own(web_session), _office(web_session)
    person.consents.append(Consent(purpose=ConsentPurpose.DATA, granted=False))
    web_session.commit()
    address = f"/people/{person.public_id}/refer"
    assert "Why without consent" in english(address)
    given = {"office": office.public_id, "way": "transfer", "reason": WHY}
    assert "Ask them, or write why" in send(address, **given).get_data(as_text=True)
    assert send(address, override="خطر", **given).request.path.endswith(person.public_id)


def test_an_offer_of_another_person_is_not_taken_back(
    web_session: Session, send: Send, offered: CaseAssignment
) -> None:
    mine = _own(web_session)
    address = f"/people/{mine.public_id}/refer/withdraw"
    assert send(address, case=offered.public_id).status_code == 404
    assert send(address, case="").status_code == 404


def test_a_caseworker_ends_only_their_own_case(
    web_session: Session, send: Send, sign_in: Callable[[Role | None], FlaskClient], token: Any
) -> None:
    person = _own(web_session)
    address = f"/people/{person.public_id}/end"
    assert send(address, reason="سافر").status_code == 404
    manager = sign_in(Role.OFFICE_MANAGER)
    page = manager.get(f"/people/{person.public_id}").get_data(as_text=True)
    answer = manager.post(address, data={"csrf_token": token(page), "reason": "سافر"})
    assert answer.location == "/people"
    assert manager.get(f"/people/{person.public_id}").status_code == 404


@pytest.fixture
def manager(sign_in: Callable[[Role | None], FlaskClient]) -> Iterator[FlaskClient]:
    """An office manager's browser."""
    return iter([sign_in(Role.OFFICE_MANAGER)])


def test_the_manager_puts_somebody_in_charge(
    web_session: Session, manager: Iterator[FlaskClient], token: Any, accounts: dict[Role, str]
) -> None:
    person, browser = _own(web_session), next(manager)
    page = browser.get(f"/people/{person.public_id}").get_data(as_text=True)
    worker = web_session.scalars(select(CaseAssignment)).one()
    staff = [line.split('"')[1] for line in page.split("<option value=")[2:]]
    assert staff
    data = {"csrf_token": token(page), "account": staff[0]}
    answer = browser.post(f"/people/{person.public_id}/assign", data=data)
    assert answer.status_code == 302
    web_session.rollback()
    web_session.refresh(worker)
    assert state_of(worker) is CaseState.ENDED
    wrong = {"csrf_token": token(page), "account": "nobodyofours"}
    assert browser.post(f"/people/{person.public_id}/assign", data=wrong).status_code == 404


LOOK = {"reason": "person_is_here", "note": "هي هنا", "name": "زينب حسن", "birth_year": "1990"}


def test_another_agencys_person_is_an_outline_only(
    web_session: Session, client: FlaskClient, send: Send, person: Person
) -> None:
    page = send("/people/look-up", **LOOK).get_data(as_text=True)
    assert NAME in page
    assert person.public_id not in page
    opened = send("/people/look-up/open", person=person.public_id)
    assert opened.request.path == "/people/look-up"
    assert client.get(f"/people/{person.public_id}").status_code == 404


def test_a_record_of_the_own_agency_opens_for_a_while(
    web_session: Session, client: FlaskClient, send: Send
) -> None:
    person = add_person(web_session, NAME, office=(Agency.MRC, "Basra"))
    person.identity.birth_year = 1990
    web_session.commit()
    address = f"/people/{person.public_id}"
    assert send("/people/look-up/open", person=person.public_id).request.path == "/people/look-up"
    assert person.public_id in send("/people/look-up", **LOOK).get_data(as_text=True)
    assert client.get(address).status_code == 404
    opened = send("/people/look-up/open", person=person.public_id)
    assert opened.request.path == address
    web_session.rollback()
    assert web_session.scalars(select(LookUpGrant)).one().note == "هي هنا"
    assert client.get(f"{address}/refer").status_code == 404


def test_none_wrong_and_many_get_the_same_page(
    web_session: Session, send: Send, token: Any
) -> None:
    def answer(**more: str) -> str:
        page = send("/people/look-up", **{**LOOK, **more}).get_data(as_text=True)
        start = page.index('aria-labelledby="found"')
        return page[start : page.index("</section>", start)]

    nobody = answer()
    for number in range(4):
        person = add_person(web_session, NAME, case_no=f"x{number}", office=ELSEWHERE)
        person.identity.birth_year = 1990
    web_session.commit()
    assert answer() == nobody
    assert answer(birth_year="1991") == nobody
    assert NAME not in nobody


def test_the_eleventh_look_within_an_hour_is_refused(send: Send) -> None:
    for _ in range(10):
        assert 'id="found"' in send("/people/look-up", **LOOK).get_data(as_text=True)
    page = send("/people/look-up", **LOOK).get_data(as_text=True)
    assert 'id="found"' not in page
    assert "notice--error" in page


@pytest.mark.parametrize(
    "less", [{"reason": ""}, {"note": ""}, {"name": "زينب"}, {"birth_year": ""}]
)
def test_too_little_is_explained_and_not_looked_for(
    web_session: Session, send: Send, less: dict[str, str]
) -> None:
    page = send("/people/look-up", **{**LOOK, **less}).get_data(as_text=True)
    assert "error-summary" in page
    assert 'id="found"' not in page
    looked = AuditEvent.action == AuditAction.PERSON_LOOKED_UP
    web_session.rollback()
    assert web_session.scalar(select(AuditEvent.id).where(looked)) is None


def test_pages_are_sound(web_session: Session, pages: Pages, offered: CaseAssignment) -> None:
    own = _own(web_session)
    for path in ("/cases", f"/cases/{offered.public_id}", "/people/look-up"):
        pages(path, role=Role.CASEWORKER)
    for role in (Role.CASEWORKER, Role.OFFICE_MANAGER):
        pages(f"/people/{own.public_id}", role=role)
    pages(f"/people/{own.public_id}/refer", role=Role.CASEWORKER)
