"""Sign an account out everywhere."""

from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.account import Account
from wasl.access.permissions import Permission
from wasl.access.viewer import Viewer
from wasl.audit.record import record
from wasl.operations.account_rules import check_manages
from wasl.operations.sessions import end_sessions


def end_account_sessions(session: Session, by: Viewer, account: Account) -> int:
    """End the sessions of somebody else's account; return how many. Raises AccountRuleError."""
    check_manages(session, by, Permission.SUSPEND_ACCOUNT, account)
    ended = end_sessions(session, account)
    subject = ("account", account.public_id)
    record(session, by, AuditAction.SESSION_ENDED, subject=subject, why="ended_by_manager")
    return ended
