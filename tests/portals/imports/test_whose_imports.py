"""Lists of people stay with offices, workbooks of roundtables with the secretariat."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from models.account import Account
from models.enums import Role
from tests.portals.imports.round_tables import messy
from tests.portals.imports.walking import Walk, job_of, make_csv
from wasl.access.conditions import offers
from wasl.access.permissions import Permission
from wasl.access.scope import find
from wasl.access.viewer import COMMAND_LINE, viewer_of
from wasl.operations.create_account import NewAccount, create_account
from wasl.operations.logins import find_by_login

SignIn = Callable[[Role | None], FlaskClient]
OTHERS = (Role.CASEWORKER, Role.OFFICE_MANAGER, Role.EMPLOYER_OWNER, Role.EMPLOYER_RECRUITER)
PEOPLE = make_csv(["mrc", "A-1", "علي حسين", "male", "1990", ""])


@pytest.mark.parametrize("role", OTHERS)
def test_others_send_in_no_roundtables(walk_as: Callable[[Role], Walk], role: Role) -> None:
    walk = walk_as(role)
    assert walk.client.get("/imports/new/roundtables").status_code == 404
    assert walk.client.get("/imports/templates/roundtables").status_code == 404
    assert walk.upload(messy(), kind="roundtables").status_code == 404
    assert "/imports/new/roundtables" not in walk.text("/imports")


@pytest.mark.parametrize("kind", ["intake", "opportunities"])
def test_the_secretariat_sends_in_nothing_else(walk_as: Callable[[Role], Walk], kind: str) -> None:
    walk = walk_as(Role.SECRETARIAT)
    assert walk.client.get(f"/imports/new/{kind}").status_code == 404
    assert walk.client.get(f"/imports/templates/{kind}").status_code == 404
    assert walk.upload(PEOPLE, kind=kind).status_code == 404


def test_neither_sees_the_files_of_the_other(walk_as: Callable[[Role], Walk]) -> None:
    desk = walk_as(Role.SECRETARIAT)
    table = desk.start(messy(), name="tables.xlsx", kind="roundtables")
    people = walk_as(Role.CASEWORKER).start(PEOPLE, name="people.csv")
    for role in OTHERS:
        walk = walk_as(role)
        assert "tables.xlsx" not in walk.text("/imports")
        for path in (table, f"{table}/columns", f"{table}/preview", f"{table}/report.json"):
            assert walk.client.get(path).status_code == 404, path
        assert walk.post(f"{table}/run", seen="0").status_code == 404
        assert walk.post(f"{table}/discard").status_code == 404
    assert "people.csv" not in desk.text("/imports")
    assert desk.client.get(people).status_code == 404


@pytest.mark.parametrize("role", [Role.OBSERVER, Role.ADMINISTRATOR, Role.RETURNEE])
def test_whoever_writes_no_promises_down_has_no_import(sign_in: SignIn, role: Role) -> None:
    client = sign_in(role)
    assert client.get("/imports").status_code == 403
    assert client.get("/imports/new/roundtables").status_code == 403


def test_each_of_the_secretariat_sees_their_own(
    walk_as: Callable[[Role], Walk], web_session: Session
) -> None:
    table = walk_as(Role.SECRETARIAT).start(messy(), name="tables.xlsx", kind="roundtables")
    job = job_of(web_session, table)
    given = NewAccount(
        login="other@office.example",
        password=None,
        display_name="نور",
        role=Role.SECRETARIAT,
        organisation=None,
        office=None,
    )
    colleague = create_account(web_session, COMMAND_LINE, given, way="command")
    seen = [
        find(web_session, viewer_of(one), Permission.SEE_IMPORT, job.public_id)
        for one in (job.account, colleague)
        if one is not None
    ]
    assert seen == [job, None]


def _moved(session: Session, account: Account, role: Role) -> Account:
    """Give an account another role, as of now."""
    session.refresh(account)
    membership = account.membership
    assert membership is not None
    membership.role, membership.office_id = role, None
    session.flush()
    session.expire(account)
    return account


def _sent_as_caseworker(
    walk_as: Callable[[Role], Walk], session: Session, accounts: dict[Role, str]
) -> tuple[str, Account]:
    people = walk_as(Role.CASEWORKER).start(PEOPLE, name="people.csv")
    public_id = job_of(session, people).public_id
    account = find_by_login(session, accounts[Role.CASEWORKER])
    assert account is not None
    return public_id, _moved(session, account, Role.SECRETARIAT)


def test_who_comes_to_the_secretariat_leaves_lists_of_people_behind(
    walk_as: Callable[[Role], Walk], web_session: Session, accounts: dict[Role, str]
) -> None:
    """Even where nothing but the kind of the file tells that it is none of theirs."""
    public_id, account = _sent_as_caseworker(walk_as, web_session, accounts)
    assert find(web_session, viewer_of(account), Permission.SEE_IMPORT, public_id) is None


def test_without_the_kind_they_would_see_them(
    walk_as: Callable[[Role], Walk],
    web_session: Session,
    accounts: dict[Role, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    public_id, account = _sent_as_caseworker(walk_as, web_session, accounts)
    everything = offers.kinds_of_files(COMMAND_LINE)
    monkeypatch.setattr(offers, "kinds_of_files", lambda _viewer: everything)
    assert find(web_session, viewer_of(account), Permission.SEE_IMPORT, public_id) is not None


def test_the_way_there_is_the_round_tables(sign_in: SignIn) -> None:
    client = sign_in(Role.SECRETARIAT)
    for path, address in (
        ("/roundtable", "/imports"),
        ("/roundtable/meetings", "/imports/new/roundtables"),
        ("/roundtable/commitments", "/imports/new/roundtables"),
    ):
        page = client.get(path).get_data(as_text=True)
        menu, _, main = page.partition("<main")
        assert f'href="{address}"' in main
        assert 'href="/imports"' not in menu
    menu = client.get("/imports").get_data(as_text=True)
    current = re.findall(r'class="menu__link" href="([^"]+)" aria-current="page"', menu)
    assert current == ["/roundtable"]
    manager = sign_in(Role.OFFICE_MANAGER)
    for path in ("/roundtable", "/roundtable/meetings", "/roundtable/commitments"):
        assert "/imports/new/roundtables" not in manager.get(path).get_data(as_text=True)
