"""A new start needs a mailbox or two people: never one person, in code and in the database."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models.access_enums import AuditAction, ResetKind
from models.account import Account
from models.audit import AuditEvent
from models.base import utc_now
from models.enums import Agency, Role
from models.message import Message
from models.sign_in import ResetRequest
from wasl.access.viewer import COMMAND_LINE, viewer_of
from wasl.database import write_session
from wasl.operations.account_rules import AccountRule, AccountRuleError
from wasl.operations.authenticate_account import authenticate_account
from wasl.operations.close_account import close_account
from wasl.operations.create_account import NewAccount, create_account
from wasl.operations.ensure_office import ensure_office
from wasl.operations.one_time_codes import code_digest
from wasl.operations.passwords import PasswordError
from wasl.operations.resets import (
    ResetCodeError,
    ResetRule,
    ResetRuleError,
    ask_reset,
    confirm_reset,
    decline_reset,
    find_reset,
    reset_by_message,
    use_reset,
)
from wasl.operations.second_factors import confirmed_factor, set_up_second_factor
from wasl.operations.sessions import find_session, start_session

PASSWORD, NEW = "a long enough password", "quite another sentence"
REASON = "Lost the phone, showed the identity card"


class Office:
    """Who is there: a caseworker who lost everything, their manager, a colleague, an outsider."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.owner = self.add("owner@office.example", Role.CASEWORKER, "Erbil")
        self.manager = self.add("manager@office.example", Role.OFFICE_MANAGER, "Erbil")
        self.colleague = self.add("colleague@office.example", Role.CASEWORKER, "Erbil")
        self.stranger = self.add("stranger@office.example", Role.OFFICE_MANAGER, "Basra")
        self.admin = self.add("admin@office.example", Role.ADMINISTRATOR, None)
        session.commit()

    def add(self, login: str, role: Role, office: str | None) -> Account:
        given = NewAccount(
            login=login,
            password=PASSWORD,
            display_name=login.partition("@")[0].title(),
            role=role,
            office=ensure_office(self.session, Agency.MRC, office) if office else None,
        )
        return create_account(self.session, COMMAND_LINE, given, way="command")

    def ask(self, by: Account | None = None, kind: ResetKind = ResetKind.BOTH) -> ResetRequest:
        viewer = viewer_of(by or self.manager)
        asked = ask_reset(self.session, viewer, self.owner, kind=kind, reason=REASON)
        self.session.commit()
        return asked

    def confirmed(self, kind: ResetKind = ResetKind.BOTH) -> str:
        code = confirm_reset(self.session, viewer_of(self.colleague), self.ask(kind=kind))
        self.session.commit()
        return code


@pytest.fixture
def office(session: Session) -> Office:
    return Office(session)


def rule_of(error: pytest.ExceptionInfo[ResetRuleError]) -> ResetRule:
    return error.value.rule


def test_one_asks_another_confirms_the_owner_begins_anew(office: Office, session: Session) -> None:
    _, token = start_session(session, office.owner, device="")
    set_up_second_factor(
        session, viewer_of(office.owner), office.owner, secret="A" * 32, typed=code_now("A" * 32)
    )
    session.commit()
    code = office.confirmed()
    assert use_reset(session, code.lower().replace("-", ""), NEW) is office.owner
    session.commit()
    assert authenticate_account(session, "owner@office.example", NEW) is office.owner
    assert authenticate_account(session, "owner@office.example", PASSWORD) is None
    assert confirmed_factor(session, office.owner) is None
    assert find_session(session, token) is None
    actions = [event.action for event in session.query(AuditEvent)]
    for action in (AuditAction.RESET_ASKED, AuditAction.RESET_CONFIRMED, AuditAction.RESET_USED):
        assert action in actions


def code_now(secret: str) -> str:
    import pyotp

    return pyotp.TOTP(secret).now()


def test_who_may_confirm_beside_who_asked_is_told_else_the_administrators(
    office: Office, session: Session
) -> None:
    told = select(Message.account_id).where(Message.template == "reset_asked")
    office.ask()
    assert list(session.scalars(told)) == [office.colleague.id], "neither the owner nor a stranger"
    office.colleague.suspended_at = utc_now()
    office.ask()
    assert list(session.scalars(told)) == [office.colleague.id, office.admin.id]


def test_who_asked_cannot_confirm(office: Office, session: Session) -> None:
    asked = office.ask()
    with pytest.raises(ResetRuleError) as error:
        confirm_reset(session, viewer_of(office.manager), asked)
    assert rule_of(error) is ResetRule.SAME_PERSON


def test_nobody_confirms_what_somebody_asked_who_is_suspended(
    office: Office, session: Session
) -> None:
    asked = office.ask()
    office.manager.suspended_at = utc_now()
    session.flush()
    with pytest.raises(ResetRuleError) as error:
        confirm_reset(session, viewer_of(office.colleague), asked)
    assert rule_of(error) is ResetRule.NOT_WAITING


def test_the_owner_can_neither_ask_nor_confirm(office: Office, session: Session) -> None:
    with pytest.raises(AccountRuleError) as refused:
        ask_reset(
            session, viewer_of(office.manager), office.manager, kind=ResetKind.BOTH, reason="x"
        )
    assert refused.value.rule is AccountRule.ONESELF
    with pytest.raises(ResetRuleError) as error:
        confirm_reset(session, viewer_of(office.owner), office.ask())
    assert rule_of(error) is ResetRule.OWN_ACCOUNT


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("same", "two_people"),
        ("owner asks", "not_asked_by_oneself"),
        ("owner confirms", "not_confirmed_by_oneself"),
        ("code first", "no_code_before_confirmation"),
        ("no reason", "asked_with_a_reason"),
        ("nobody asked", "by_message_only_a_password"),
    ],
)
def test_the_database_refuses_it_too(
    office: Office, session: Session, change: str, constraint: str
) -> None:
    """Where the operation is passed by, the table holds."""
    asked = office.ask()
    if change == "same":
        asked.confirmed_by_id = asked.requested_by_id
    elif change == "owner asks":
        asked.requested_by_id = asked.account_id
    elif change == "owner confirms":
        asked.confirmed_by_id = asked.account_id
    elif change == "code first":
        asked.code_digest = code_digest("K4F2M7QX9TBC")
    elif change == "no reason":
        asked.reason = None
    else:
        asked.requested_by_id = asked.reason = None  # type: ignore[assignment]
    with pytest.raises(IntegrityError, match=constraint):
        session.flush()


def test_who_has_no_hand_in_the_office_cannot_ask(office: Office) -> None:
    for outsider in (office.stranger, office.colleague):
        with pytest.raises(AccountRuleError) as refused:
            office.ask(outsider)
        assert refused.value.rule is AccountRule.NOT_YOURS


def test_a_machine_is_none_of_the_two_people(office: Office, session: Session) -> None:
    with pytest.raises(ResetRuleError):
        ask_reset(session, COMMAND_LINE, office.owner, kind=ResetKind.BOTH, reason=REASON)
    with pytest.raises(ResetRuleError):
        confirm_reset(session, COMMAND_LINE, office.ask())


def test_there_is_no_code_before_the_second_person(office: Office) -> None:
    asked = office.ask()
    assert asked.code_digest is None


def test_a_reason_is_needed(office: Office, session: Session) -> None:
    with pytest.raises(ResetRuleError) as error:
        ask_reset(session, viewer_of(office.manager), office.owner, kind=ResetKind.BOTH, reason=" ")
    assert rule_of(error) is ResetRule.REASON_MISSING


def test_a_code_works_once(office: Office, session: Session) -> None:
    code = office.confirmed()
    use_reset(session, code, NEW)
    session.commit()
    with pytest.raises(ResetCodeError):
        use_reset(session, code, "yet another sentence")


def test_a_weak_password_does_not_use_the_code_up(office: Office, session: Session) -> None:
    code = office.confirmed()
    with pytest.raises(PasswordError):
        use_reset(session, code, "short")
    session.rollback()
    assert find_reset(session, code) is not None


@pytest.mark.parametrize("way", ["late", "dropped", "asked again", "closed"])
def test_a_code_that_does_not_hold(office: Office, session: Session, way: str) -> None:
    code = office.confirmed()
    reset = find_reset(session, code)
    assert reset is not None
    if way == "late":
        reset.expires_at = utc_now() - timedelta(seconds=1)
    elif way == "dropped":
        reset.cancelled_at = utc_now()
    elif way == "asked again":
        office.ask()
    else:
        close_account(session, COMMAND_LINE, office.owner)
    session.commit()
    with pytest.raises(ResetCodeError):
        use_reset(session, code, NEW)


def test_a_wrong_code_finds_nothing(office: Office, session: Session) -> None:
    office.confirmed()
    for typed in ("", "K4F2-M7QX-9TBC", "'; DROP TABLE account", "x" * 4000):
        assert find_reset(session, typed) is None


def test_what_was_dropped_cannot_be_confirmed(office: Office, session: Session) -> None:
    asked = office.ask()
    decline_reset(session, viewer_of(office.manager), asked)
    session.commit()
    with pytest.raises(ResetRuleError) as error:
        confirm_reset(session, viewer_of(office.colleague), asked)
    assert rule_of(error) is ResetRule.NOT_WAITING


def test_second_factor_alone_leaves_the_password(office: Office, session: Session) -> None:
    code = office.confirmed(ResetKind.SECOND_FACTOR)
    use_reset(session, code, None)
    session.commit()
    assert authenticate_account(session, "owner@office.example", PASSWORD) is office.owner


def test_by_message_a_code_comes_for_the_password_alone(office: Office, session: Session) -> None:
    reset_by_message(session, " OWNER@office.example ")
    session.commit()
    message = session.query(Message).filter_by(template="password_reset").one()
    assert message.address == "owner@office.example"
    reset = find_reset(session, message.params["code"])
    assert reset is not None
    assert reset.kind is ResetKind.PASSWORD
    assert reset.expires_at <= utc_now() + timedelta(minutes=30)
    use_reset(session, message.params["code"], NEW)
    session.commit()
    assert authenticate_account(session, "owner@office.example", NEW) is office.owner


def test_by_message_nothing_comes_to_who_has_no_account(office: Office, session: Session) -> None:
    for login in ("nobody@office.example", "not a login", ""):
        reset_by_message(session, login)
    close_account(session, COMMAND_LINE, office.owner)
    reset_by_message(session, "owner@office.example")
    session.commit()
    assert session.query(Message).filter_by(template="password_reset").count() == 0
    assert session.query(ResetRequest).count() == 0


def test_a_message_that_anybody_can_ask_for_drops_nothing(office: Office, session: Session) -> None:
    code = office.confirmed()
    reset_by_message(session, "owner@office.example")
    session.commit()
    assert find_reset(session, code) is not None


def test_of_many_who_confirm_at_once_one_gets_a_code(
    office: Office, session: Session, engine: Engine
) -> None:
    reset_id = office.ask().id
    by = [viewer_of(office.colleague), viewer_of(office.admin)] * 4
    session.rollback()
    start = threading.Barrier(len(by))

    def confirm(number: int) -> int:
        start.wait()
        with write_session(engine) as own:
            try:
                confirm_reset(own, by[number], own.get_one(ResetRequest, reset_id))
            except ResetRuleError:
                return 0
            return 1

    with ThreadPoolExecutor(len(by)) as pool:
        assert sum(pool.map(confirm, range(len(by)))) == 1
