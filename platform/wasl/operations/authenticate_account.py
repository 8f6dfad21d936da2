"""Check who somebody says they are."""

from dataclasses import dataclass
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy.orm import Session

from models.account import Account
from models.enums import Role
from wasl.operations.logins import find_by_login

# OWASP's profile of 19 MiB: 25 ms here, so that sign-in does not become a way to stop the server.
hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """How a try to sign in ended. account: whose login it was, if anybody's.

    why: empty when it went well, else `unknown`, `password` or `closed`; for the audit log, never
    for whoever tried.
    """

    account: Account | None
    why: str = ""


@cache
def _decoy() -> str:
    return hasher.hash("nobody has this password")


def has_password(account: Account | None, password: str) -> bool:
    """Tell whether this is the password of an account; takes as long where there is none."""
    known = account.password_hash if account is not None else None
    try:
        hasher.verify(known or _decoy(), password)
    except (VerificationError, InvalidHashError):
        return False
    return known is not None


def may_sign_in(account: Account) -> bool:
    """Tell whether an account can be used in a browser at all."""
    return account.active and account.role is not None and account.role is not Role.API_CLIENT


def try_password(session: Session, login: str, password: str) -> Attempt:
    """Compare a login and password with what is known; changes nothing.

    Takes as long for an unknown login as for a wrong password: one password is verified each time.
    """
    account = find_by_login(session, login)
    right = has_password(account, password)
    if account is None:
        return Attempt(account=None, why="unknown")
    if not right:
        return Attempt(account=account, why="password")
    return Attempt(account=account, why="" if may_sign_in(account) else "closed")


def authenticate_account(session: Session, login: str, password: str) -> Account | None:
    """Return the account with this login and password, or none; see `try_password`."""
    attempt = try_password(session, login, password)
    return None if attempt.why else attempt.account


def keep_hash_strong(account: Account, password: str) -> None:
    """Hash a password anew that was hashed with weaker parameters; it was just proved right."""
    if account.password_hash and hasher.check_needs_rehash(account.password_hash):
        account.password_hash = hasher.hash(password)
