"""Passwords that guessers try first: a list that is shipped, and an operator's file."""

import hashlib
import re
from functools import cache
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.orm import Session

_PATH = "wasl_breached_passwords"
_DIGITS = 40


def use_breached_file(engine: Engine, path: Path | None) -> None:
    """Let sessions of an engine look passwords up in an operator's file as well."""
    setattr(engine.dialect, _PATH, path)


@cache
def _common() -> frozenset[str]:
    from zxcvbn.frequency_lists import FREQUENCY_LISTS  # noqa: PLC0415  large, and seldom needed

    return frozenset(FREQUENCY_LISTS["passwords"])


def is_common(password: str) -> bool:
    """Tell whether a password is one of 30,000 common ones, alone or with digits around it."""
    folded = password.casefold()
    core = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", folded)
    return folded in _common() or core in _common()


def stands_in_file(path: Path, password: str) -> bool:
    """Tell whether the SHA-1 of a password stands in a file of Have I Been Pwned.

    The file holds lines `SHA-1 in hexadecimal[:count]`, ordered; it is searched by halves and
    never read as a whole. Raises OSError where it cannot be read.
    """
    wanted = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper().encode()
    with path.open("rb") as file:
        low, high = 0, file.seek(0, 2)
        while low < high:  # the line of the digest, if there is one, begins in [low, high)
            middle = (low + high) // 2
            file.seek(max(low, middle - 1))
            if middle > low:
                file.readline()  # the rest of a line that begins before the middle
            begins = file.tell()
            line = file.readline(_DIGITS + 24)
            found = line[:_DIGITS].upper()
            if begins >= high or not line:
                high = middle
            elif found == wanted:
                return True
            elif found < wanted:
                low = begins + len(line)
            else:
                high = middle
    return False


def is_breached(session: Session, password: str) -> bool:
    """Tell whether a password is known to guessers."""
    path: Path | None = getattr(session.get_bind().dialect, _PATH, None)
    return is_common(password) or (path is not None and stands_in_file(path, password))
