"""Offices: names of an agency are its own, and none is closed while somebody needs it."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from models.access_enums import AssignmentBasis
from models.base import utc_now
from models.case import CaseAssignment
from models.enums import Agency, Role
from models.person import Person, PersonIdentity
from tests.operations.staff import Staff, staff_of
from wasl.access.viewer import COMMAND_LINE
from wasl.operations.invitations import Invited, invite
from wasl.operations.offices import (
    OfficeRule,
    OfficeRuleError,
    add_office,
    close_office,
    rename_office,
    reopen_office,
)


@pytest.fixture
def staff(session: Session) -> Staff:
    return staff_of(session)


def rule_of(action: Callable[[], object]) -> OfficeRule | None:
    try:
        action()
    except OfficeRuleError as error:
        return error.rule
    return None


def test_names_of_an_agency_are_its_own(session: Session, staff: Staff) -> None:
    taken = rule_of(lambda: add_office(session, COMMAND_LINE, Agency.MRC, " ERBIL", None))
    assert taken is OfficeRule.NAME_TAKEN
    assert rule_of(lambda: add_office(session, COMMAND_LINE, Agency.MOMD, "Erbil", None)) is None
    other = add_office(session, COMMAND_LINE, Agency.MRC, "Duhok", "IQ-DA")
    taken = rule_of(lambda: rename_office(session, COMMAND_LINE, other, "Erbil", None))
    assert taken is OfficeRule.NAME_TAKEN
    empty = rule_of(lambda: rename_office(session, COMMAND_LINE, other, " ", None))
    assert empty is OfficeRule.NAME_MISSING
    rename_office(session, COMMAND_LINE, other, "DUHOK", "IQ-DA")
    assert other.name == "DUHOK"


def test_an_office_with_staff_or_cases_stays_open(session: Session, staff: Staff) -> None:
    staff.add(Role.CASEWORKER, office=staff.basra)
    kept = rule_of(lambda: close_office(session, COMMAND_LINE, staff.basra))
    assert kept is OfficeRule.STAFF_LEFT
    person = Person(identity=PersonIdentity(name_ar="زينب"))
    case = CaseAssignment(
        person=person,
        office=staff.erbil,
        basis=AssignmentBasis.INTAKE,
        accepted_at=utc_now(),
    )
    session.add_all([person, case])
    session.flush()
    kept = rule_of(lambda: close_office(session, COMMAND_LINE, staff.erbil))
    assert kept is OfficeRule.CASES_LEFT
    assert staff.erbil.active
    case.ended_at = utc_now()
    session.flush()
    given = Invited(role=Role.CASEWORKER, office=staff.erbil)
    invitation, _ = invite(session, COMMAND_LINE, given)
    close_office(session, COMMAND_LINE, staff.erbil)
    assert not staff.erbil.active
    assert invitation.revoked_at is not None
    reopen_office(session, COMMAND_LINE, staff.erbil)
    assert staff.erbil.active
