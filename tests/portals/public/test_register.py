"""Registering oneself: a code that comes back, and pages that tell nobody who is here already."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.enums import OrganisationStanding, Role
from models.message import Message
from models.opportunity import Organisation
from models.sign_in import Registration
from tests.portals.admin.conftest import Browser
from wasl.operations.logins import find_by_login

Token = Callable[[str], str]
EMPLOYER = {
    "organisation": "شركة الرافدين",
    "registration_no": "IQ-77",
    "sector": "bakery",
    "governorate": "IQ-BA",
    "display_name": "Haider",
    "login": "Haider@Rafidain.example",
    "password": "river lantern seven doors",
}


@pytest.fixture
def visitor(app: Flask, token: Token) -> Browser:
    client = app.test_client()
    client.set_cookie("language", "en")
    return Browser(client, token(client.get("/join").get_data(as_text=True)))


def sent(session: Session) -> Message:
    session.rollback()
    return session.scalars(select(Message).order_by(Message.id.desc())).first()  # type: ignore[return-value]


def begin(visitor: Browser, path: str = "/register/employer", **changes: str) -> str:
    """Register and return the address at which the code is asked for."""
    answer = visitor.send(path, follow=False, **{**EMPLOYER, **changes})
    assert answer.status_code == 302, answer.get_data(as_text=True)
    return answer.location


def test_an_employer_registers_and_waits_to_be_vetted(
    visitor: Browser, web_session: Session
) -> None:
    address = begin(visitor)
    assert web_session.query(Organisation).count() == 0, "nothing is made before the code is back"
    assert find_by_login(web_session, EMPLOYER["login"]) is None
    message = sent(web_session)
    assert (message.template, message.address) == ("verify_login", "haider@rafidain.example")
    welcome = visitor.send(address, code=message.params["code"]).get_data(as_text=True)
    assert "Your account is ready" in welcome
    assert "has not been vetted yet" in welcome
    web_session.rollback()
    account = find_by_login(web_session, EMPLOYER["login"])
    assert account is not None
    assert account.role is Role.EMPLOYER_OWNER
    organisation = account.organisation
    assert organisation is not None
    assert organisation.standing is OrganisationStanding.UNVETTED
    assert (organisation.registration_no, organisation.governorate_code) == ("IQ-77", "IQ-BA")
    assert web_session.query(Registration).count() == 0


def test_an_organisation_that_is_here_already_is_not_joined(
    visitor: Browser, web_session: Session
) -> None:
    there = Organisation(
        name="شركه الرافدين",
        name_key="شركه الرافدين",
        standing=OrganisationStanding.VETTED,
    )
    web_session.add(there)
    web_session.commit()
    address = begin(visitor)
    visitor.send(address, code=sent(web_session).params["code"])
    web_session.rollback()
    account = find_by_login(web_session, EMPLOYER["login"])
    assert account is not None
    assert account.organisation is not None
    assert account.organisation.id != there.id
    assert account.organisation.standing is OrganisationStanding.UNVETTED
    assert account.organisation.name_key != there.name_key


def test_an_expert_registers(visitor: Browser, web_session: Session) -> None:
    address = begin(visitor, "/register/expert", login="+964 770 123 4567")
    message = sent(web_session)
    assert message.address == "+9647701234567"
    visitor.send(address, code=" ".join(message.params["code"]))
    web_session.rollback()
    account = find_by_login(web_session, "07701234567")
    assert account is not None
    assert account.role is Role.EXPERT


def test_a_login_that_has_an_account_gets_another_message_and_the_same_pages(
    visitor: Browser, web_session: Session, accounts: dict[Role, str]
) -> None:
    taken = accounts[Role.CASEWORKER]
    addresses = [begin(visitor, login="free@b.example"), begin(visitor, login=taken)]
    message = sent(web_session)
    assert (message.template, message.address) == ("login_taken", taken)
    texts = []
    for address in addresses:
        page = visitor.send(address, code="123456")
        texts.append((page.status_code, re.sub(r'="[^"]*"', "", page.get_data(as_text=True))))
    assert texts[0] == texts[1]
    assert len({len(address) for address in addresses}) == 1


def test_a_code_is_tried_six_times_at_most(visitor: Browser, web_session: Session) -> None:
    address = begin(visitor)
    code = sent(web_session).params["code"]
    wrong = "000000" if code != "000000" else "111111"
    for _time in range(6):
        assert visitor.send(address, code=wrong).status_code == 422
    assert visitor.send(address, code=code).status_code == 404, "tries are counted for good"
    assert find_by_login(web_session, EMPLOYER["login"]) is None


def test_nobodys_mailbox_is_filled(visitor: Browser, web_session: Session) -> None:
    for _time in range(3):
        begin(visitor)
    assert visitor.send("/register/employer", follow=True, **EMPLOYER).status_code == 429
    web_session.rollback()
    assert web_session.query(Message).count() == 3


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"organisation": ""}, "Enter the name of the organisation"),
        ({"login": "haider"}, "Enter an e-mail address or a phone number"),
        ({"password": "short"}, "Use at least 10 characters"),
        ({"password": "aaaaaaaaaaaa"}, "Do not repeat or count up"),
        ({"governorate": "Atlantis"}, "Not a valid choice"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_sent(
    visitor: Browser, web_session: Session, change: dict[str, str], says: str
) -> None:
    answer = visitor.send("/register/employer", follow=True, **{**EMPLOYER, **change})
    assert answer.status_code == 422
    assert says in answer.get_data(as_text=True)
    assert web_session.query(Message).count() == 0


def test_a_registration_that_is_not_there(visitor: Browser) -> None:
    visitor.read("/register/code/000000000000", 404)
