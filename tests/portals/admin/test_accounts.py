"""Accounts: who sees whom, what they may do, and that a returnee's name is told to nobody."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from models.account import Account
from models.enums import Role
from models.opportunity import Organisation
from tests.portals.admin.conftest import Browser
from wasl.access.viewer import COMMAND_LINE
from wasl.operations.create_account import NewAccount, create_account

Browsers = Callable[[Role | None], Browser]
Accounts = Callable[[Role], Account]


@pytest.fixture
def another_owner(web_session: Session, accounts: dict[Role, str]) -> Account:
    """The owner of another company."""
    mill = Organisation(name="Mill", name_key="mill")
    web_session.add(mill)
    given = NewAccount(
        login="mill@mill.example",
        password="a long enough password",
        display_name="Miller",
        role=Role.EMPLOYER_OWNER,
        organisation=mill,
    )
    account = create_account(web_session, COMMAND_LINE, given, way="command")
    web_session.commit()
    return account


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        (Role.ADMINISTRATOR, set(Role)),
        (Role.OFFICE_MANAGER, {Role.OFFICE_MANAGER, Role.CASEWORKER}),
        (Role.EMPLOYER_OWNER, {Role.EMPLOYER_OWNER, Role.EMPLOYER_RECRUITER}),
    ],
)
def test_everybody_sees_the_accounts_in_their_hands(
    open_as: Browsers, account_of: Accounts, another_owner: Account, who: Role, sees: set[Role]
) -> None:
    page = open_as(who)
    listed = page.read("/admin/accounts")
    for role in Role:
        account = account_of(role)
        assert (account.public_id in listed) is (role in sees), role
        status = 200 if role in sees else 404
        page.read(f"/admin/accounts/{account.public_id}", status)
        if role not in sees:
            for what in ("suspend", "restore", "role", "reset"):
                page.read(f"/admin/accounts/{account.public_id}/{what}", 404)
                sent = page.send(f"/admin/accounts/{account.public_id}/{what}", reason="x")
                assert sent.status_code == 404
    assert (another_owner.public_id in listed) is (who is Role.ADMINISTRATOR)


def test_an_account_is_suspended_and_restored_with_a_reason(
    open_as: Browsers, account_of: Accounts, sign_in: Callable[[Role | None], FlaskClient]
) -> None:
    caseworker = sign_in(Role.CASEWORKER)
    assert caseworker.get("/people").status_code == 200
    page = open_as(Role.OFFICE_MANAGER)
    address = f"/admin/accounts/{account_of(Role.CASEWORKER).public_id}"
    assert "signed out everywhere" in page.read(f"{address}/suspend")
    refused = page.send(f"{address}/suspend", reason="  ")
    assert refused.status_code == 422
    assert account_of(Role.CASEWORKER).active
    done = page.send(f"{address}/suspend", reason="left the office")
    assert "left the office" in done.get_data(as_text=True)
    assert not account_of(Role.CASEWORKER).active
    assert caseworker.get("/people").status_code == 302, "the next request is refused"
    page.send(f"{address}/restore", reason="came back")
    assert account_of(Role.CASEWORKER).active
    assert caseworker.get("/people").status_code == 302, "the old session stays ended"


def test_nobody_suspends_themselves(open_as: Browsers, account_of: Accounts) -> None:
    page = open_as(Role.ADMINISTRATOR)
    address = f"/admin/accounts/{account_of(Role.ADMINISTRATOR).public_id}"
    assert "your own account" in page.read(address)
    assert page.send(f"{address}/suspend", reason="tired").status_code == 422
    assert account_of(Role.ADMINISTRATOR).active


def test_a_role_is_changed_and_the_history_stays(open_as: Browsers, account_of: Accounts) -> None:
    page = open_as(Role.ADMINISTRATOR)
    address = f"/admin/accounts/{account_of(Role.CASEWORKER).public_id}"
    assert page.send(f"{address}/role", role="nonsense").status_code == 422
    nowhere = page.send(f"{address}/role", role="office_manager", office="")
    assert "Choose the office" in nowhere.get_data(as_text=True)
    done = page.send(f"{address}/role", role="secretariat").get_data(as_text=True)
    assert account_of(Role.CASEWORKER).role is Role.SECRETARIAT
    assert "Secretariat" in done
    assert "Caseworker" in done, "the history still has it"


def test_an_office_manager_gives_no_role_beyond_the_office(
    open_as: Browsers, account_of: Accounts
) -> None:
    page = open_as(Role.OFFICE_MANAGER)
    address = f"/admin/accounts/{account_of(Role.CASEWORKER).public_id}/role"
    assert 'value="administrator"' not in page.read(address)
    assert page.send(address, role="administrator").status_code == 422
    assert account_of(Role.CASEWORKER).role is Role.CASEWORKER


def test_a_role_that_is_taken_is_gone_at_once(
    open_as: Browsers, account_of: Accounts, sign_in: Callable[[Role | None], FlaskClient]
) -> None:
    observer = sign_in(Role.OBSERVER)
    page = open_as(Role.ADMINISTRATOR)
    page.send(f"/admin/accounts/{account_of(Role.OBSERVER).public_id}/role/take")
    assert account_of(Role.OBSERVER).role is None
    assert observer.get("/account").status_code in {302, 308}


def test_sessions_are_ended(
    open_as: Browsers, account_of: Accounts, sign_in: Callable[[Role | None], FlaskClient]
) -> None:
    caseworker = sign_in(Role.CASEWORKER)
    page = open_as(Role.ADMINISTRATOR)
    address = f"/admin/accounts/{account_of(Role.CASEWORKER).public_id}"
    assert "Sign out everywhere" in page.read(address)
    assert "Signed out on one device" in page.send(f"{address}/end-sessions").get_data(as_text=True)
    assert caseworker.get("/people").status_code == 302


def test_a_returnees_name_and_login_are_told_to_no_administrator(
    open_as: Browsers, account_of: Accounts, web_session: Session, accounts: dict[Role, str]
) -> None:
    account = account_of(Role.RETURNEE)
    account.display_name = "Zeinab Kadhim"
    web_session.commit()
    page = open_as(Role.ADMINISTRATOR)
    login = accounts[Role.RETURNEE]
    texts = [
        page.read("/admin/accounts?role=returnee"),
        page.read(f"/admin/accounts/{account.public_id}"),
        page.read(f"/admin/accounts/{account.public_id}/suspend"),
    ]
    assert all(account.public_id in text for text in texts)
    assert not [text for text in texts if "Zeinab" in text or login in text]
    by_name = page.send("/admin/accounts/search", words="Zeinab").get_data(as_text=True)
    assert account.public_id not in by_name
    by_login = page.send("/admin/accounts/search", words=login).get_data(as_text=True)
    assert account.public_id in by_login
    assert "Zeinab" not in by_login


def test_accounts_are_found_by_name_and_by_the_whole_login(
    open_as: Browsers, account_of: Accounts, accounts: dict[Role, str]
) -> None:
    page = open_as(Role.ADMINISTRATOR)
    wanted = account_of(Role.SECRETARIAT).public_id
    other = account_of(Role.OBSERVER).public_id
    for words in (accounts[Role.SECRETARIAT], accounts[Role.SECRETARIAT].upper()):
        text = page.send("/admin/accounts/search", words=words).get_data(as_text=True)
        assert wanted in text
        assert other not in text
    everybody = page.send("/admin/accounts/search", words="شيلان").get_data(as_text=True)
    assert wanted in everybody
    nobody = page.send("/admin/accounts/search", words="secretariat@office").get_data(as_text=True)
    assert "Nobody is found by this." in nobody


def test_a_search_stays_within_reach(
    open_as: Browsers, accounts: dict[Role, str], account_of: Accounts
) -> None:
    page = open_as(Role.EMPLOYER_OWNER)
    for words in (accounts[Role.CASEWORKER], "شيلان"):
        text = page.send("/admin/accounts/search", words=words).get_data(as_text=True)
        assert account_of(Role.CASEWORKER).public_id not in text


def test_a_new_start_is_asked_for(open_as: Browsers, account_of: Accounts) -> None:
    page = open_as(Role.OFFICE_MANAGER)
    address = f"/admin/accounts/{account_of(Role.CASEWORKER).public_id}/reset"
    assert page.send(address, kind="password", reason="").status_code == 422
    done = page.send(address, kind="password", reason="came with her card")
    assert "A second person must confirm" in done.get_data(as_text=True)
