"""Offices, and the first page: what waits, with links for those who may follow them."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.account import Account
from models.enums import Role
from models.office import Office
from tests.portals.admin.conftest import Browser

OpenAs = Callable[[Role | None], Browser]
Accounts = Callable[[Role], Account]


def offices(session: Session) -> dict[str, Office]:
    session.rollback()
    session.expire_all()
    return {office.name: office for office in session.scalars(select(Office))}


def test_an_office_is_added_once(open_as: OpenAs, web_session: Session) -> None:
    admin = open_as(Role.ADMINISTRATOR)
    new = {"agency": "MRC", "name": "Basra", "governorate": "IQ-BA"}
    assert "Basra" in admin.send("/admin/offices", follow=True, **new).get_data(as_text=True)
    assert offices(web_session)["Basra"].governorate_code == "IQ-BA"
    again = admin.send("/admin/offices", follow=True, **{**new, "name": " basra "})
    assert "has an office of this name already" in again.get_data(as_text=True)
    other = admin.send("/admin/offices", follow=True, **{**new, "agency": "MoLSA"})
    assert other.status_code == 200, "another agency's office may have the same name"


def test_an_office_is_renamed_and_keeps_its_people(
    open_as: OpenAs, web_session: Session, accounts: object
) -> None:
    admin, office = open_as(Role.ADMINISTRATOR), offices(web_session)["Erbil"]
    admin.send(f"/admin/offices/{office.public_id}", name="Erbil Centre", governorate="IQ-AR")
    assert offices(web_session)["Erbil Centre"].id == office.id
    assert "Erbil Centre" in admin.read("/admin/accounts?role=caseworker")


def test_only_an_empty_office_is_closed(
    open_as: OpenAs, web_session: Session, account_of: Accounts
) -> None:
    admin, office = open_as(Role.ADMINISTRATOR), offices(web_session)["Erbil"]
    address = f"/admin/offices/{office.public_id}"
    assert "It can be closed when nobody works there" in admin.read(address)
    assert "still work in this office" in admin.send(f"{address}/close").get_data(as_text=True)
    assert offices(web_session)["Erbil"].active
    for role in (Role.CASEWORKER, Role.OFFICE_MANAGER):
        admin.send(f"/admin/accounts/{account_of(role).public_id}/role/take")
    admin.send(f"{address}/close")
    assert not offices(web_session)["Erbil"].active
    assert "Erbil" not in admin.read("/admin/invitations/new")
    admin.send(f"{address}/open")
    assert offices(web_session)["Erbil"].active


@pytest.mark.parametrize("role", [Role.OFFICE_MANAGER, Role.SECRETARIAT, Role.EMPLOYER_OWNER])
def test_offices_are_for_administrators(open_as: OpenAs, web_session: Session, role: Role) -> None:
    page = open_as(role)
    office = offices(web_session)["Erbil"]
    page.read("/admin/offices", 403)
    page.read(f"/admin/offices/{office.public_id}", 403)
    assert page.send(f"/admin/offices/{office.public_id}/close").status_code == 403


def test_the_overview_links_only_to_what_somebody_may_open(open_as: OpenAs) -> None:
    admin, secretariat = open_as(Role.ADMINISTRATOR), open_as(Role.SECRETARIAT)
    whole, part = admin.read("/admin"), secretariat.read("/admin")
    for path in ("/admin/accounts", "/admin/offices", "/admin/retention"):
        assert f'href="{path}"' in whole
        assert f'href="{path}"' not in part
    assert 'href="/admin/organisations"' in part
    open_as(Role.OFFICE_MANAGER).read("/admin", 403)


@pytest.mark.parametrize(
    "path",
    [
        "/admin",
        "/admin/accounts",
        "/admin/invitations",
        "/admin/invitations/new",
        "/admin/organisations",
        "/admin/offices",
    ],
)
def test_every_page_is_sound(open_as: OpenAs, check_page: Callable[..., object], path: str) -> None:
    check_page(open_as(Role.ADMINISTRATOR).client, path, "en")


def test_every_record_s_page_is_sound(
    open_as: OpenAs,
    check_page: Callable[..., object],
    account_of: Accounts,
    web_session: Session,
) -> None:
    client = open_as(Role.ADMINISTRATOR).client
    owner = account_of(Role.EMPLOYER_OWNER)
    assert owner.organisation is not None
    account = f"/admin/accounts/{account_of(Role.CASEWORKER).public_id}"
    paths = [account, f"{account}/suspend", f"{account}/restore", f"{account}/role"]
    paths += [f"{account}/reset", f"/admin/accounts/{account_of(Role.RETURNEE).public_id}"]
    paths += [f"/admin/organisations/{owner.organisation.public_id}"]
    paths += [f"/admin/offices/{offices(web_session)['Erbil'].public_id}"]
    for path in paths:
        check_page(client, path, "en")


@pytest.mark.parametrize("path", ["/join", "/register", "/register/employer", "/register/expert"])
def test_every_public_page_is_sound(
    open_as: OpenAs, check_page: Callable[..., object], path: str
) -> None:
    check_page(open_as(None).client, path, "en")
