"""Offer a person's case to another office; who the person is shows only once it accepts."""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from matching.coding.normalise import fold
from models.access_enums import AssignmentBasis, AuditAction
from models.base import utc_now
from models.case import CaseAssignment
from models.case_states import CaseState, in_state
from models.enums import ConsentPurpose
from models.office import Office
from models.person import Person
from wasl.access.viewer import Viewer
from wasl.audit.record import record
from wasl.operations.move_case import given_reason
from wasl.operations.person_keys import name_words
from wasl.operations.spoken import check_record_open, hold_person
from wasl.operations.tell_staff import tell_office

_TELLING = 7  # so many last digits of a phone or letters of a case number tell whose it is


class ReferralRefusal(StrEnum):
    """Why a case cannot be offered."""

    NO_CONSENT = "no_consent"
    NO_CASE = "no_case"
    OWN_OFFICE = "own_office"
    OFFICE_CLOSED = "office_closed"
    ALREADY_THERE = "already_there"
    NAMES_PERSON = "names_person"


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
    consent to their data being used (and no reason why it is done all the same), when the reason
    names them, when the sender has no case, or when the other office has it or was asked already.
    """
    reason, override = given_reason(given.reason), given.override.strip()
    check_record_open(session, person)
    hold_person(session, person)
    consenting = person.allows(ConsentPurpose.DATA)
    why = _refusal(session, by, person, given, consenting or bool(override))
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
    tell_office(session, given.office.id, "case_offered")
    return case


def _names(person: Person, reason: str) -> bool:
    """Tell whether a reason says who it is about: two words of a name, or a number of theirs.

    One word alone may be a word of the language as well, as many names are.
    """
    identity, said = person.identity, name_words(reason)
    names = (identity.name_ar, identity.name_latin, identity.known_as)
    if any(len(_bare(name_words(name or "") & said)) > 1 for name in names):
        return True
    plain = fold(reason).replace(" ", "")
    numbers = [identity.phone, identity.national_id, *(entry.case_no for entry in person.entries)]
    tails = [fold(number)[-_TELLING:] for number in numbers if number]
    return any(len(tail) == _TELLING and tail in plain for tail in tails)


def _bare(words: set[str]) -> set[str]:
    return {word.removeprefix("ال") for word in words}


def _refusal(
    session: Session, by: Viewer, person: Person, given: Referring, allowed: bool
) -> ReferralRefusal | None:
    office = given.office
    of_person = CaseAssignment.person_id == person.id
    mine = select(CaseAssignment.id).where(
        of_person, CaseAssignment.office_id == by.office_id, in_state(CaseState.OPEN)
    )
    theirs = select(CaseAssignment.id).where(
        of_person,
        CaseAssignment.office_id == office.id,
        or_(in_state(CaseState.OPEN), in_state(CaseState.OFFERED)),
    )
    against = (
        (not allowed, ReferralRefusal.NO_CONSENT),
        (_names(person, given.reason), ReferralRefusal.NAMES_PERSON),
        (office.id == by.office_id, ReferralRefusal.OWN_OFFICE),
        (not office.active, ReferralRefusal.OFFICE_CLOSED),
        (not by.is_system and session.scalar(mine) is None, ReferralRefusal.NO_CASE),
        (session.scalar(theirs) is not None, ReferralRefusal.ALREADY_THERE),
    )
    return next((why for stands, why in against if stands), None)
