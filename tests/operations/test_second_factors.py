"""A code of the app or a recovery code works once, also when it is sent twice at once."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.account import Account, RecoveryCode, SecondFactor
from models.audit import AuditEvent
from models.enums import Role
from wasl.access.viewer import COMMAND_LINE, viewer_of
from wasl.database import write_session
from wasl.operations.create_account import NewAccount, create_account
from wasl.operations.one_time_codes import code_digest
from wasl.operations.second_factors import (
    RECOVERY_CODES,
    STEP_SECONDS,
    CodeWrongError,
    Proof,
    app_address,
    count_recovery_codes,
    make_recovery_codes,
    matching_step,
    new_secret,
    remove_second_factor,
    set_up_second_factor,
    use_code,
)

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def code_at(moment: datetime) -> str:
    return pyotp.TOTP(SECRET).at(moment)


@pytest.fixture
def account(session: Session) -> Account:
    given = NewAccount(
        login="a@office.example",
        password="a long enough password",
        display_name="A",
        role=Role.SECRETARIAT,
    )
    made = create_account(session, COMMAND_LINE, given, way="command")
    session.commit()
    return made


def set_up(session: Session, account: Account) -> list[str]:
    """Set up with the code of the step before, so that the present one is still to be used."""
    earlier = code_at(datetime.now(UTC) - timedelta(seconds=STEP_SECONDS))
    codes = set_up_second_factor(session, viewer_of(account), account, secret=SECRET, typed=earlier)
    session.commit()
    return codes


def test_a_neighbouring_step_is_taken_and_no_other() -> None:
    present = int(NOW.timestamp()) // STEP_SECONDS
    for shift, step in ((-1, present - 1), (0, present), (1, present + 1), (-2, None), (2, None)):
        moment = NOW + timedelta(seconds=shift * STEP_SECONDS)
        assert matching_step(SECRET, code_at(moment), NOW) == step


def test_digits_may_be_arabic_and_spaced() -> None:
    code = code_at(NOW)
    arabic = code.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    for typed in (code, f"{code[:3]} {code[3:]}", arabic):
        assert matching_step(SECRET, typed, NOW) is not None
    for typed in ("", "000", f"{code}0", "²²²²²²"):
        assert matching_step(SECRET, typed, NOW) is None


def test_the_address_names_platform_and_login() -> None:
    address = app_address(SECRET, "a@office.example")
    assert address.startswith("otpauth://totp/Wasl:a%40office.example?secret=")
    assert len(new_secret()) == 32
    assert new_secret() != new_secret()


def test_no_code_is_taken_twice(session: Session, account: Account) -> None:
    set_up(session, account)
    code = code_at(datetime.now(UTC))
    assert use_code(session, account, code) is Proof.APP
    with pytest.raises(CodeWrongError):
        use_code(session, account, code)


def test_the_code_of_the_setting_up_is_used_up(session: Session, account: Account) -> None:
    code = code_at(datetime.now(UTC))
    set_up_second_factor(session, viewer_of(account), account, secret=SECRET, typed=code)
    with pytest.raises(CodeWrongError):
        use_code(session, account, code)


def test_a_wrong_code_sets_nothing_up(session: Session, account: Account) -> None:
    with pytest.raises(CodeWrongError):
        set_up_second_factor(session, viewer_of(account), account, secret=SECRET, typed="12345")
    assert session.query(SecondFactor).count() == 0


def test_recovery_codes_work_once_each_and_only_for_their_account(
    session: Session, account: Account
) -> None:
    codes = set_up(session, account)
    assert len(set(codes)) == RECOVERY_CODES
    assert use_code(session, account, codes[0].lower().replace("-", " ")) is Proof.RECOVERY_CODE
    assert count_recovery_codes(session, account) == RECOVERY_CODES - 1
    with pytest.raises(CodeWrongError):
        use_code(session, account, codes[0])
    given = NewAccount(login=None, password=None, display_name="B", role=Role.OBSERVER)
    other = create_account(session, COMMAND_LINE, given, way="command")
    with pytest.raises(CodeWrongError):
        use_code(session, other, codes[1])


def test_new_recovery_codes_replace_the_old_ones(session: Session, account: Account) -> None:
    old = set_up(session, account)
    new = make_recovery_codes(session, account)
    with pytest.raises(CodeWrongError):
        use_code(session, account, old[0])
    assert use_code(session, account, new[0]) is Proof.RECOVERY_CODE


def test_codes_are_kept_as_digests_and_the_secret_sealed(
    session: Session, account: Account, engine: Engine
) -> None:
    codes = set_up(session, account)
    digests = {row.digest for row in session.query(RecoveryCode)}
    assert digests == {code_digest(code) for code in codes}
    with engine.connect() as connection:
        stored = connection.exec_driver_sql("SELECT secret FROM second_factor").scalar_one()
    assert SECRET not in stored


def test_taken_away_is_taken_away(session: Session, account: Account) -> None:
    codes = set_up(session, account)
    remove_second_factor(session, viewer_of(account), account, way="owner")
    session.commit()
    assert account.second_factor is None
    for code in (codes[0], code_at(datetime.now(UTC))):
        with pytest.raises(CodeWrongError):
            use_code(session, account, code)
    actions = [event.action for event in session.query(AuditEvent)]
    assert AuditAction.SECOND_FACTOR_SET in actions
    assert AuditAction.SECOND_FACTOR_REMOVED in actions


@pytest.mark.parametrize("kind", ["app", "recovery"])
def test_of_many_who_send_the_same_code_one_is_let_in(
    session: Session, account: Account, engine: Engine, kind: str
) -> None:
    codes = set_up(session, account)
    code = codes[0] if kind == "recovery" else code_at(datetime.now(UTC))
    account_id, start = account.id, threading.Barrier(12)

    def send() -> bool:
        start.wait()
        with write_session(engine) as own:
            found = own.get_one(Account, account_id)
            try:
                use_code(own, found, code)
            except CodeWrongError:
                return False
            return True

    with ThreadPoolExecutor(12) as pool:
        assert sum(future.result() for future in [pool.submit(send) for _ in range(12)]) == 1
