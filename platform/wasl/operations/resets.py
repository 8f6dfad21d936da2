"""A new start for an account: a code by message, or a slip that two people stand for."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import cast

from sqlalchemy import ColumnElement, CursorResult, select, update
from sqlalchemy.orm import Session

from models.access_enums import AuditAction, ResetKind
from models.account import Account
from models.base import utc_now
from models.sign_in import ResetRequest
from wasl.access.permissions import Permission
from wasl.access.viewer import NOBODY, Viewer, viewer_of
from wasl.audit.record import record
from wasl.operations.account_rules import check_manages
from wasl.operations.authenticate_account import may_sign_in
from wasl.operations.logins import find_by_login
from wasl.operations.one_time_codes import code_digest, new_code, normalise_code
from wasl.operations.passwords import set_password
from wasl.operations.second_factors import remove_second_factor
from wasl.operations.sessions import end_sessions
from wasl.operations.tell_account import tell_account
from wasl.operations.tell_staff import tell_beside

MESSAGE_HOLDS = timedelta(minutes=30)
WAITS_FOR_SECOND = timedelta(days=3)
SLIP_HOLDS = timedelta(days=2)


class ResetRule(StrEnum):
    """Why a reset cannot go on."""

    SAME_PERSON = "same_person"
    OWN_ACCOUNT = "own_account"
    NOT_WAITING = "not_waiting"
    NOT_YOURS = "not_yours"
    REASON_MISSING = "reason_missing"
    CANNOT_SIGN_IN = "cannot_sign_in"


class ResetRuleError(Exception):
    """A rule keeps a reset from going on; nothing was changed."""

    def __init__(self, rule: ResetRule) -> None:
        super().__init__(rule.value.replace("_", " "))
        self.rule = rule


class ResetCodeError(Exception):
    """No account can be given a new start with this login and code; why not is told to nobody."""


def is_open(now: datetime) -> ColumnElement[bool]:
    """Tell, in a statement on ResetRequest, whether it can still be used or confirmed."""
    return (
        ResetRequest.used_at.is_(None)
        & ResetRequest.cancelled_at.is_(None)
        & (ResetRequest.expires_at > now)
    )


def _cancel_others(session: Session, account: Account) -> None:
    session.execute(
        update(ResetRequest)
        .where(ResetRequest.account_id == account.id, is_open(utc_now()))
        .values(cancelled_at=utc_now())
    )


def reset_by_message(session: Session, login: str) -> None:
    """Send a code for a new password to a login, where that is an account's; answer alike."""
    account = find_by_login(session, login)
    if account is None or account.login is None or not may_sign_in(account):
        return
    code, until = new_code(), utc_now() + MESSAGE_HOLDS
    # What two people are about to confirm stays: anybody can ask for a message.
    reset = ResetRequest(
        account=account, kind=ResetKind.PASSWORD, code_digest=code_digest(code), expires_at=until
    )
    session.add(reset)
    session.flush()
    tell_account(session, account, "password_reset", {"code": code, "until": until})
    subject = ("account", account.public_id)
    record(session, NOBODY, AuditAction.RESET_ASKED, subject=subject, kind=reset.kind.value)


def ask_reset(
    session: Session, by: Viewer, account: Account, *, kind: ResetKind, reason: str
) -> ResetRequest:
    """Ask that an account gets a new start; somebody else has to confirm it, and is told so.

    What was asked for before is dropped. Raises AccountRuleError (one's own account, or one out
    of reach) and ResetRuleError (no reason, nobody who signs in).
    """
    check_manages(session, by, Permission.ASK_RESET, account)
    if by.account_id is None:
        raise ResetRuleError(ResetRule.NOT_YOURS)  # a machine is no person of the two
    if not reason.strip():
        raise ResetRuleError(ResetRule.REASON_MISSING)
    if not may_sign_in(account):
        raise ResetRuleError(ResetRule.CANNOT_SIGN_IN)
    _cancel_others(session, account)
    reset = ResetRequest(
        account=account,
        kind=kind,
        reason=reason.strip(),
        requested_by_id=by.account_id,
        expires_at=utc_now() + WAITS_FOR_SECOND,
    )
    session.add(reset)
    session.flush()
    subject, told = ("account", account.public_id), reason.strip()
    record(session, by, AuditAction.RESET_ASKED, subject=subject, reason=told, kind=kind.value)
    tell_beside(session, by, Permission.CONFIRM_RESET, "reset_asked", but=account)
    return reset


def obstacle(by: Viewer, reset: ResetRequest) -> ResetRule | None:
    """Return why somebody is not the second person of a reset, or none when they can be."""
    if by.account_id is None or by.account_id == reset.account_id:
        return ResetRule.OWN_ACCOUNT
    if by.account_id == reset.requested_by_id:
        return ResetRule.SAME_PERSON
    waits = reset.requested_by_id is not None and reset.confirmed_by_id is None
    if not waits or reset.used_at or reset.cancelled_at or reset.expires_at <= utc_now():
        return ResetRule.NOT_WAITING
    return None


def confirm_reset(session: Session, by: Viewer, reset: ResetRequest) -> str:
    """Confirm a reset as the second person and return the code for the slip; it is kept nowhere.

    Raises ResetRuleError: for who asked, for the account's owner, and when it does not wait.
    """
    rule = obstacle(by, reset)
    if rule is not None:
        raise ResetRuleError(rule)
    asker = session.get(Account, reset.requested_by_id)
    if asker is None or not asker.active or asker.membership is None:
        raise ResetRuleError(ResetRule.NOT_WAITING)  # whose word it was has none any more
    code, now = new_code(), utc_now()
    # One statement: of two who confirm at once, one gets a code.
    confirmed = session.execute(
        update(ResetRequest)
        .where(ResetRequest.id == reset.id, ResetRequest.confirmed_by_id.is_(None), is_open(now))
        .values(
            confirmed_by_id=by.account_id,
            confirmed_at=now,
            code_digest=code_digest(code),
            expires_at=now + SLIP_HOLDS,
        )
    )
    if cast("CursorResult[tuple[()]]", confirmed).rowcount != 1:
        raise ResetRuleError(ResetRule.NOT_WAITING)
    session.refresh(reset)
    subject = ("account", reset.account.public_id)
    record(session, by, AuditAction.RESET_CONFIRMED, subject=subject, kind=reset.kind.value)
    return code


def decline_reset(session: Session, by: Viewer, reset: ResetRequest) -> None:
    """Drop a reset that waits; who asked may do so as well. Raises ResetRuleError."""
    rule = obstacle(by, reset)
    if rule not in {None, ResetRule.SAME_PERSON}:
        raise ResetRuleError(rule or ResetRule.NOT_WAITING)
    reset.cancelled_at = utc_now()
    subject = ("account", reset.account.public_id)
    record(session, by, AuditAction.RESET_DECLINED, subject=subject, kind=reset.kind.value)


def find_reset(session: Session, typed: str) -> ResetRequest | None:
    """Return the reset of a code as somebody typed it, when it can be used, or none."""
    code = normalise_code(typed)
    if code is None:
        return None
    reset = session.scalar(
        select(ResetRequest).where(
            ResetRequest.code_digest == code_digest(code), is_open(utc_now())
        )
    )
    return reset if reset is not None and may_sign_in(reset.account) else None


def use_reset(session: Session, typed: str, new_password: str | None) -> Account:
    """Give the account of a code its new start, once; all its sessions end.

    new_password: where the reset is for one. Raises ResetCodeError and PasswordError; after either
    the transaction is to be rolled back, and the code can be used again.
    """
    reset = find_reset(session, typed)
    if reset is None:
        raise ResetCodeError
    account, by = reset.account, viewer_of(reset.account)
    used = session.execute(
        update(ResetRequest)
        .where(ResetRequest.id == reset.id, is_open(utc_now()))
        .values(used_at=utc_now())
    )
    if cast("CursorResult[tuple[()]]", used).rowcount != 1:
        raise ResetCodeError
    if reset.kind is not ResetKind.SECOND_FACTOR:
        set_password(session, by, account, new_password or "", way="reset")
    if reset.kind is not ResetKind.PASSWORD:
        remove_second_factor(session, by, account, way="reset")
    end_sessions(session, account)
    _cancel_others(session, account)
    subject = ("account", account.public_id)
    record(session, by, AuditAction.RESET_USED, subject=subject, kind=reset.kind.value)
    return account
