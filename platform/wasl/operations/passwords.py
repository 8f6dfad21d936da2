"""What a password must be, and how an account gets a new one: here and nowhere else.

OWASP ASVS 5.0, 6.2: long enough, nothing that guessers try first, no rules about kinds of
characters, taken exactly as it is typed.
"""

import re
from collections.abc import Iterable
from enum import StrEnum
from itertools import pairwise

from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.account import Account
from models.base import utc_now
from wasl.access.viewer import Viewer
from wasl.audit.record import record
from wasl.operations.authenticate_account import hasher
from wasl.operations.breached_passwords import is_breached
from wasl.operations.sessions import end_sessions
from wasl.operations.tell_account import tell_account

SHORTEST, LONGEST = 10, 200
_SHORTEST_WORD = 4
_FEWEST_LETTERS = 4
_FEWEST_SIGNS = 4
# Words that stand on every page of an office.
_HOUSE_WORDS = frozenset(
    {"wasl", "molsa", "momd", "mofa", "returnee", "returnees", "caseworker", "employer", "office"}
    | {"iraq", "kurdistan", "baghdad", "basra", "erbil", "duhok", "password", "passwort"}
    | {"وصل", "وەسڵ", "العراق", "بغداد", "اربيل", "أربيل", "هەولێر"}
)


class Weakness(StrEnum):
    """Why a password is refused."""

    SHORT = "short"
    LONG = "long"
    PERSONAL = "personal"
    PATTERN = "pattern"
    KNOWN = "known"


_REASONS = {
    Weakness.SHORT: f"the password needs at least {SHORTEST} characters",
    Weakness.LONG: f"the password can have at most {LONGEST} characters",
    Weakness.PERSONAL: "the password is made of the login, the name or a word of this platform",
    Weakness.PATTERN: "the password repeats few characters or counts them up",
    Weakness.KNOWN: "the password is on the list that guessers try first",
}


class PasswordError(ValueError):
    """The password cannot be used; `weakness` says why."""

    def __init__(self, weakness: Weakness) -> None:
        super().__init__(_REASONS[weakness])
        self.weakness = weakness


def words_of(*texts: str | None) -> set[str]:
    """Return the words of a login or a name that a password must not be made of."""
    found = {word for text in texts for word in re.split(r"[\W_]+", (text or "").casefold())}
    return {word for word in found if len(word) >= _SHORTEST_WORD}


def _is_personal(password: str, words: Iterable[str]) -> bool:
    folded = password.casefold()
    left = folded
    for word in sorted({*words, *_HOUSE_WORDS}, key=len, reverse=True):
        left = left.replace(word, "")
    letters = re.sub(r"[\W\d_]", "", left)
    return left != folded and len(letters) < _FEWEST_LETTERS


def _is_pattern(password: str) -> bool:
    if len(set(password.casefold())) < _FEWEST_SIGNS:
        return True
    steps = {ord(after) - ord(before) for before, after in pairwise(password)}
    return len(steps) == 1


def check_password(session: Session, password: str, *, words: Iterable[str] = ()) -> None:
    """Raise PasswordError unless a password can be used.

    words: from `words_of`: what everybody knows of whoever chooses it.
    """
    if len(password) < SHORTEST:
        raise PasswordError(Weakness.SHORT)
    if len(password) > LONGEST:
        raise PasswordError(Weakness.LONG)
    if _is_pattern(password):
        raise PasswordError(Weakness.PATTERN)
    if _is_personal(password, words):
        raise PasswordError(Weakness.PERSONAL)
    if is_breached(session, password):
        raise PasswordError(Weakness.KNOWN)


def hash_password(password: str) -> str:
    """Return what the database keeps of a password."""
    return hasher.hash(password)


def set_password(
    session: Session, by: Viewer, account: Account, password: str, *, way: str
) -> None:
    """Give an account a new password; all its sessions end.

    way: `change` or `reset`, for the audit log. Raises PasswordError.
    """
    organisation = account.organisation
    words = words_of(
        account.login, account.display_name, organisation.name if organisation else None
    )
    check_password(session, password, words=words)
    end_sessions(session, account)
    account.password_hash = hash_password(password)
    account.password_set_at = utc_now()
    session.flush()
    subject = ("account", account.public_id)
    tell_account(session, account, "password_changed", {"at": account.password_set_at})
    record(session, by, AuditAction.PASSWORD_CHANGED, subject=subject, way=way)
