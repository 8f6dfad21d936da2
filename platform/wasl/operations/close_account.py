"""Close an account."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.account import Account


def close_account(session: Session, email: str) -> bool:
    """Keep an account from signing in and end its sessions; return whether there is one."""
    account = session.scalar(select(Account).where(Account.email == email.strip().lower()))
    if account is None:
        return False
    account.active = False
    return True
