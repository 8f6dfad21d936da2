"""Close an account for good."""

from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.account import Account
from models.base import utc_now
from wasl.access.viewer import Viewer
from wasl.audit.record import record
from wasl.operations.account_rules import check_not_last
from wasl.operations.sessions import end_sessions


def close_account(session: Session, by: Viewer, account: Account) -> None:
    """Keep an account from signing in and end its sessions. What it did stays.

    Raises AccountRuleError for the last administrator and an organisation's last owner, unless
    whoever runs the machine does it.
    """
    if not by.is_system:
        check_not_last(session, account)
    end_sessions(session, account)
    account.closed_at = utc_now()
    record(session, by, AuditAction.ACCOUNT_CLOSED, subject=("account", account.public_id))
