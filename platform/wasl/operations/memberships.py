"""Give, take away and change what an account is for; the history of it stays."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.account import Account, Membership
from models.base import utc_now
from models.enums import Role
from models.office import Office
from models.opportunity import Organisation
from models.sign_in import Invitation
from wasl.access.granting import FIXED_ROLES, may_grant
from wasl.access.permissions import Permission
from wasl.access.viewer import Viewer
from wasl.audit.record import record
from wasl.operations.account_rules import (
    AccountRule,
    AccountRuleError,
    check_manages,
    check_not_last,
    check_place,
)
from wasl.operations.sessions import end_sessions
from wasl.operations.withdraw_invitations import withdraw_invitations


@dataclass(frozen=True, kw_only=True)
class Place:
    """A role and in whose name: an organisation for employers, an office for its staff."""

    role: Role
    organisation: Organisation | None = None
    office: Office | None = None


def check_may_give(by: Viewer, place: Place) -> None:
    """Raise AccountRuleError unless the place is whole and `by` may give it."""
    check_place(place.role, place.organisation, place.office)
    allowed = may_grant(
        by,
        place.role,
        organisation_id=place.organisation.id if place.organisation else None,
        office_id=place.office.id if place.office else None,
    )
    if not allowed:
        raise AccountRuleError(AccountRule.MAY_NOT_GIVE)


def withdraw_invitations_of(session: Session, account: Account) -> None:
    """End the open invitations that an account sent: who may not invite has not invited."""
    withdraw_invitations(session, Invitation.invited_by_id == account.id)


def _open(session: Session, by: Viewer, account: Account, place: Place) -> Membership:
    membership = Membership(
        account=account,
        role=place.role,
        organisation=place.organisation,
        office=place.office,
        granted_by_id=by.account_id,
    )
    session.add(membership)
    session.flush()
    session.refresh(account, ["membership"])
    record(
        session,
        by,
        AuditAction.MEMBERSHIP_GRANTED,
        subject=("account", account.public_id),
        role=place.role.value,
        organisation=place.organisation.public_id if place.organisation else None,
        office=place.office.public_id if place.office else None,
    )
    return membership


def _end(session: Session, by: Viewer, account: Account, membership: Membership) -> None:
    end_sessions(session, account)
    membership.revoked_at = utc_now()
    membership.revoked_by_id = by.account_id
    withdraw_invitations_of(session, account)
    session.flush()  # before another one opens: one at a time
    session.refresh(account, ["membership"])
    record(
        session,
        by,
        AuditAction.MEMBERSHIP_REVOKED,
        subject=("account", account.public_id),
        role=membership.role.value,
    )


def grant_membership(session: Session, by: Viewer, account: Account, place: Place) -> Membership:
    """Give a role to an account that has none. Raises AccountRuleError.

    What was a returnee's or a program's is never turned into another kind, also not by a detour.
    """
    check_manages(session, by, Permission.CHANGE_MEMBERSHIP, account)
    if account.membership is not None:
        raise AccountRuleError(AccountRule.HAS_ROLE)
    if {place.role, *(before.role for before in account.memberships)} & FIXED_ROLES:
        raise AccountRuleError(AccountRule.FIXED_ROLE)
    check_may_give(by, place)
    return _open(session, by, account, place)


def _held(account: Account) -> Membership:
    if account.membership is None:
        raise AccountRuleError(AccountRule.NO_ROLE)
    return account.membership


def revoke_membership(session: Session, by: Viewer, account: Account) -> None:
    """Take the role from an account: it can do nothing from the next request on.

    Its sessions end and invitations it sent are withdrawn. Raises AccountRuleError.
    """
    check_manages(session, by, Permission.CHANGE_MEMBERSHIP, account)
    membership = _held(account)
    check_not_last(session, account)
    _end(session, by, account, membership)


def change_membership(session: Session, by: Viewer, account: Account, place: Place) -> Membership:
    """End the role of an account and open another one; its sessions end.

    `by` must be able to give the old role as well as the new one. Raises AccountRuleError.
    """
    check_manages(session, by, Permission.CHANGE_MEMBERSHIP, account)
    held = _held(account)
    if {held.role, place.role} & FIXED_ROLES:
        raise AccountRuleError(AccountRule.FIXED_ROLE)
    check_may_give(by, place)
    if not may_grant(by, held.role, organisation_id=held.organisation_id, office_id=held.office_id):
        raise AccountRuleError(AccountRule.MAY_NOT_GIVE)
    if (held.role, held.organisation, held.office) == (
        place.role,
        place.organisation,
        place.office,
    ):
        raise AccountRuleError(AccountRule.SAME_ROLE)
    check_not_last(session, account)
    _end(session, by, account, held)
    return _open(session, by, account, place)
