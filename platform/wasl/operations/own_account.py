"""What somebody changes about their own account."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.account import Account
from models.base import utc_now
from models.sign_in import AccountSession
from wasl.access.viewer import Viewer
from wasl.audit.record import record
from wasl.operations.logins import find_by_login, login_index, normalise_login
from wasl.operations.one_time_codes import code_digest, new_code
from wasl.operations.queue_message import queue_message
from wasl.operations.sessions import end_sessions, open_sessions
from wasl.operations.tell_account import tell_account

LOGIN_CODE_HOLDS = timedelta(minutes=30)


@dataclass(frozen=True, kw_only=True)
class LoginChange:
    """A login that waits for the code that was sent to it."""

    login: str
    digest: str
    until: datetime

    def is_proved(self, typed: str) -> bool:
        """Tell whether this is the code, in time."""
        return utc_now() < self.until and code_digest(typed) == self.digest


class LoginChangeError(Exception):
    """The login cannot be changed any more: somebody else took it, or the code is wrong."""


def ask_login_change(session: Session, account: Account, text: str) -> LoginChange:
    """Send a code to a new login and return what has to be kept until it comes back.

    Where the login belongs to an account already, its owner is told, and the answer is the same.
    Raises LoginError for what is neither an e-mail address nor a phone number.
    """
    login, code, until = normalise_login(text), new_code(), utc_now() + LOGIN_CODE_HOLDS
    if find_by_login(session, login) is not None:
        queue_message(session, "login_taken", {}, language=account.language, address=login)
        return LoginChange(login=login, digest=code_digest(new_code()), until=until)
    params = {"code": code, "until": until}
    queue_message(session, "verify_login", params, language=account.language, address=login)
    return LoginChange(login=login, digest=code_digest(code), until=until)


def change_login(
    session: Session, by: Viewer, account: Account, change: LoginChange, typed: str
) -> None:
    """Give an account a login that was proved; its old one is told. Raises LoginChangeError."""
    if not change.is_proved(typed) or find_by_login(session, change.login) is not None:
        raise LoginChangeError
    tell_account(session, account, "login_changed", {"at": utc_now()})
    account.login = change.login
    account.login_index = login_index(session, change.login)
    record(session, by, AuditAction.LOGIN_CHANGED, subject=("account", account.public_id))


def change_profile(
    session: Session, by: Viewer, account: Account, name: str, language: str
) -> None:
    """Set the name that others see and the language of messages; a new name is recorded."""
    if name != account.display_name:
        subject = ("account", account.public_id)
        record(session, by, AuditAction.DISPLAY_NAME_CHANGED, subject=subject)
    account.display_name, account.language = name, language


def end_session(session: Session, by: Viewer, account: Account, public_id: str) -> bool:
    """End one session of an account; tell whether it was there."""
    rows = [row for row in open_sessions(session, account) if row.public_id == public_id]
    for row in rows:
        row.ended_at = utc_now()
        subject = ("account", account.public_id)
        record(session, by, AuditAction.SESSION_ENDED, subject=subject, why="owner")
    return bool(rows)


def end_other_sessions(session: Session, by: Viewer, account: Account, keep: AccountSession) -> int:
    """End all sessions of an account but one; return how many."""
    ended = end_sessions(session, account, keep=keep)
    if ended:
        subject = ("account", account.public_id)
        record(session, by, AuditAction.SESSION_ENDED, subject=subject, why="owner")
    return ended
