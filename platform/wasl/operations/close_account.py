"""Close an account."""

from sqlalchemy.orm import Session

from models.base import utc_now
from wasl.operations.logins import find_by_login


def close_account(session: Session, login: str) -> bool:
    """Keep an account from signing in and end its sessions; return whether there is one."""
    account = find_by_login(session, login)
    if account is None:
        return False
    account.closed_at = utc_now()
    return True
