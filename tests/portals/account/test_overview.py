"""Name, language, login, the end of an account: each with what it takes."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from models.account import Account
from models.enums import Role
from models.message import Message
from wasl.access.limits import PASSWORD_AGAIN

Accounts = dict[Role, str]
Read = Callable[[Role], Account]
PASSWORD = "a long enough password"
NEW_LOGIN = "other@office.example"


@pytest.fixture
def one(visitor, accounts: Accounts):
    """A returnee's browser."""
    opened = visitor()
    opened.sign_in(accounts[Role.RETURNEE])
    return opened


def test_name_and_language(one, account_of: Read) -> None:
    assert one.post("/account", display_name=" دلوڤان ", language="ckb").status_code == 302
    account = account_of(Role.RETURNEE)
    assert (account.display_name, account.language) == ("دلوڤان", "ckb")
    assert '<html lang="ckb" dir="rtl">' in one.get("/account").get_data(as_text=True)
    assert one.post("/account", display_name=" ", language="ckb").status_code == 422
    assert one.post("/account", display_name="A", language="sv").status_code == 422


def sent(session: Session, template: str) -> list[Message]:
    session.rollback()
    return session.query(Message).filter_by(template=template).all()


def test_a_new_login_is_proved_by_its_code_and_the_old_one_is_told(
    one, visitor, web_session: Session, accounts: Accounts
) -> None:
    assert one.post("/account/login", login=NEW_LOGIN, password="wrong").status_code == 422
    assert one.post("/account/login", login="nobody", password=PASSWORD).status_code == 422
    answer = one.post("/account/login", login=NEW_LOGIN.upper(), password=PASSWORD)
    assert answer.location == "/account/login/code"
    assert one.post("/account/login/code", code="K4F2-M7QX-9TBC").status_code == 422
    code = sent(web_session, "verify_login")[0].params["code"]
    assert one.post("/account/login/code", code=code).location == "/account"
    assert visitor().sign_in(accounts[Role.RETURNEE]).status_code == 422
    assert visitor().sign_in(NEW_LOGIN).status_code == 302
    assert sent(web_session, "login_changed")[0].address == accounts[Role.RETURNEE]


def test_a_login_of_somebody_else_gets_the_same_answer_and_no_code(
    one, web_session: Session, accounts: Accounts
) -> None:
    taken = accounts[Role.ADMINISTRATOR]
    answer = one.post("/account/login", login=taken, password=PASSWORD)
    assert answer.location == "/account/login/code"
    assert sent(web_session, "verify_login") == []
    assert sent(web_session, "login_taken")[0].address == taken


def test_a_code_that_waits_belongs_to_its_account(
    one, visitor, web_session: Session, accounts: Accounts
) -> None:
    """The next one at a shared computer finds nothing of it."""
    one.post("/account/login", login=NEW_LOGIN, password=PASSWORD)
    one.post("/sign-out", page="/account")
    one.sign_in(accounts[Role.EXPERT])
    assert one.get("/account/login/code").location == "/account/login"


def test_trying_passwords_inside_is_slowed_down(one) -> None:
    for _ in range(PASSWORD_AGAIN.most):
        answer = one.post("/account/password", present="wrong", new="quite another sentence")
        assert answer.status_code == 422
    right = one.post("/account/password", present=PASSWORD, new="quite another sentence")
    assert right.status_code == 429


@pytest.mark.parametrize(
    ("new", "says"),
    [
        ("short", "Use at least 10 characters"),
        ("aaaaaaaaaaaaaa", "Do not repeat or count up"),
        ("returnee-office1", "Do not use your name"),
        ("1qaz2wsx3edc", "on lists that thieves try first"),
    ],
)
def test_a_weak_password_is_refused_in_words(one, new: str, says: str) -> None:
    answer = one.post("/account/password", present=PASSWORD, new=new)
    assert answer.status_code == 422
    assert says in answer.get_data(as_text=True)


def test_closing_ones_account(one, visitor, accounts: Accounts, account_of: Read) -> None:
    assert one.post("/account/close", password="wrong").status_code == 422
    answer = one.post("/account/close", password=PASSWORD)
    assert answer.headers["Clear-Site-Data"]
    assert not one.is_in()
    assert account_of(Role.RETURNEE).closed_at is not None
    assert visitor().sign_in(accounts[Role.RETURNEE]).status_code == 422


def test_the_last_administrator_stays(visitor, accounts: Accounts, account_of: Read) -> None:
    admin = visitor()
    admin.sign_in(accounts[Role.ADMINISTRATOR])
    answer = admin.post("/account/close", password=PASSWORD)
    assert answer.status_code == 422
    assert account_of(Role.ADMINISTRATOR).closed_at is None


def test_a_new_device_is_told_and_a_known_one_is_not(
    visitor, accounts: Accounts, web_session: Session
) -> None:
    known = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36"
    other = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0"
    for agent, told in ((known, 0), (known, 0), (other, 1), (other, 1)):
        browser = visitor()
        browser.client.environ_base["HTTP_USER_AGENT"] = agent
        browser.sign_in(accounts[Role.EXPERT])
        messages = sent(web_session, "new_sign_in")
        assert len(messages) == told
    assert messages[0].params["device"] == "Firefox, Windows"
