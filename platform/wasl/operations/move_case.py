"""Take a case a step on in its life, once: whoever comes second is told so."""

from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from models.access_enums import AssignmentBasis, AuditAction
from models.base import utc_now
from models.case import CaseAssignment
from models.case_states import TRANSITIONS, CaseState, CaseStep, in_state, state_of
from models.enums import Role
from wasl.access.viewer import Viewer
from wasl.audit.record import record


class CaseMovedError(Exception):
    """Somebody was quicker: the case is not any more in the state that the step begins from."""

    def __init__(self, step: CaseStep, state: CaseState) -> None:
        super().__init__(f"{step.value} is not possible: the case is {state.value}")
        self.step = step
        self.state = state


class ReasonMissingError(ValueError):
    """A reason is needed, and was not given."""


_ACTIONS = {
    CaseStep.ACCEPT: AuditAction.CASE_ACCEPTED,
    CaseStep.DECLINE: AuditAction.CASE_DECLINED,
    CaseStep.WITHDRAW: AuditAction.CASE_ENDED,
    CaseStep.END: AuditAction.CASE_ENDED,
}


def _values(by: Viewer, step: CaseStep, answer: str | None) -> dict[str, Any]:
    now = utc_now()
    if step is CaseStep.ACCEPT:
        # A caseworker who accepts is in charge from now on; a manager takes it for the office.
        in_charge = by.account_id if by.role is Role.CASEWORKER else None
        return {"accepted_at": now, "accepted_by_id": by.account_id, "account_id": in_charge}
    if step is CaseStep.DECLINE:
        return {"declined_at": now, "declined_by_id": by.account_id, "answer": answer}
    return {"ended_at": now, "ended_by_id": by.account_id, "answer": answer}


def move_row(
    session: Session, by: Viewer, case: CaseAssignment, step: CaseStep, answer: str | None = None
) -> None:
    """Change the row of a case and record nothing. Raises CaseMovedError."""
    # One statement that finds the row only in the right state: of two at once, one changes it.
    moved = session.scalar(
        update(CaseAssignment)
        .where(CaseAssignment.id == case.id, in_state(TRANSITIONS[step].source))
        .values(**_values(by, step, answer))
        .returning(CaseAssignment.id)
        .execution_options(synchronize_session=False)
    )
    session.refresh(case)
    if moved is None:
        raise CaseMovedError(step, state_of(case))


def _step(
    session: Session, by: Viewer, case: CaseAssignment, step: CaseStep, answer: str | None = None
) -> None:
    move_row(session, by, case, step, answer)
    record(
        session,
        by,
        _ACTIONS[step],
        person=case.person.public_id,
        subject=("case", case.public_id),
        reason=answer,
        office=case.office.public_id,
    )


def accept_case(session: Session, by: Viewer, case: CaseAssignment) -> None:
    """Take on a case that was offered; from now on the office sees who the person is.

    A transfer ends the case of the office that handed it over. Raises CaseMovedError.
    """
    _step(session, by, case, CaseStep.ACCEPT)
    if case.basis is AssignmentBasis.TRANSFER and case.from_office_id is not None:
        _end_of_sender(session, by, case)


def _end_of_sender(session: Session, by: Viewer, case: CaseAssignment) -> None:
    senders = select(CaseAssignment).where(
        CaseAssignment.person_id == case.person_id,
        CaseAssignment.office_id == case.from_office_id,
        in_state(CaseState.OPEN),
    )
    for sender in session.scalars(senders).all():
        _step(session, by, sender, CaseStep.END)


def decline_case(session: Session, by: Viewer, case: CaseAssignment, reason: str) -> None:
    """Say no to a case that was offered, with the reason.

    Raises CaseMovedError, ReasonMissingError.
    """
    _step(session, by, case, CaseStep.DECLINE, given_reason(reason))


def withdraw_case(session: Session, by: Viewer, case: CaseAssignment) -> None:
    """Take an offer back that nobody has answered yet. Raises CaseMovedError."""
    _step(session, by, case, CaseStep.WITHDRAW)


def end_case(session: Session, by: Viewer, case: CaseAssignment, reason: str) -> None:
    """End the work of an office with a person, whom it does not see any more.

    Raises CaseMovedError, ReasonMissingError.
    """
    _step(session, by, case, CaseStep.END, given_reason(reason))


def given_reason(reason: str) -> str:
    """Return a reason without blanks around it. Raises ReasonMissingError."""
    text = reason.strip()
    if not text:
        raise ReasonMissingError
    return text
