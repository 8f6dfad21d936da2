"""Invitations: who may invite whom, one account a code, and what ends one."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.access_enums import AssignmentBasis, AuditAction
from models.account import Account
from models.audit import AuditEvent
from models.base import utc_now
from models.case import CaseAssignment
from models.enums import Role
from models.person import Person, PersonIdentity
from models.sign_in import Invitation
from tests.operations.staff import Staff, at_once, staff_of, viewer
from wasl.access.granting import GRANTS, grantable_roles
from wasl.access.viewer import COMMAND_LINE
from wasl.config import Settings
from wasl.database import make_engine
from wasl.operations import accept_invitation as accepting
from wasl.operations.accept_invitation import (
    InvitationInvalidError,
    Joining,
    LoginTakenError,
    accept_invitation,
    find_invitation,
)
from wasl.operations.account_rules import AccountRule, AccountRuleError
from wasl.operations.invitations import (
    VALID,
    InvitationEndedError,
    Invited,
    invite,
    resend_invitation,
    revoke_invitation,
)
from wasl.operations.one_time_codes import ALPHABET, code_digest, new_code, normalise_code

PASSWORD = "river lantern seven doors"


@pytest.fixture
def staff(session: Session) -> Staff:
    return staff_of(session)


def joining(login: str = "new@office.example") -> Joining:
    return Joining(display_name="Narin", login=login, password=PASSWORD, language="ckb")


def add_person_of(session: Session, account: Account) -> Person:
    """A person whose case an account works on."""
    person = Person(identity=PersonIdentity(name_ar="زينب كاظم"))
    session.add(person)
    session.flush()
    case = CaseAssignment(
        person=person,
        office=account.office,
        account_id=account.id,
        basis=AssignmentBasis.INTAKE,
        accepted_at=utc_now(),
    )
    session.add(case)
    session.flush()
    return person


def rule_of(action: Callable[[], object]) -> AccountRule | None:
    try:
        action()
    except AccountRuleError as error:
        return error.rule
    return None


def given(staff: Staff, role: Role, *, elsewhere: bool = False) -> Invited:
    office = staff.basra if elsewhere else staff.erbil
    organisation = staff.mill if elsewhere else staff.bakery
    return Invited(
        role=role,
        office=office if role in {Role.CASEWORKER, Role.OFFICE_MANAGER} else None,
        organisation=(
            organisation if role in {Role.EMPLOYER_OWNER, Role.EMPLOYER_RECRUITER} else None
        ),
    )


COLLEAGUES = {
    Role.ADMINISTRATOR: set(Role) - {Role.RETURNEE, Role.API_CLIENT},
    Role.OFFICE_MANAGER: {Role.CASEWORKER, Role.OFFICE_MANAGER},
    Role.EMPLOYER_OWNER: {Role.EMPLOYER_OWNER, Role.EMPLOYER_RECRUITER},
}


@pytest.mark.parametrize("who", list(Role))
def test_who_may_invite_whom_as_a_colleague(session: Session, staff: Staff, who: Role) -> None:
    by = viewer(staff.add(who))
    allowed = COLLEAGUES.get(who, set())
    assert set(grantable_roles(by)) == allowed
    for role in set(Role) - {Role.RETURNEE}:
        rule = rule_of(lambda: invite(session, by, given(staff, role)))  # noqa: B023
        assert (rule is None) is (role in allowed), role
        away = rule_of(lambda: invite(session, by, given(staff, role, elsewhere=True)))  # noqa: B023
        has_place = role in {Role.CASEWORKER, Role.OFFICE_MANAGER} | COLLEAGUES[Role.EMPLOYER_OWNER]
        everywhere = who is Role.ADMINISTRATOR or not has_place
        assert (away is None) is (role in allowed and everywhere), role


def test_the_table_names_no_role_that_is_given_nowhere() -> None:
    assert set().union(*GRANTS.values()) == set(Role) - {Role.API_CLIENT}


def test_a_returnee_is_invited_to_their_own_record_by_who_works_with_them(
    session: Session, staff: Staff
) -> None:
    mine = staff.add(Role.CASEWORKER)
    stranger = staff.add(Role.CASEWORKER, office=staff.basra)
    person = add_person_of(session, mine)
    to_them = Invited(role=Role.RETURNEE, person=person)
    for other in (stranger, staff.add(Role.ADMINISTRATOR), staff.add(Role.EMPLOYER_OWNER)):
        assert rule_of(lambda: invite(session, viewer(other), to_them)) is not None  # noqa: B023
    assert rule_of(lambda: invite(session, viewer(mine), Invited(role=Role.RETURNEE)))
    first, lost = invite(session, viewer(mine), to_them)
    _, code = invite(session, viewer(mine), to_them)
    assert first.revoked_at is not None, "one slip at a time lies about"
    assert find_invitation(session, lost) is None
    account = accept_invitation(session, code, joining())
    assert account.membership is not None
    assert account.membership.person_id == person.id
    again = rule_of(lambda: invite(session, viewer(mine), to_them))
    assert again is AccountRule.HAS_ROLE


def test_an_accepted_invitation_is_told_in_the_log_and_keeps_no_code(
    session: Session, staff: Staff
) -> None:
    boss = staff.add(Role.OFFICE_MANAGER)
    invitation, code = invite(session, viewer(boss), given(staff, Role.CASEWORKER))
    assert code not in {str(value) for value in vars(invitation).values()}
    account = accept_invitation(session, code, joining())
    session.commit()
    assert invitation.accepted_by_id == account.id
    assert account.memberships[0].granted_by_id == boss.id
    assert account.language == "ckb"
    actions = list(session.scalars(select(AuditEvent.action).order_by(AuditEvent.id)))
    assert actions == [
        AuditAction.INVITED,
        AuditAction.ACCOUNT_CREATED,
        AuditAction.INVITATION_ACCEPTED,
    ]
    told = str([event.details for event in session.scalars(select(AuditEvent))])
    assert "Narin" not in told
    assert "new@office" not in told


def test_a_code_works_for_fourteen_days(session: Session, staff: Staff) -> None:
    invitation, code = invite(session, COMMAND_LINE, given(staff, Role.CASEWORKER))
    assert timedelta(days=13) < invitation.expires_at - utc_now() <= VALID == timedelta(days=14)
    invitation.expires_at = utc_now() - timedelta(seconds=1)
    session.flush()
    with pytest.raises(InvitationInvalidError):
        accept_invitation(session, code, joining())


def test_a_closed_office_takes_nobody(session: Session, staff: Staff) -> None:
    _, code = invite(session, COMMAND_LINE, given(staff, Role.CASEWORKER))
    staff.erbil.active = False
    session.flush()
    with pytest.raises(InvitationInvalidError):
        accept_invitation(session, code, joining())
    rule = rule_of(lambda: invite(session, COMMAND_LINE, given(staff, Role.CASEWORKER)))
    assert rule is AccountRule.PLACE_MISSING


def test_withdrawn_and_sent_again(session: Session, staff: Staff) -> None:
    boss = viewer(staff.add(Role.OFFICE_MANAGER))
    invitation, old = invite(session, boss, given(staff, Role.CASEWORKER))
    stranger = viewer(staff.add(Role.OFFICE_MANAGER, office=staff.basra))
    for action in (revoke_invitation, resend_invitation):
        arguments = (invitation, "en") if action is resend_invitation else (invitation,)
        rule = rule_of(lambda: action(session, stranger, *arguments))  # noqa: B023
        assert rule is AccountRule.MAY_NOT_GIVE
    new = resend_invitation(session, boss, invitation, "en")
    assert find_invitation(session, old) is None
    assert find_invitation(session, new) is invitation
    revoke_invitation(session, boss, invitation)
    assert find_invitation(session, new) is None
    with pytest.raises(InvitationEndedError):
        resend_invitation(session, boss, invitation, "en")


def test_a_login_that_is_taken_uses_nothing_up(session: Session, staff: Staff) -> None:
    _, first = invite(session, COMMAND_LINE, given(staff, Role.CASEWORKER))
    _, second = invite(session, COMMAND_LINE, given(staff, Role.CASEWORKER))
    accept_invitation(session, first, joining("Same@office.example"))
    with pytest.raises(LoginTakenError):
        accept_invitation(session, second, joining("same@OFFICE.example"))
    session.flush()
    accept_invitation(session, second, joining("other@office.example"))


def test_codes_are_read_as_people_type_them() -> None:
    code = new_code()
    plain = code.replace("-", "")
    assert len(plain) == 12
    assert set(plain) <= set(ALPHABET)
    for typed in (code, code.lower(), plain, f" {code} ", code.replace("-", " "), f"{plain}."):
        assert normalise_code(typed) == plain
        assert code_digest(typed) == code_digest(code)
    assert normalise_code("OIL0-oil0-1111") == "011001101111"
    for wrong in ("", "1234", plain + "0", "UUUU-UUUU-UUUU", "ابجد"):
        assert normalise_code(wrong) is None
    assert len({new_code() for _ in range(1000)}) == 1000


# At the same moment.


def _prepare(engine: Engine) -> str:
    with Session(engine) as session:
        _, code = invite(session, COMMAND_LINE, given(staff_of(session), Role.CASEWORKER))
        session.commit()
    return code


def _accept(code: str, number: int) -> Callable[[Session], object]:
    return lambda session: accept_invitation(session, code, joining(f"n{number}@office.example"))


def _accounts(engine: Engine) -> int:
    with Session(engine) as session:
        return session.query(Account).count()


def test_a_code_makes_one_account_however_many_use_it_at_once(engine: Engine) -> None:
    code = _prepare(engine)
    raised = at_once(engine, *[_accept(code, number) for number in range(6)])
    assert raised.count(None) == 1
    assert {type(error) for error in raised if error} == {InvitationInvalidError}
    assert _accounts(engine) == 1


@pytest.fixture
def postgres(postgres_url: str) -> Iterator[Engine]:
    engine = make_engine(Settings(database_url=postgres_url))
    yield engine
    engine.dispose()


@pytest.mark.postgresql
def test_without_the_claim_a_code_makes_several(
    postgres: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin of the test above: looking whether it is open is not enough."""
    all_have_looked = Barrier(3)

    def look_only(session: Session, invitation: Invitation) -> bool:
        all_have_looked.wait(10)
        return True

    code = _prepare(postgres)
    monkeypatch.setattr(accepting, "_claim", look_only)
    raised = at_once(postgres, *[_accept(code, number) for number in range(3)])
    assert raised == [None, None, None]
    assert _accounts(postgres) == 3
