"""Accounts as who manages them sees them: those in reach, and of returnees no name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, false, select
from sqlalchemy.orm import Session, selectinload

from matching.coding.normalise import fold
from models.account import Account, Membership
from models.enums import Role
from models.office import Office
from wasl.access.permissions import Permission
from wasl.access.scope import visible
from wasl.access.viewer import Viewer
from wasl.operations.logins import find_by_login
from wasl.operations.sessions import open_sessions
from wasl.paging import Page, cut

MOST_FOUND = 50


class AccountState(StrEnum):
    """Whether an account can be used."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    CLOSED = "closed"
    NO_ROLE = "no_role"


@dataclass(frozen=True, kw_only=True)
class AccountFilter:
    """What of the accounts to list; office: a public id."""

    role: Role | None = None
    state: AccountState | None = None
    office: str | None = None


@dataclass(frozen=True, kw_only=True)
class AccountRow:
    """A line of the list. A returnee's name and login are not told: no administrator needs them."""

    public_id: str
    name: str | None
    login: str | None
    role: Role | None
    place: str | None
    state: AccountState
    second_factor: bool
    last_sign_in_at: datetime | None
    oneself: bool


@dataclass(frozen=True, kw_only=True)
class AccountDetail:
    """An account with its history and how many browsers are signed in."""

    account: Account
    row: AccountRow
    history: Sequence[Membership]
    sessions: int


def account_state(account: Account) -> AccountState:
    """Tell whether an account can be used; a closed one stays closed, whatever else it is."""
    if account.closed_at is not None:
        return AccountState.CLOSED
    if account.suspended_at is not None:
        return AccountState.SUSPENDED
    return AccountState.ACTIVE if account.membership else AccountState.NO_ROLE


def is_named(account: Account) -> bool:
    """Tell whether an account may be called by its name: never one that was a returnee's."""
    return all(membership.role is not Role.RETURNEE for membership in account.memberships)


def present_account(viewer: Viewer, account: Account) -> AccountRow:
    """Return an account as a line."""
    named = is_named(account)
    place = account.organisation or account.office
    factor = account.second_factor
    return AccountRow(
        public_id=account.public_id,
        name=account.display_name if named else None,
        login=account.login if named else None,
        role=account.role,
        place=place.name if place else None,
        state=account_state(account),
        second_factor=factor is not None and factor.confirmed_at is not None,
        last_sign_in_at=account.last_sign_in_at,
        oneself=account.id == viewer.account_id,
    )


def _holds(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(
        Membership.account_id == Account.id, Membership.revoked_at.is_(None), *conditions
    )


def _in_state(state: AccountState) -> ColumnElement[bool]:
    closed, suspended = Account.closed_at.is_not(None), Account.suspended_at.is_not(None)
    usable = and_(Account.closed_at.is_(None), Account.suspended_at.is_(None))
    conditions = {
        AccountState.CLOSED: closed,
        AccountState.SUSPENDED: and_(suspended, Account.closed_at.is_(None)),
        AccountState.ACTIVE: and_(usable, _holds()),
        AccountState.NO_ROLE: and_(usable, ~_holds()),
    }
    return conditions[state]


def _wanted(viewer: Viewer, wanted: AccountFilter) -> Select[Account]:
    conditions = [visible(viewer, Permission.SEE_ACCOUNT)]
    if wanted.role is not None:
        conditions.append(_holds(Membership.role == wanted.role))
    if wanted.state is not None:
        conditions.append(_in_state(wanted.state))
    if wanted.office is not None:
        offices = select(Office.id).where(Office.public_id == wanted.office)
        conditions.append(_holds(Membership.office_id.in_(offices)))
    return (
        select(Account)
        .where(*conditions)
        .order_by(Account.id.desc())
        .options(selectinload(Account.memberships), selectinload(Account.second_factor))
    )


def list_accounts(
    session: Session, viewer: Viewer, wanted: AccountFilter, page: int
) -> Page[AccountRow]:
    """Return a page of the accounts in reach, the newest first."""
    statement = _wanted(viewer, wanted)
    part = cut(session, statement, page)
    found = session.scalars(statement.offset(part.offset).limit(part.size)).unique()
    return part.page([present_account(viewer, account) for account in found])


def search_accounts(session: Session, viewer: Viewer, words: str) -> list[AccountRow]:
    """Return the accounts in reach with exactly this login, or with these words in the name.

    Names are sealed, so they are opened one after the other; those of returnees are passed over.
    """
    by_login = find_by_login(session, words)
    if by_login is not None:
        found: Any = _wanted(viewer, AccountFilter()).where(Account.id == by_login.id)
        return [present_account(viewer, one) for one in session.scalars(found).unique()]
    folded = fold(words).split()
    if not folded:
        return []
    not_returnee = ~exists().where(
        Membership.account_id == Account.id, Membership.role == Role.RETURNEE
    )
    accounts = session.scalars(_wanted(viewer, AccountFilter()).where(not_returnee)).unique()
    rows = []
    for account in accounts:
        name = fold(account.display_name)
        if all(word in name for word in folded):
            rows.append(present_account(viewer, account))
        if len(rows) >= MOST_FOUND:
            break
    return rows


def show_account(session: Session, viewer: Viewer, account: Account) -> AccountDetail:
    """Return what the page of an account shows; the account was found through its scope."""
    return AccountDetail(
        account=account,
        row=present_account(viewer, account),
        history=list(reversed(account.memberships)),
        sessions=len(open_sessions(session, account)),
    )


def list_offices_in_reach(session: Session, viewer: Viewer) -> list[Office]:
    """Return the offices that accounts can be filtered by and added to, by agency and name."""
    statement = select(Office).where(Office.active).order_by(Office.agency, Office.name)
    if viewer.role is not Role.ADMINISTRATOR:
        own = Office.id == viewer.office_id if viewer.office_id else false()
        statement = statement.where(own)
    return list(session.scalars(statement))
