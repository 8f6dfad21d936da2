"""What an account is for: a history that is added to, by who may, and never without a last one."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.account import Account
from models.audit import AuditEvent
from models.base import utc_now
from models.enums import Role
from tests.operations.staff import Staff, at_once, staff_of, viewer
from wasl.access.viewer import COMMAND_LINE
from wasl.operations import account_rules
from wasl.operations.account_rules import AccountRule, AccountRuleError
from wasl.operations.invitations import Invited, invite
from wasl.operations.memberships import (
    Place,
    change_membership,
    grant_membership,
    revoke_membership,
)
from wasl.operations.sessions import find_session, start_session
from wasl.operations.suspend_account import restore_account, suspend_account


@pytest.fixture
def staff(session: Session) -> Staff:
    return staff_of(session)


def rule_of(action: Callable[[], object]) -> AccountRule | None:
    """Do something and return the rule that kept it from being done, or none."""
    try:
        action()
    except AccountRuleError as error:
        return error.rule
    return None


def actions(session: Session) -> list[AuditAction]:
    session.commit()
    return list(session.scalars(select(AuditEvent.action).order_by(AuditEvent.id)))


def test_a_change_ends_one_membership_and_opens_another(session: Session, staff: Staff) -> None:
    boss, one = staff.add(Role.OFFICE_MANAGER), staff.add(Role.CASEWORKER)
    before = one.membership
    assert before is not None
    place = Place(role=Role.OFFICE_MANAGER, office=staff.erbil)
    change_membership(session, viewer(boss), one, place)
    assert one.role is Role.OFFICE_MANAGER
    assert [item.role for item in one.memberships] == [Role.CASEWORKER, Role.OFFICE_MANAGER]
    assert before.revoked_at is not None
    assert before.revoked_by_id == boss.id
    assert actions(session)[-2:] == [
        AuditAction.MEMBERSHIP_REVOKED,
        AuditAction.MEMBERSHIP_GRANTED,
    ]


def test_a_change_ends_sessions_and_takes_effect_at_once(session: Session, staff: Staff) -> None:
    admin, one = staff.add(Role.ADMINISTRATOR), staff.add(Role.CASEWORKER)
    _, token = start_session(session, one, device="test")
    assert find_session(session, token) is not None
    revoke_membership(session, viewer(admin), one)
    assert find_session(session, token) is None
    assert one.role is None
    assert viewer(one).office_id is None


@pytest.mark.parametrize("fixed", [Role.RETURNEE, Role.API_CLIENT])
def test_taking_the_role_away_is_no_detour_to_another_kind(
    session: Session, staff: Staff, fixed: Role
) -> None:
    admin, one = staff.add(Role.ADMINISTRATOR), staff.add(fixed)
    revoke_membership(session, viewer(admin), one)
    with pytest.raises(AccountRuleError) as refused:
        grant_membership(session, viewer(admin), one, Place(role=Role.OBSERVER))
    assert refused.value.rule is AccountRule.FIXED_ROLE
    assert one.role is None


def test_a_suspended_session_stays_dead_after_the_account_is_restored(
    session: Session, staff: Staff
) -> None:
    admin, one = staff.add(Role.ADMINISTRATOR), staff.add(Role.CASEWORKER)
    _, token = start_session(session, one, device="test")
    suspend_account(session, viewer(admin), one, "phone was stolen")
    restore_account(session, viewer(admin), one, "new phone")
    assert one.active
    assert find_session(session, token) is None
    assert actions(session)[-2:] == [
        AuditAction.ACCOUNT_SUSPENDED,
        AuditAction.ACCOUNT_RESTORED,
    ]


@pytest.mark.parametrize(
    ("who", "whom", "elsewhere", "allowed"),
    [
        (Role.ADMINISTRATOR, Role.CASEWORKER, True, True),
        (Role.ADMINISTRATOR, Role.EMPLOYER_OWNER, True, True),
        (Role.ADMINISTRATOR, Role.SECRETARIAT, False, True),
        (Role.OFFICE_MANAGER, Role.CASEWORKER, False, True),
        (Role.OFFICE_MANAGER, Role.OFFICE_MANAGER, False, True),
        (Role.OFFICE_MANAGER, Role.CASEWORKER, True, False),
        (Role.OFFICE_MANAGER, Role.EMPLOYER_RECRUITER, False, False),
        (Role.OFFICE_MANAGER, Role.SECRETARIAT, False, False),
        (Role.OFFICE_MANAGER, Role.ADMINISTRATOR, False, False),
        (Role.OFFICE_MANAGER, Role.RETURNEE, False, False),
        (Role.EMPLOYER_OWNER, Role.EMPLOYER_RECRUITER, False, True),
        (Role.EMPLOYER_OWNER, Role.EMPLOYER_RECRUITER, True, False),
        (Role.EMPLOYER_OWNER, Role.CASEWORKER, False, False),
        (Role.EMPLOYER_OWNER, Role.RETURNEE, False, False),
        (Role.CASEWORKER, Role.CASEWORKER, False, False),
        (Role.SECRETARIAT, Role.CASEWORKER, False, False),
        (Role.EMPLOYER_RECRUITER, Role.EMPLOYER_RECRUITER, False, False),
        (Role.RETURNEE, Role.RETURNEE, False, False),
        (Role.OBSERVER, Role.CASEWORKER, False, False),
    ],
)
def test_who_may_suspend_and_restore_whom(  # noqa: PLR0917
    session: Session, staff: Staff, who: Role, whom: Role, elsewhere: bool, allowed: bool
) -> None:
    staff.add(Role.ADMINISTRATOR)
    for organisation in (staff.bakery, staff.mill):
        staff.add(Role.EMPLOYER_OWNER, organisation=organisation)
    by = viewer(staff.add(who))
    place: dict[str, Any] = {}
    if elsewhere and whom in {Role.CASEWORKER, Role.OFFICE_MANAGER}:
        place = {"office": staff.basra}
    elif elsewhere:
        place = {"organisation": staff.mill}
    account = staff.add(whom, **place)
    expected = None if allowed else AccountRule.NOT_YOURS
    assert rule_of(lambda: suspend_account(session, by, account, "asked")) is expected
    assert account.active is not allowed
    account.suspended_at = utc_now()
    assert rule_of(lambda: restore_account(session, by, account, "asked")) is expected


def test_nobody_does_it_to_themselves(session: Session, staff: Staff) -> None:
    staff.add(Role.ADMINISTRATOR)
    me = staff.add(Role.ADMINISTRATOR)
    by = viewer(me)
    place = Place(role=Role.SECRETARIAT)
    assert rule_of(lambda: suspend_account(session, by, me, "x")) is AccountRule.ONESELF
    assert rule_of(lambda: revoke_membership(session, by, me)) is AccountRule.ONESELF
    assert rule_of(lambda: change_membership(session, by, me, place)) is AccountRule.ONESELF


@pytest.mark.parametrize(
    ("role", "rule"),
    [
        (Role.ADMINISTRATOR, AccountRule.LAST_ADMINISTRATOR),
        (Role.EMPLOYER_OWNER, AccountRule.LAST_OWNER),
    ],
)
def test_the_last_one_stays(session: Session, staff: Staff, role: Role, rule: AccountRule) -> None:
    last = staff.add(role)
    if role is Role.EMPLOYER_OWNER:
        staff.add(role, organisation=staff.mill)  # of another company: it does not help
    tries = (
        lambda: suspend_account(session, COMMAND_LINE, last, "x"),
        lambda: revoke_membership(session, COMMAND_LINE, last),
        lambda: change_membership(session, COMMAND_LINE, last, Place(role=Role.SECRETARIAT)),
    )
    assert [rule_of(action) for action in tries] == [rule, rule, rule]
    other = staff.add(role)
    other.suspended_at = utc_now()
    session.flush()
    assert rule_of(tries[0]) is rule, "one who cannot sign in is nobody to fall back on"
    other.suspended_at = None
    session.flush()
    assert rule_of(tries[0]) is None


@pytest.mark.parametrize(
    ("who", "to", "rule"),
    [
        (Role.OFFICE_MANAGER, Role.OFFICE_MANAGER, None),
        (Role.OFFICE_MANAGER, Role.ADMINISTRATOR, AccountRule.MAY_NOT_GIVE),
        (Role.OFFICE_MANAGER, Role.SECRETARIAT, AccountRule.MAY_NOT_GIVE),
        (Role.ADMINISTRATOR, Role.SECRETARIAT, None),
        (Role.ADMINISTRATOR, Role.RETURNEE, AccountRule.FIXED_ROLE),
        (Role.ADMINISTRATOR, Role.CASEWORKER, AccountRule.SAME_ROLE),
        (Role.ADMINISTRATOR, Role.EMPLOYER_OWNER, AccountRule.PLACE_MISSING),
    ],
)
def test_nobody_gives_more_than_they_may(
    session: Session, staff: Staff, who: Role, to: Role, rule: AccountRule | None
) -> None:
    by, account = viewer(staff.add(who)), staff.add(Role.CASEWORKER)
    office = staff.erbil if to in {Role.CASEWORKER, Role.OFFICE_MANAGER} else None
    place = Place(role=to, office=office)
    assert rule_of(lambda: change_membership(session, by, account, place)) is rule


def test_a_manager_moves_nobody_into_another_office(session: Session, staff: Staff) -> None:
    by, account = viewer(staff.add(Role.OFFICE_MANAGER)), staff.add(Role.CASEWORKER)
    away = Place(role=Role.CASEWORKER, office=staff.basra)
    rule = rule_of(lambda: change_membership(session, by, account, away))
    assert rule is AccountRule.MAY_NOT_GIVE


def test_an_account_without_a_role_is_given_one_by_an_administrator(
    session: Session, staff: Staff
) -> None:
    admin, manager = staff.add(Role.ADMINISTRATOR), staff.add(Role.OFFICE_MANAGER)
    account = staff.add(Role.CASEWORKER)
    back = Place(role=Role.CASEWORKER, office=staff.erbil)
    rule = rule_of(lambda: grant_membership(session, viewer(admin), account, back))
    assert rule is AccountRule.HAS_ROLE
    revoke_membership(session, viewer(admin), account)
    rule = rule_of(lambda: grant_membership(session, viewer(manager), account, back))
    assert rule is AccountRule.NOT_YOURS, "whoever has no role belongs to no office"
    grant_membership(session, viewer(admin), account, back)
    assert account.role is Role.CASEWORKER
    assert len(account.memberships) == 2


def test_what_a_suspended_account_did_stays_but_its_invitations_end(
    session: Session, staff: Staff
) -> None:
    admin, boss = staff.add(Role.ADMINISTRATOR), staff.add(Role.OFFICE_MANAGER)
    given = Invited(role=Role.CASEWORKER, office=staff.erbil)
    invitation, _ = invite(session, viewer(boss), given)
    one = staff.add(Role.CASEWORKER)
    place = Place(role=Role.OFFICE_MANAGER, office=staff.erbil)
    change_membership(session, viewer(boss), one, place)
    suspend_account(session, viewer(admin), boss, "left")
    assert one.role is Role.OFFICE_MANAGER
    assert invitation.revoked_at is not None


def _two_administrators(engine: Engine) -> tuple[int, int]:
    with Session(engine) as session:
        staff = staff_of(session)
        ids = staff.add(Role.ADMINISTRATOR).id, staff.add(Role.ADMINISTRATOR).id
        session.commit()
    return ids


def _suspend(by: int, whom: int) -> Callable[[Session], object]:
    def work(session: Session) -> None:
        one, other = session.get(Account, by), session.get(Account, whom)
        assert one is not None
        assert other is not None
        suspend_account(session, viewer(one), other, "each the other")

    return work


def _left(engine: Engine) -> int:
    with Session(engine) as session:
        return sum(account.active for account in session.scalars(select(Account)).unique())


def test_two_administrators_cannot_suspend_each_other_at_once(engine: Engine) -> None:
    one, other = _two_administrators(engine)
    raised = at_once(engine, _suspend(one, other), _suspend(other, one))
    assert sum(error is not None for error in raised) == 1
    assert _left(engine) == 1


@pytest.mark.postgresql
def test_without_holding_the_others_nobody_is_left(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin of the test above: both see the other one and both go."""
    from threading import Barrier

    from wasl.config import Settings
    from wasl.database import make_engine

    engine = make_engine(Settings(database_url=postgres_url))
    one, other = _two_administrators(engine)
    both_have_looked = Barrier(2)

    def look_only(session: Session, role: Role, organisation_id: int | None) -> list[int]:
        both_have_looked.wait(10)
        return [one, other]

    monkeypatch.setattr(account_rules, "_active_in", look_only)
    raised = at_once(engine, _suspend(one, other), _suspend(other, one))
    assert raised == [None, None]
    assert _left(engine) == 0
    engine.dispose()
