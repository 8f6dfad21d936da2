"""Give a case to one of the office's caseworkers, or back to the office as a whole."""

from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.account import Account
from models.base import utc_now
from models.case import CaseAssignment
from models.case_states import CaseStep
from models.enums import Role
from wasl.access.viewer import Viewer
from wasl.audit.record import record
from wasl.operations.move_case import move_row


class NotOfTheOfficeError(ValueError):
    """The account is no active caseworker of the case's office."""


def assign_case(
    session: Session, by: Viewer, case: CaseAssignment, account: Account | None
) -> CaseAssignment:
    """End an open case and begin it anew with somebody else in charge; return the new row.

    account: a caseworker of the case's office, or none: the office as a whole. Nothing happens
    when they are in charge already. Raises NotOfTheOfficeError, CaseMovedError.
    """
    if account is not None and not _works_there(account, case):
        raise NotOfTheOfficeError
    in_charge = account.id if account else None
    if case.account_id == in_charge:
        return case
    move_row(session, by, case, CaseStep.END)
    now = utc_now()
    following = CaseAssignment(
        person=case.person,
        office=case.office,
        account_id=in_charge,
        basis=case.basis,
        from_office_id=case.from_office_id,
        reason=case.reason,
        consent_override=case.consent_override,
        offered_by_id=by.account_id,
        offered_at=now,
        accepted_by_id=by.account_id,
        accepted_at=now,
    )
    session.add(following)
    session.flush()
    record(
        session,
        by,
        AuditAction.CASE_ASSIGNED,
        person=case.person.public_id,
        subject=("account", account.public_id) if account else ("case", following.public_id),
        office=case.office.public_id,
        basis=following.basis.value,
    )
    return following


def _works_there(account: Account, case: CaseAssignment) -> bool:
    membership = account.membership
    return (
        account.active
        and membership is not None
        and membership.role in {Role.CASEWORKER, Role.OFFICE_MANAGER}
        and membership.office_id == case.office_id
    )
