"""Sessions of accounts: begun, found by the token of the cookie, ended.

A session holds only as long as what it was begun with: a password that was changed, a role that
was given or taken, an account that was suspended end it on the next request.
"""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session, joinedload

from models.account import Account
from models.base import utc_now
from models.enums import Role
from models.sign_in import AccountSession

ABSOLUTE_LIMIT = timedelta(hours=12)
IDLE_LIMIT = timedelta(minutes=30)
IDLE_LIMIT_RETURNEE = timedelta(minutes=15)
MOST_SESSIONS = 10


def idle_limit(role: Role | None) -> timedelta:
    """Return after how long without a request a session ends: sooner on shared phones."""
    return IDLE_LIMIT_RETURNEE if role in {Role.RETURNEE, None} else IDLE_LIMIT


def token_digest(token: str) -> str:
    """Return what the database keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def start_session(
    session: Session,
    account: Account,
    *,
    device: str,
    second_factor_at: datetime | None = None,
    ends_at: datetime | None = None,
) -> tuple[AccountSession, str]:
    """Begin a session; return it and the token for the cookie, which is kept nowhere else.

    ends_at: the absolute limit that a session which this one replaces had. Beyond the most
    sessions of an account, the one unused for longest ends.
    """
    now = utc_now()
    token = secrets.token_urlsafe(32)
    begun = AccountSession(
        account=account,
        token_digest=token_digest(token),
        device=device,
        second_factor_at=second_factor_at,
        started_at=now,
        seen_at=now,
        ends_at=ends_at or now + ABSOLUTE_LIMIT,
    )
    for old in open_sessions(session, account)[MOST_SESSIONS - 1 :]:
        old.ended_at = now
    session.add(begun)
    session.flush()
    return begun, token


def is_new_device(session: Session, account: Account, device: str) -> bool:
    """Tell whether an account that was signed in before never was on such a device."""
    devices = set(
        session.scalars(
            select(AccountSession.device).where(AccountSession.account_id == account.id).distinct()
        )
    )
    return bool(devices) and device not in devices


def replace_session(
    session: Session, old: AccountSession, *, second_factor_at: datetime | None
) -> tuple[AccountSession, str]:
    """End a session and go on in a new one of the same browser, with a new token."""
    old.ended_at = utc_now()
    session.flush()
    return start_session(
        session,
        old.account,
        device=old.device,
        second_factor_at=second_factor_at,
        ends_at=old.ends_at,
    )


def _open(now: datetime) -> ColumnElement[bool]:
    return AccountSession.ended_at.is_(None) & (AccountSession.ends_at > now)


def holds(row: AccountSession, *, last_seen: datetime | None = None) -> bool:
    """Tell whether a session may still be used.

    last_seen: when the browser was seen last, by its signed cookie; the later of both counts.
    """
    now, account = utc_now(), row.account
    seen = max(row.seen_at, last_seen or row.seen_at)
    membership = account.membership
    return (
        row.ended_at is None
        and account.active
        and membership is not None
        and now < row.ends_at
        and now < seen + idle_limit(membership.role)
        and row.started_at >= max(account.password_set_at, membership.granted_at)
    )


def find_session(
    session: Session, token: str, *, last_seen: datetime | None = None
) -> AccountSession | None:
    """Return the session of a token, read anew, or none when it does not hold any more."""
    row = session.scalar(
        select(AccountSession)
        .where(AccountSession.token_digest == token_digest(token))
        .options(joinedload(AccountSession.account))
        .execution_options(populate_existing=True)
    )
    return row if row is not None and holds(row, last_seen=last_seen) else None


def open_sessions(session: Session, account: Account) -> Sequence[AccountSession]:
    """Return the sessions of an account that hold, the latest used first."""
    rows = session.scalars(
        select(AccountSession)
        .where(AccountSession.account_id == account.id, _open(utc_now()))
        .order_by(AccountSession.seen_at.desc(), AccountSession.id.desc())
    )
    return [row for row in rows if holds(row)]


def end_sessions(session: Session, account: Account, *, keep: AccountSession | None = None) -> int:
    """End all sessions of an account, except one; return how many."""
    rows = [row for row in open_sessions(session, account) if row is not keep]
    for row in rows:
        row.ended_at = utc_now()
    return len(rows)


def touch_session(session: Session, session_id: int, seen_at: datetime) -> None:
    """Note that a session is in use; a later note is never taken back."""
    session.execute(
        update(AccountSession)
        .where(AccountSession.id == session_id, AccountSession.seen_at < seen_at)
        .values(seen_at=seen_at)
        .execution_options(synchronize_session=False)
    )
