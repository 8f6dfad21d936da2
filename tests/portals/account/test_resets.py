"""Password forgotten, phone lost: what somebody does, what two others do, what strangers learn."""

import re
from collections.abc import Callable
from time import monotonic

import pytest
from sqlalchemy import delete
from sqlalchemy.orm import Session

from models.access_enums import ResetKind
from models.account import Account
from models.enums import Role
from models.message import Message
from models.sign_in import RateCounter, ResetRequest
from wasl.access.limits import CODE_ADDRESS, RESET_ASKED
from wasl.access.viewer import viewer_of
from wasl.operations.resets import ask_reset
from wasl.transactions import ALIKE

Accounts = dict[Role, str]
Read = Callable[[Role], Account]
NEW = "quite another sentence"


def code_sent(session: Session) -> str:
    session.rollback()
    message = session.query(Message).filter_by(template="password_reset").one()
    return str(message.params["code"])


def test_a_code_by_message_gives_a_new_password(
    visitor, accounts: Accounts, web_session: Session
) -> None:
    one, login = visitor(), accounts[Role.RETURNEE]
    thief = visitor()
    thief.sign_in(login)
    assert one.post("/account/forgotten", login=login).location == "/account/reset"
    code = code_sent(web_session)
    assert one.post("/account/reset", code="K4F2-M7QX-9TBC").status_code == 422
    assert one.post("/account/reset", code=code.lower()).location == "/account/reset/new"
    assert one.post("/account/reset/new", new="short").status_code == 422
    assert one.post("/account/reset/new", new=NEW).location == "/sign-in"
    assert one.sign_in(login, NEW).status_code == 302
    assert not thief.is_in()
    assert visitor().post("/account/reset", code=code).status_code == 422


def test_the_answer_is_the_same_whether_there_is_an_account(
    visitor, accounts: Accounts, web_session: Session
) -> None:
    answers = []
    for login in (accounts[Role.RETURNEE], "nobody@office.example", "nobody"):
        one = visitor()
        sent = one.post("/account/forgotten", login=login)
        text = one.get("/account/reset").get_data(as_text=True)
        answers.append((sent.status_code, sent.location, re.sub(r'value="[^"]+"', "", text)))
    assert answers[0] == answers[1] == answers[2]
    assert web_session.query(Message).filter_by(template="password_reset").count() == 1


def test_the_answer_takes_as_long_whether_there_is_an_account(
    visitor, accounts: Accounts, web_session: Session
) -> None:
    one = visitor()
    one.get("/account/forgotten")
    for login in (accounts[Role.RETURNEE], "nobody@office.example", "nobody"):
        token = one.token_of(one.get("/account/forgotten").get_data(as_text=True))
        since = monotonic()
        one.client.post("/account/forgotten", data={"csrf_token": token, "login": login})
        assert monotonic() - since >= ALIKE, login
    assert web_session.query(Message).filter_by(template="password_reset").count() == 1


def test_nobody_is_flooded_with_messages(visitor, accounts: Accounts, web_session: Session) -> None:
    one, login = visitor(), accounts[Role.RETURNEE]
    sent = [one.post("/account/forgotten", login=login) for _ in range(RESET_ASKED.most + 1)]
    assert [answer.status_code for answer in sent] == [302] * RESET_ASKED.most + [429]
    assert web_session.query(Message).filter_by(template="password_reset").count() == 3


def test_codes_cannot_be_guessed_one_after_the_other(
    visitor, accounts: Accounts, web_session: Session
) -> None:
    one = visitor()
    for number in range(CODE_ADDRESS.most):
        assert one.post("/account/reset", code=f"K4F2-M7QX-{number:04}").status_code == 422
    assert one.post("/account/reset", code="K4F2-M7QX-9TBC").status_code == 429
    web_session.execute(delete(RateCounter))
    web_session.commit()
    assert one.post("/account/reset", code="K4F2-M7QX-9TBC").status_code == 422


@pytest.fixture
def asked(web_session: Session, account_of: Read) -> ResetRequest:
    """A manager has asked for a new start of their caseworker."""
    by = viewer_of(account_of(Role.OFFICE_MANAGER))
    found = ask_reset(
        web_session,
        by,
        account_of(Role.CASEWORKER),
        kind=ResetKind.PASSWORD,
        reason="Forgot it, showed the identity card",
    )
    web_session.commit()
    return found


def test_two_people_give_a_slip_and_its_owner_begins_anew(
    visitor, accounts: Accounts, asked: ResetRequest
) -> None:
    manager, admin, owner = visitor(), visitor(), visitor()
    manager.sign_in(accounts[Role.OFFICE_MANAGER])
    admin.sign_in(accounts[Role.ADMINISTRATOR])
    path = f"/account/resets/{asked.public_id}/confirm"
    listed = manager.get("/account/resets").get_data(as_text=True)
    assert "You asked for it yourself" in listed
    assert path not in listed
    refused = manager.post(path, page="/account/resets")
    assert refused.location == "/account/resets"
    assert path in admin.get("/account/resets").get_data(as_text=True)
    slip = admin.post(path, page="/account/resets")
    found = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", slip.get_data(as_text=True))
    assert found is not None
    assert slip.headers["Cache-Control"] == "no-store"
    assert "Nothing waits" in admin.get("/account/resets").get_data(as_text=True)
    owner.post("/account/reset", code=found[0])
    owner.post("/account/reset/new", new=NEW)
    assert owner.sign_in(accounts[Role.CASEWORKER], NEW).status_code == 302


def test_the_owner_of_the_account_does_not_confirm(
    visitor, accounts: Accounts, asked: ResetRequest, web_session: Session
) -> None:
    owner = visitor()
    owner.sign_in(accounts[Role.CASEWORKER])
    path = f"/account/resets/{asked.public_id}/confirm"
    assert owner.post(path, page="/account/resets").status_code == 302
    web_session.expire_all()
    web_session.rollback()
    assert asked.confirmed_by_id is None


def test_what_is_out_of_reach_does_not_exist(
    visitor, accounts: Accounts, asked: ResetRequest
) -> None:
    outsider = visitor()
    outsider.sign_in(accounts[Role.EMPLOYER_OWNER])
    assert "Forgot it" not in outsider.get("/account/resets").get_data(as_text=True)
    for step in ("confirm", "decline"):
        path = f"/account/resets/{asked.public_id}/{step}"
        assert outsider.post(path, page="/account/resets").status_code == 404


def test_it_can_be_dropped(visitor, accounts: Accounts, asked: ResetRequest) -> None:
    admin = visitor()
    admin.sign_in(accounts[Role.ADMINISTRATOR])
    path = f"/account/resets/{asked.public_id}/decline"
    assert admin.post(path, page="/account/resets").status_code == 302
    assert "Nothing waits" in admin.get("/account/resets").get_data(as_text=True)


def test_a_message_is_in_nobodys_list(visitor, accounts: Accounts, web_session: Session) -> None:
    """Codes by message need no second person, and nobody can confirm or drop them."""
    visitor().post("/account/forgotten", login=accounts[Role.CASEWORKER])
    web_session.rollback()
    reset = web_session.query(ResetRequest).one()
    admin = visitor()
    admin.sign_in(accounts[Role.ADMINISTRATOR])
    assert "Nothing waits" in admin.get("/account/resets").get_data(as_text=True)
    path = f"/account/resets/{reset.public_id}/decline"
    assert admin.post(path, page="/account/resets").status_code == 404


def test_the_short_address_of_messages_leads_to_the_page(visitor) -> None:
    assert visitor().get("/reset").location == "/account/reset"
