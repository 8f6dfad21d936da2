"""What holds whenever somebody does something to an account of somebody else."""

from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.access_enums import EMPLOYER_ROLES, OFFICE_ROLES
from models.account import Account, Membership
from models.enums import Role
from models.office import Office
from models.opportunity import Organisation
from wasl.access.permissions import Permission
from wasl.access.scope import find
from wasl.access.viewer import Viewer


class AccountRule(StrEnum):
    """Why something cannot be done to an account."""

    NOT_YOURS = "not_yours"
    ONESELF = "oneself"
    LAST_ADMINISTRATOR = "last_administrator"
    LAST_OWNER = "last_owner"
    MAY_NOT_GIVE = "may_not_give"
    PLACE_MISSING = "place_missing"
    FIXED_ROLE = "fixed_role"
    HAS_ROLE = "has_role"
    NO_ROLE = "no_role"
    SAME_ROLE = "same_role"
    IS_SUSPENDED = "is_suspended"
    NOT_SUSPENDED = "not_suspended"
    REASON_MISSING = "reason_missing"


class AccountRuleError(Exception):
    """A rule about accounts keeps this from being done; nothing was changed."""

    def __init__(self, rule: AccountRule) -> None:
        super().__init__(rule.value.replace("_", " "))
        self.rule = rule


def check_manages(session: Session, by: Viewer, permission: Permission, account: Account) -> None:
    """Raise AccountRuleError unless the account is in reach of `by`, and is not their own."""
    if by.account_id == account.id:
        raise AccountRuleError(AccountRule.ONESELF)
    if by.is_system:
        return
    if find(session, by, permission, account.public_id) is None:
        raise AccountRuleError(AccountRule.NOT_YOURS)


def check_place(role: Role, organisation: Organisation | None, office: Office | None) -> None:
    """Raise AccountRuleError unless a role comes with what it belongs to, and nothing else."""
    employer = (role in EMPLOYER_ROLES) == (organisation is not None)
    staff = (role in OFFICE_ROLES) == (office is not None and office.active)
    if not (employer and staff):
        raise AccountRuleError(AccountRule.PLACE_MISSING)


def _active_in(session: Session, role: Role, organisation_id: int | None) -> list[int]:
    """Return who has a role and can sign in, and keep others from changing that meanwhile."""
    statement = (
        select(Account.id)
        .join(Membership, Membership.account_id == Account.id)
        .where(
            Membership.role == role,
            Membership.revoked_at.is_(None),
            Account.suspended_at.is_(None),
            Account.closed_at.is_(None),
        )
        .order_by(Account.id)
        .with_for_update()
    )
    if organisation_id is not None:
        statement = statement.where(Membership.organisation_id == organisation_id)
    return list(session.scalars(statement))


def has_administrator(session: Session) -> bool:
    """Tell whether there is an administrator who can sign in."""
    return bool(_active_in(session, Role.ADMINISTRATOR, None))


def check_not_last(session: Session, account: Account) -> None:
    """Raise AccountRuleError when nobody else would be left to give roles to others.

    That is the last administrator who can sign in, and the last owner of an organisation.
    """
    membership = account.membership
    if membership is None:
        return
    if membership.role is Role.ADMINISTRATOR:
        rule, organisation_id = AccountRule.LAST_ADMINISTRATOR, None
    elif membership.role is Role.EMPLOYER_OWNER:
        rule, organisation_id = AccountRule.LAST_OWNER, membership.organisation_id
    else:
        return
    if _active_in(session, membership.role, organisation_id) == [account.id]:
        raise AccountRuleError(rule)
