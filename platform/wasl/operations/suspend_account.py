"""Keep an account from signing in for a while, and let it in again; what it did stays."""

from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.account import Account
from models.base import utc_now
from wasl.access.permissions import Permission
from wasl.access.viewer import Viewer
from wasl.audit.record import record
from wasl.operations.account_rules import (
    AccountRule,
    AccountRuleError,
    check_manages,
    check_not_last,
)
from wasl.operations.memberships import withdraw_invitations_of
from wasl.operations.sessions import end_sessions
from wasl.operations.tell_account import tell_account


def suspend_account(session: Session, by: Viewer, account: Account, reason: str) -> None:
    """Keep an account out from the next request on. Its sessions and open invitations end.

    reason: kept sealed with the account and in the audit log. Raises AccountRuleError: for one's
    own account, one that is not in reach, the last administrator, an organisation's last owner.
    """
    check_manages(session, by, Permission.SUSPEND_ACCOUNT, account)
    if not reason.strip():
        raise AccountRuleError(AccountRule.REASON_MISSING)
    if not account.active:
        raise AccountRuleError(AccountRule.IS_SUSPENDED)
    check_not_last(session, account)
    end_sessions(session, account)  # first: afterwards none of them holds, and none would end
    account.suspended_at = utc_now()
    account.suspended_reason = reason.strip()
    withdraw_invitations_of(session, account)
    subject = ("account", account.public_id)
    tell_account(session, account, "account_suspended")
    record(session, by, AuditAction.ACCOUNT_SUSPENDED, subject=subject, reason=reason.strip())


def restore_account(session: Session, by: Viewer, account: Account, reason: str) -> None:
    """Let a suspended account sign in again. Raises AccountRuleError."""
    check_manages(session, by, Permission.SUSPEND_ACCOUNT, account)
    if not reason.strip():
        raise AccountRuleError(AccountRule.REASON_MISSING)
    if account.suspended_at is None or account.closed_at is not None:
        raise AccountRuleError(AccountRule.NOT_SUSPENDED)
    account.suspended_at = None
    account.suspended_reason = None
    subject = ("account", account.public_id)
    tell_account(session, account, "account_restored")
    record(session, by, AuditAction.ACCOUNT_RESTORED, subject=subject, reason=reason.strip())
