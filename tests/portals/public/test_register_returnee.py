"""Somebody registers themselves from abroad: a record, an account, each consent on its own."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.access_enums import AssignmentBasis, ConsentGiver
from models.account import Account
from models.case import CaseAssignment
from models.enums import Agency, ConsentPurpose, Register, Role
from models.message import Message
from models.person import Person
from models.sign_in import Registration
from tests.portals.admin.conftest import Browser
from wasl.operations.ensure_office import ensure_office
from wasl.operations.logins import find_by_login

PATH, LOGIN = "/register/returnee", "zainab@mail.example"
GIVEN: dict[str, Any] = {
    "display_name": "زينب كريم",
    "login": LOGIN,
    "password": "river lantern seven doors",
    "governorate": "IQ-BA",
    "worked_as": "لحام",
    "years": "4.5",
    "wants_work": "خباز",
    "kinds": ["job", "training"],
    "data": "y",
}


@pytest.fixture
def visitor(app: Flask, token: Callable[[str], str]) -> Browser:
    client = app.test_client()
    client.set_cookie("language", "en")
    return Browser(client, token(client.get("/join").get_data(as_text=True)))


def now(session: Session) -> Session:
    session.rollback()
    return session


def code_of(session: Session) -> str:
    latest = now(session).scalars(select(Message).order_by(Message.id.desc())).first()
    assert latest is not None
    return str(latest.params["code"])


def register(visitor: Browser, session: Session, **changes: Any) -> str:
    """Register and finish; return the page one lands on."""
    answer = visitor.send(PATH, follow=False, **{**GIVEN, **changes})
    assert answer.status_code == 302, answer.get_data(as_text=True)
    return visitor.send(answer.location, code=code_of(session)).get_data(as_text=True)


def the_person(session: Session) -> Person:
    return now(session).scalars(select(Person)).one()


def test_a_record_an_account_and_a_number(visitor: Browser, web_session: Session) -> None:
    page = register(visitor, web_session)
    assert "My page" in page
    person = the_person(web_session)
    assert (person.identity.name_ar, person.identity.email) == ("زينب كريم", LOGIN)
    assert person.governorate_code == "IQ-BA"
    assert [(job.title, job.years) for job in person.experiences] == [("لحام", 4.5)]
    assert person.experiences[0].occupation_code == "7212"
    assert {want.kind.value for want in person.wants} == {"job", "training"}
    [entry] = person.entries
    assert entry.register is Register.SELF
    assert re.fullmatch("[0-9A-Z]{4}-[0-9A-Z]{4}", entry.case_no)
    account = find_by_login(web_session, LOGIN)
    assert account is not None
    assert account.membership is not None
    assert (account.role, account.membership.person_id) == (Role.RETURNEE, person.id)
    assert entry.case_no in visitor.client.get("/me/slip").get_data(as_text=True)


@pytest.mark.parametrize(
    ("ticked", "allowed"),
    [((), {"data"}), (("matching",), {"data", "matching"}), (("contact",), {"data", "contact"})],
)
def test_each_consent_is_a_box_of_its_own(
    visitor: Browser, web_session: Session, ticked: tuple[str, ...], allowed: set[str]
) -> None:
    register(visitor, web_session, **dict.fromkeys(ticked, "y"))
    person = the_person(web_session)
    assert {p.value for p in ConsentPurpose if person.allows(p)} == allowed
    assert {one.given_by for one in person.consents} == {ConsentGiver.SELF}


def test_without_a_yes_to_keeping_data_nothing_is_kept(
    visitor: Browser, web_session: Session
) -> None:
    given = {name: value for name, value in GIVEN.items() if name != "data"}
    assert visitor.send(PATH, follow=False, **given).status_code == 422
    assert now(web_session).scalars(select(Registration)).all() == []


def test_before_the_code_is_back_there_is_no_record(visitor: Browser, web_session: Session) -> None:
    visitor.send(PATH, follow=False, **GIVEN)
    assert now(web_session).scalars(select(Person)).all() == []
    assert web_session.scalars(select(Account)).all() == []


def test_an_office_that_was_chosen_has_the_case(visitor: Browser, web_session: Session) -> None:
    office = ensure_office(web_session, Agency.MRC, "أربيل")
    chosen = office.public_id
    web_session.commit()
    register(visitor, web_session, office=chosen)
    case = now(web_session).scalars(select(CaseAssignment)).one()
    assert case.basis is AssignmentBasis.REGISTRATION
    assert case.accepted_at is not None
    assert case.office.public_id == chosen


def test_without_an_office_nobody_has_the_case(visitor: Browser, web_session: Session) -> None:
    register(visitor, web_session)
    assert now(web_session).scalars(select(CaseAssignment)).all() == []


def test_pages_do_not_tell_whether_there_is_an_account(
    visitor: Browser, web_session: Session, accounts: dict[Role, str]
) -> None:
    texts = []
    for login in ("free@mail.example", accounts[Role.RETURNEE]):
        answer = visitor.send(PATH, follow=False, **{**GIVEN, "login": login})
        assert answer.status_code == 302
        page = visitor.client.get(answer.location).get_data(as_text=True)
        texts.append(re.sub(r'value="[^"]*"|/code/\w+', "", page))
    assert texts[0] == texts[1]
    assert now(web_session).scalars(select(Person)).all() == []


def test_the_page_is_sound(app: Flask, check_page: Callable[..., object]) -> None:
    check_page(app.test_client(), PATH, "en")
