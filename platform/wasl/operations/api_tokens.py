"""Tokens of programs: made once and shown once, found by their digest, taken away at any time."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.account import Account, Membership
from models.base import utc_now
from models.enums import Role
from models.sign_in import ApiToken
from wasl.access.viewer import Viewer
from wasl.audit.record import record
from wasl.operations.create_account import NewAccount, create_account

# Begins with a word, so that a token that ends up in a file or a chat is recognised as one.
PREFIX = "wasl_"
LONGEST = timedelta(days=366)


class TokenError(ValueError):
    """The token cannot be made; the message says why."""


@dataclass(frozen=True, kw_only=True)
class NewToken:
    """A token that was made. secret: shown now, and never again."""

    token: ApiToken
    secret: str


def token_digest(secret: str) -> str:
    """Return what is kept of a token; 256 random bits need no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()


def add_program(session: Session, by: Viewer, name: str) -> Account:
    """Add the account of a program, which has no login and no password."""
    given = NewAccount(login=None, password=None, display_name=name, role=Role.API_CLIENT)
    return create_account(session, by, given, way="token")


def find_program(session: Session, public_id: str) -> Account | None:
    """Return the account of a program that can be used, or none."""
    found = session.scalar(select(Account).where(Account.public_id == public_id))
    return found if found is not None and _is_program(found) else None


def make_token(
    session: Session, by: Viewer, program: Account, name: str, expires_at: datetime
) -> NewToken:
    """Make a token for a program. Raises TokenError where it is for ever, or for somebody else."""
    if not _is_program(program):
        raise TokenError("only an open account of a program has tokens")
    if not utc_now() < expires_at <= utc_now() + LONGEST:
        raise TokenError("a token ends within a year")
    secret = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken(
        account_id=program.id,
        name=name.strip(),
        token_digest=token_digest(secret),
        made_by_id=by.account_id,
        expires_at=expires_at,
    )
    session.add(token)
    session.flush()
    subject = ("token", token.public_id)
    record(session, by, AuditAction.TOKEN_MADE, subject=subject, name=token.name)
    return NewToken(token=token, secret=secret)


def revoke_token(session: Session, by: Viewer, token: ApiToken) -> None:
    """End a token at once; one that has ended stays as it is."""
    if token.revoked_at is None:
        token.revoked_at = utc_now()
        session.flush()
        record(session, by, AuditAction.TOKEN_REVOKED, subject=("token", token.public_id))


def find_token(session: Session, secret: str) -> ApiToken | None:
    """Return the token that somebody shows, if it holds and its program may still sign in."""
    if not secret.startswith(PREFIX):
        return None
    return session.scalar(
        select(ApiToken)
        .join(Account, Account.id == ApiToken.account_id)
        .join(Membership, Membership.account_id == Account.id)
        .where(
            ApiToken.token_digest == token_digest(secret),
            ApiToken.revoked_at.is_(None),
            ApiToken.expires_at > utc_now(),
            Account.suspended_at.is_(None),
            Account.closed_at.is_(None),
            Membership.revoked_at.is_(None),
            Membership.role == Role.API_CLIENT,
        )
    )


def _is_program(account: Account) -> bool:
    return account.active and account.role is Role.API_CLIENT
