"""The second factor: an authenticator app (TOTP, RFC 6238), and codes for when it is lost."""

import hmac
import unicodedata
from datetime import datetime
from enum import StrEnum
from typing import cast

import pyotp
from sqlalchemy import CursorResult, delete, func, select, update
from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.account import Account, RecoveryCode, SecondFactor
from models.base import utc_now
from wasl.access.viewer import Viewer
from wasl.audit.record import record
from wasl.operations.one_time_codes import code_digest, new_code, normalise_code
from wasl.operations.tell_account import tell_account

ISSUER = "Wasl"
STEP_SECONDS = 30
RECOVERY_CODES = 10


class Proof(StrEnum):
    """What a second factor was proved with; the words stand in the audit log."""

    APP = "second_factor"
    RECOVERY_CODE = "recovery_code"


class CodeWrongError(Exception):
    """The code is wrong, too old, or was used before."""


def new_secret() -> str:
    """Return 160 random bits in base32."""
    return pyotp.random_base32()


def app_address(secret: str, login: str) -> str:
    """Return the `otpauth:` address that an app reads from a picture."""
    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=ISSUER)


def _digits(typed: str) -> str:
    """Return the digits of what was typed, Arabic-Indic ones as well."""
    return "".join(str(unicodedata.digit(sign)) for sign in typed if sign.isdigit())


def matching_step(secret: str, typed: str, now: datetime) -> int | None:
    """Return the 30-second step whose code was typed: the present one, or a neighbour."""
    totp, present = pyotp.TOTP(secret), int(now.timestamp()) // STEP_SECONDS
    code = _digits(typed)
    steps = (present - 1, present, present + 1)
    right = [step for step in steps if hmac.compare_digest(totp.generate_otp(step), code)]
    return right[-1] if right else None


def confirmed_factor(session: Session, account: Account) -> SecondFactor | None:
    """Return the second factor of an account, when it was proved to work."""
    factor = session.get(SecondFactor, account.id)
    return factor if factor is not None and factor.confirmed_at is not None else None


def _use_step(session: Session, account: Account, typed: str) -> bool:
    factor = confirmed_factor(session, account)
    step = matching_step(factor.secret, typed, utc_now()) if factor else None
    if step is None:
        return False
    # One statement: of two who send the same code, one is refused.
    used = session.execute(
        update(SecondFactor)
        .where(SecondFactor.account_id == account.id, SecondFactor.last_step < step)
        .values(last_step=step)
    )
    return cast("CursorResult[tuple[()]]", used).rowcount == 1


def _use_recovery_code(session: Session, account: Account, typed: str) -> bool:
    code = normalise_code(typed)
    if code is None:
        return False
    used = session.execute(
        update(RecoveryCode)
        .where(
            RecoveryCode.account_id == account.id,
            RecoveryCode.digest == code_digest(code),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=utc_now())
    )
    return cast("CursorResult[tuple[()]]", used).rowcount == 1


def use_code(session: Session, account: Account, typed: str) -> Proof:
    """Take a code of the app or a recovery code, each once. Raises CodeWrongError."""
    if _use_step(session, account, typed):
        return Proof.APP
    if _use_recovery_code(session, account, typed):
        return Proof.RECOVERY_CODE
    raise CodeWrongError


def count_recovery_codes(session: Session, account: Account) -> int:
    """Return how many recovery codes were not used yet."""
    statement = select(func.count()).where(
        RecoveryCode.account_id == account.id, RecoveryCode.used_at.is_(None)
    )
    return session.scalar(statement) or 0


def make_recovery_codes(session: Session, account: Account) -> list[str]:
    """Give an account new recovery codes and return them; those from before stop working."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
    codes = [new_code() for _ in range(RECOVERY_CODES)]
    session.add_all(RecoveryCode(account_id=account.id, digest=code_digest(code)) for code in codes)
    session.flush()
    return codes


def set_up_second_factor(
    session: Session, by: Viewer, account: Account, *, secret: str, typed: str
) -> list[str]:
    """Keep the secret of an app that has shown a right code; return new recovery codes.

    An app that was set up before stops working. Raises CodeWrongError.
    """
    step = matching_step(secret, typed, utc_now())
    if step is None:
        raise CodeWrongError
    session.merge(
        SecondFactor(account_id=account.id, secret=secret, confirmed_at=utc_now(), last_step=step)
    )
    codes = make_recovery_codes(session, account)
    session.expire(account, ["second_factor"])
    subject = ("account", account.public_id)
    record(session, by, AuditAction.SECOND_FACTOR_SET, subject=subject)
    return codes


def remove_second_factor(session: Session, by: Viewer, account: Account, *, way: str) -> None:
    """Take an account's app and recovery codes away. way: `owner` or `reset`, for the audit log."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
    session.execute(delete(SecondFactor).where(SecondFactor.account_id == account.id))
    session.expire(account, ["second_factor"])
    subject = ("account", account.public_id)
    tell_account(session, account, "second_factor_removed", {"at": utc_now()})
    record(session, by, AuditAction.SECOND_FACTOR_REMOVED, subject=subject, way=way)
