"""Offer a person's case to another office; who the person is shows only once it accepts."""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from models.access_enums import AssignmentBasis, AuditAction
from models.account import Account, Membership
from models.base import utc_now
from models.case import CaseAssignment
from models.case_states import CaseState, in_state
from models.enums import ConsentPurpose, Role
from models.office import Office
from models.person import Person
from wasl.access.viewer import Viewer
from wasl.audit.record import record
from wasl.operations.move_case import given_reason
from wasl.operations.spoken import check_record_open, hold_person
from wasl.operations.tell_account import tell_account


class ReferralRefusal(StrEnum):
    """Why a case cannot be offered."""

    NO_CONSENT = "no_consent"
    NO_CASE = "no_case"
    OWN_OFFICE = "own_office"
    OFFICE_CLOSED = "office_closed"
    ALREADY_THERE = "already_there"


class ReferralRefusedError(Exception):
    """The case was not offered; `why` says what stands against it."""

    def __init__(self, why: ReferralRefusal) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True, kw_only=True)
class Referring:
    """To whom a case is offered and why.

    reason: what the receiving office reads before it answers; it must not name the person.
    hand_over: the sender's own case ends when it is accepted; otherwise both work on it.
    override: why it is offered although the person has not allowed that their data is used.
    """

    office: Office
    reason: str
    hand_over: bool = False
    override: str = ""

    @property
    def basis(self) -> AssignmentBasis:
        """How the case comes to the other office."""
        return AssignmentBasis.TRANSFER if self.hand_over else AssignmentBasis.REFERRAL


def refer_case(session: Session, by: Viewer, person: Person, given: Referring) -> CaseAssignment:
    """Offer a case to another office and tell who answers there.

    Raises ReasonMissingError, RecordClosedError, and ReferralRefusedError without the person's
    consent to their data being used (and no reason why it is done all the same), when the sender
    has no case, or when the other office has it or was asked already.
    """
    reason, override = given_reason(given.reason), given.override.strip()
    check_record_open(session, person)
    hold_person(session, person)
    consenting = person.allows(ConsentPurpose.DATA)
    why = _refusal(session, by, person, given.office, consenting or bool(override))
    if why is not None:
        raise ReferralRefusedError(why)
    case = CaseAssignment(
        person=person,
        office=given.office,
        basis=given.basis,
        from_office_id=by.office_id,
        reason=reason,
        consent_override=None if consenting else override,
        offered_by_id=by.account_id,
        offered_at=utc_now(),
    )
    session.add(case)
    session.flush()
    record(
        session,
        by,
        AuditAction.CASE_REFERRED,
        person=person.public_id,
        subject=("case", case.public_id),
        reason=case.consent_override or reason,
        office=given.office.public_id,
        basis=case.basis.value,
        consent="given" if consenting else "override",
    )
    _tell_office(session, given.office)
    return case


def _refusal(
    session: Session, by: Viewer, person: Person, office: Office, allowed: bool
) -> ReferralRefusal | None:
    of_person = CaseAssignment.person_id == person.id
    mine = select(CaseAssignment.id).where(
        of_person, CaseAssignment.office_id == by.office_id, in_state(CaseState.OPEN)
    )
    theirs = select(CaseAssignment.id).where(
        of_person,
        CaseAssignment.office_id == office.id,
        or_(in_state(CaseState.OPEN), in_state(CaseState.OFFERED)),
    )
    if not allowed:
        return ReferralRefusal.NO_CONSENT
    if office.id == by.office_id:
        return ReferralRefusal.OWN_OFFICE
    if not office.active:
        return ReferralRefusal.OFFICE_CLOSED
    if not by.is_system and session.scalar(mine) is None:
        return ReferralRefusal.NO_CASE
    if session.scalar(theirs) is not None:
        return ReferralRefusal.ALREADY_THERE
    return None


def _tell_office(session: Session, office: Office) -> None:
    """Tell the managers of an office; where there is none, its caseworkers."""
    staff = session.execute(
        select(Account, Membership.role)
        .join(Membership, Membership.account_id == Account.id)
        .where(
            Membership.office_id == office.id,
            Membership.revoked_at.is_(None),
            Account.suspended_at.is_(None),
            Account.closed_at.is_(None),
        )
    ).all()
    managers = [account for account, role in staff if role is Role.OFFICE_MANAGER]
    for account in managers or [account for account, _ in staff]:
        tell_account(session, account, "case_offered")
