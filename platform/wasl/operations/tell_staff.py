"""Tell those who work somewhere: an office, whoever works with a person, an employer."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from models.access_enums import EMPLOYER_ROLES
from models.account import Account, Membership
from models.case import CaseAssignment
from models.case_states import CaseState, in_state
from models.enums import Role
from models.opportunity import Organisation
from models.person import Person
from wasl.access.permissions import Permission
from wasl.access.table import relations
from wasl.access.viewer import Viewer
from wasl.operations.tell_account import tell_account


def tell_office(
    session: Session, office_id: int, template: str, params: Mapping[str, Any] | None = None
) -> None:
    """Tell the managers of an office; where there is none, its caseworkers."""
    staff = _staff(session, Membership.office_id == office_id)
    managers = [account for account, role in staff if role is Role.OFFICE_MANAGER]
    _tell(session, managers or [account for account, _ in staff], template, params)


def tell_caseworkers(
    session: Session, person: Person, template: str, params: Mapping[str, Any] | None = None
) -> None:
    """Tell whoever is in charge of a person's cases; where nobody is, the office."""
    cases = select(CaseAssignment.office_id, CaseAssignment.account_id).where(
        CaseAssignment.person_id == person.id, in_state(CaseState.OPEN)
    )
    for office_id, account_id in session.execute(cases).all():
        staff = _staff(session, Membership.office_id == office_id)
        charged = [account for account, _ in staff if account.id == account_id]
        if charged:
            _tell(session, charged, template, params)
        else:
            tell_office(session, office_id, template, params)


def tell_employer(
    session: Session,
    organisation: Organisation,
    template: str,
    params: Mapping[str, Any] | None = None,
) -> None:
    """Tell all who post for an organisation."""
    staff = _staff(session, Membership.organisation_id == organisation.id)
    people = [account for account, role in staff if role in EMPLOYER_ROLES]
    _tell(session, people, template, params)


def tell_role(
    session: Session, role: Role, template: str, params: Mapping[str, Any] | None = None
) -> None:
    """Tell everybody of a role, wherever they work."""
    staff = _staff(session, Membership.role == role)
    _tell(session, [account for account, _ in staff], template, params)


def tell_beside(
    session: Session, by: Viewer, permission: Permission, template: str, *, but: Account
) -> None:
    """Tell who works beside somebody and may do what they ask for; where nobody is, administrators.

    but: the account it is about, whose owner is not told.
    """
    places = (
        (Membership.office_id, by.office_id),
        (Membership.organisation_id, by.organisation_id),
    )
    beside = [column == place for column, place in places if place is not None]
    involved = {by.account_id, but.id}
    staff = _staff(session, or_(*beside)) if beside else []
    told = [one for one, role in staff if relations(role, permission) and one.id not in involved]
    if not told:
        administrators = _staff(session, Membership.role == Role.ADMINISTRATOR)
        told = [one for one, _ in administrators if one.id not in involved]
    _tell(session, told, template, None)


def _staff(session: Session, where: ColumnElement[bool]) -> list[tuple[Account, Role]]:
    rows = session.execute(
        select(Account, Membership.role)
        .join(Membership, Membership.account_id == Account.id)
        .where(
            where,
            Membership.revoked_at.is_(None),
            Account.suspended_at.is_(None),
            Account.closed_at.is_(None),
        )
        .order_by(Account.id)
    )
    return [(account, role) for account, role in rows]


def _tell(
    session: Session,
    accounts: Iterable[Account],
    template: str,
    params: Mapping[str, Any] | None,
) -> None:
    for account in accounts:
        tell_account(session, account, template, params)
