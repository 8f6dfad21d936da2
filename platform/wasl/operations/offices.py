"""Keep the list of offices: add one, rename it, close it and open it again."""

from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matching.coding.normalise import fold
from models.access_enums import AuditAction
from models.account import Membership
from models.case import CaseAssignment
from models.enums import Agency
from models.office import Office
from models.sign_in import Invitation
from wasl.access.viewer import Viewer
from wasl.audit.record import record
from wasl.operations.withdraw_invitations import withdraw_invitations


class OfficeRule(StrEnum):
    """Why something cannot be done to an office."""

    NAME_MISSING = "name_missing"
    NAME_TAKEN = "name_taken"
    STAFF_LEFT = "staff_left"
    CASES_LEFT = "cases_left"


class OfficeRuleError(Exception):
    """A rule about offices keeps this from being done; nothing was changed."""

    def __init__(self, rule: OfficeRule) -> None:
        super().__init__(rule.value.replace("_", " "))
        self.rule = rule


def _free_name(session: Session, agency: Agency, name: str, office: Office | None = None) -> str:
    """Return the folded name. Raises OfficeRuleError when it is none, or the agency has it."""
    key = fold(name)
    if not key:
        raise OfficeRuleError(OfficeRule.NAME_MISSING)
    found = session.scalar(select(Office).where(Office.agency == agency, Office.name_key == key))
    if found is not None and found is not office:
        raise OfficeRuleError(OfficeRule.NAME_TAKEN)
    return key


def _note(session: Session, by: Viewer, office: Office, what: str) -> None:
    session.flush()
    subject = ("office", office.public_id)
    record(session, by, AuditAction.OFFICE_CHANGED, subject=subject, what=what)


def add_office(
    session: Session, by: Viewer, agency: Agency, name: str, governorate_code: str | None
) -> Office:
    """Add an office to an agency. Raises OfficeRuleError."""
    key = _free_name(session, agency, name)
    office = Office(
        agency=agency, name=name.strip(), name_key=key, governorate_code=governorate_code
    )
    session.add(office)
    _note(session, by, office, "added")
    return office


def rename_office(
    session: Session, by: Viewer, office: Office, name: str, governorate_code: str | None
) -> None:
    """Give an office another name or place; everybody and every case stays in it.

    Raises OfficeRuleError.
    """
    office.name_key = _free_name(session, office.agency, name, office)
    office.name = name.strip()
    office.governorate_code = governorate_code
    _note(session, by, office, "renamed")


def staff_count(session: Session, office: Office) -> int:
    """Count who works in an office now."""
    statement = select(func.count(Membership.id)).where(
        Membership.office_id == office.id, Membership.revoked_at.is_(None)
    )
    return session.scalar(statement) or 0


def open_case_count(session: Session, office: Office) -> int:
    """Count the cases that are open in an office."""
    statement = select(func.count(CaseAssignment.id)).where(
        CaseAssignment.office_id == office.id, CaseAssignment.ended_at.is_(None)
    )
    return session.scalar(statement) or 0


def close_office(session: Session, by: Viewer, office: Office) -> None:
    """Close an office that nobody works in and that has no open case: nobody would see them.

    Open invitations to it are withdrawn. Raises OfficeRuleError.
    """
    if staff_count(session, office):
        raise OfficeRuleError(OfficeRule.STAFF_LEFT)
    if open_case_count(session, office):
        raise OfficeRuleError(OfficeRule.CASES_LEFT)
    office.active = False
    withdraw_invitations(session, Invitation.office_id == office.id)
    _note(session, by, office, "closed")


def reopen_office(session: Session, by: Viewer, office: Office) -> None:
    """Open an office again."""
    office.active = True
    _note(session, by, office, "opened")
