"""What a password must be, in one place, and what a new one ends."""

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.account import Account
from models.audit import AuditEvent
from models.enums import Role
from wasl.access.viewer import COMMAND_LINE, viewer_of
from wasl.operations import breached_passwords
from wasl.operations.authenticate_account import authenticate_account
from wasl.operations.breached_passwords import is_common, stands_in_file, use_breached_file
from wasl.operations.create_account import AccountError, NewAccount, create_account
from wasl.operations.passwords import (
    LONGEST,
    PasswordError,
    Weakness,
    check_password,
    set_password,
    words_of,
)
from wasl.operations.sessions import find_session, start_session

GOOD = "a long enough password"


def test_a_password_costs_who_guesses_19_mib_each() -> None:
    """OWASP's profile, asked of a process of its own: here the tests hash at the least cost."""
    code = "from wasl.operations.authenticate_account import hasher; print(hasher.hash('x'))"
    told = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    ).stdout
    assert told.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def add_account(session: Session, password: str = GOOD) -> Account:
    given = NewAccount(
        login="dilovan@office.example",
        password=password,
        display_name="Dilovan Berwari",
        role=Role.SECRETARIAT,
    )
    return create_account(session, COMMAND_LINE, given, way="command")


@pytest.mark.parametrize(
    ("password", "weakness"),
    [
        ("short", Weakness.SHORT),
        ("nine char", Weakness.SHORT),
        ("x" * (LONGEST + 1), Weakness.LONG),
        ("aaaaaaaaaaaa", Weakness.PATTERN),
        ("0123456789:", Weakness.PATTERN),
        ("Dilovan2026!", Weakness.PERSONAL),
        ("berwari-wasl", Weakness.PERSONAL),
        ("WaslWaslWasl", Weakness.PERSONAL),
        ("password123456", Weakness.PERSONAL),
        ("1qaz2wsx3edc", Weakness.KNOWN),
        ("QWERTYUIOP", Weakness.KNOWN),
        ("liverpool2026", Weakness.KNOWN),
    ],
)
def test_what_guessers_try_is_refused(session: Session, password: str, weakness: Weakness) -> None:
    words = words_of("dilovan@office.example", "Dilovan Berwari")
    with pytest.raises(PasswordError) as error:
        check_password(session, password, words=words)
    assert error.value.weakness is weakness


@pytest.mark.parametrize(
    "password",
    [
        GOOD,
        "only small letters here",
        "кирилиця і ще",
        "دار دور نار نور",
        "x" * 64 + "yzwv",
        "  spaces kept  ",
    ],
)
def test_no_rules_about_kinds_of_characters(session: Session, password: str) -> None:
    check_password(session, password)


def test_a_password_is_taken_exactly_as_typed(session: Session) -> None:
    add_account(session, "  Spaces And Case  ")
    assert authenticate_account(session, "dilovan@office.example", "  Spaces And Case  ")
    for other in ("Spaces And Case", "  spaces and case  "):
        assert authenticate_account(session, "dilovan@office.example", other) is None


def test_an_account_is_not_made_with_a_weak_password(session: Session) -> None:
    with pytest.raises(AccountError) as error:
        add_account(session, "dilovan dilovan")
    assert error.value.weakness is Weakness.PERSONAL


def sha1(text: str) -> str:
    return hashlib.sha1(text.encode()).hexdigest().upper()


@pytest.fixture
def stolen(tmp_path: Path) -> Path:
    """A file as Have I Been Pwned offers it: ordered, of lines of different lengths."""
    digests = sorted(sha1(f"stolen word {number}") for number in range(500))
    path = tmp_path / "pwned.txt"
    lines = (f"{digest}:{7 ** (at % 9)}\r\n" for at, digest in enumerate(digests))
    path.write_bytes("".join(lines).encode())
    return path


def test_all_of_an_operators_file_is_found_and_nothing_else(stolen: Path) -> None:
    assert all(stands_in_file(stolen, f"stolen word {number}") for number in range(500))
    assert not any(stands_in_file(stolen, f"kept {number}") for number in range(500))


def test_a_file_without_a_last_line_end_or_without_counts(tmp_path: Path) -> None:
    path = tmp_path / "pwned.txt"
    path.write_text("\n".join(sorted(sha1(word) for word in ("one", "two", "three"))))
    assert all(stands_in_file(path, word) for word in ("one", "two", "three"))
    assert not stands_in_file(path, "four")
    path.write_text("")
    assert not stands_in_file(path, "one")


def test_the_operators_file_is_asked(session: Session, stolen: Path) -> None:
    check_password(session, "stolen word 17")
    use_breached_file(session.get_bind().engine, stolen)
    with pytest.raises(PasswordError):
        check_password(session, "stolen word 17")


def test_common_passwords_come_from_a_list_loaded_when_needed() -> None:
    assert is_common("TinkerBell")
    assert breached_passwords._common.cache_info().currsize == 1
    assert not is_common(GOOD)


def test_a_new_password_ends_all_sessions_and_is_audited(session: Session) -> None:
    account = add_account(session)
    _, token = start_session(session, account, device="")
    session.commit()
    assert find_session(session, token) is not None
    set_password(session, viewer_of(account), account, "another long one", way="change")
    session.commit()
    assert find_session(session, token) is None
    last = session.query(AuditEvent).order_by(AuditEvent.id.desc()).first()
    assert last is not None
    assert (last.action, last.details) == (AuditAction.PASSWORD_CHANGED, {"way": "change"})


def test_a_password_set_elsewhere_ends_sessions_too(session: Session) -> None:
    """What counts is when it was set: nobody has to think of the sessions."""
    account = add_account(session)
    row, token = start_session(session, account, device="")
    session.commit()
    account.password_set_at = row.started_at.replace(year=row.started_at.year + 1)
    session.commit()
    assert find_session(session, token) is None
