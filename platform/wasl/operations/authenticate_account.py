"""Check who somebody says they are."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy.orm import Session

from models.account import Account
from wasl.operations.logins import find_by_login

# OWASP's profile of 19 MiB: 25 ms here, so that sign-in does not become a way to stop the server.
hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


@cache
def _decoy() -> str:
    return hasher.hash("nobody has this password")


def _matches(password_hash: str, password: str) -> bool:
    try:
        return hasher.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False


def authenticate_account(session: Session, login: str, password: str) -> Account | None:
    """Return the active account with this login and password, or none.

    Takes as long for an unknown login as for a wrong password.
    """
    account = find_by_login(session, login)
    right = _matches((account and account.password_hash) or _decoy(), password)
    if account is None or not right or not account.active:
        return None
    if account.password_hash and hasher.check_needs_rehash(account.password_hash):
        account.password_hash = hasher.hash(password)
    return account
