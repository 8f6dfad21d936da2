"""Make the record of somebody who registers themselves, also from abroad before they return."""

import hashlib
import json
from dataclasses import asdict, dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from matching.coding.normalise import is_arabic_script
from models.access_enums import AssignmentBasis, AuditAction
from models.base import utc_now
from models.case import CaseAssignment
from models.enums import OpportunityKind, Register
from models.office import Office
from models.person import DesiredWork, Person, PersonIdentity, WantedKind, WorkExperience
from models.register import RegisterEntry
from wasl.access.viewer import Viewer
from wasl.audit.record import record
from wasl.clock import today_in_baghdad
from wasl.operations.importing.coding import BatchCoder
from wasl.operations.one_time_codes import new_code

GROUPS = 2  # of four characters: short enough to be read out, and nothing that opens a door


@dataclass(frozen=True, kw_only=True)
class NewReturnee:
    """What somebody says about themselves; few things, the office asks the rest.

    worked_as, wants_work: in their own words. office: public id of an office that works with
    them; none: nobody yet. matching, contact: what they allow beside keeping the data.
    """

    governorate_code: str | None = None
    worked_as: str | None = None
    years: float | None = None
    wants_work: str | None = None
    kinds: tuple[str, ...] = ()
    office: str | None = None
    matching: bool = False
    contact: bool = False


def _case_no(session: Session) -> str:
    while True:
        code = "-".join(new_code().split("-")[:GROUPS])
        taken = select(RegisterEntry.id).where(
            RegisterEntry.register == Register.SELF, RegisterEntry.case_no == code
        )
        if session.scalar(taken) is None:
            return code


def _identity(name: str, login: str) -> PersonIdentity:
    arabic = is_arabic_script(name)
    return PersonIdentity(
        name_ar=name if arabic else None,
        name_latin=None if arabic else name,
        phone=None if "@" in login else login,
        email=login if "@" in login else None,
    )


def _work(session: Session, person: Person, given: NewReturnee) -> None:
    coder = BatchCoder(session)
    done, wanted = given.worked_as, given.wants_work
    coder.prepare([text for text in (done, wanted) if text], [])
    if done:
        person.experiences = [coder.code_title(WorkExperience(title=done, years=given.years))]
    if wanted:
        person.desired_work = [coder.code_title(DesiredWork(title=wanted))]
    person.wants = [WantedKind(kind=OpportunityKind(kind)) for kind in given.kinds]


def register_person(
    session: Session, by: Viewer, name: str, login: str, given: NewReturnee
) -> Person:
    """Add a person of the register of those who registered themselves, with a short code.

    login: normalised; it is how they are reached. Without their yes to keeping the data nothing
    may be added: whoever calls has it, and records it once there is an account to record it with.
    """
    person = Person(governorate_code=given.governorate_code, identity=_identity(name, login))
    _work(session, person, given)
    told = json.dumps(asdict(given), sort_keys=True)
    person.entries = [
        RegisterEntry(
            register=Register.SELF,
            case_no=_case_no(session),
            intake_date=today_in_baghdad(),
            digest=hashlib.sha256(told.encode()).hexdigest(),
        )
    ]
    session.add(person)
    session.flush()
    register = Register.SELF.value
    record(session, by, AuditAction.PERSON_REGISTERED, person=person.public_id, register=register)
    if given.office is not None:
        _open_case(session, by, person, given.office)
    return person


def _open_case(session: Session, by: Viewer, person: Person, public_id: str) -> None:
    office = session.scalar(
        select(Office).where(Office.public_id == public_id, Office.active.is_(True))
    )
    if office is None:
        return  # closed since it was chosen: the person finds another one
    case = CaseAssignment(
        person_id=person.id,
        office_id=office.id,
        basis=AssignmentBasis.REGISTRATION,
        accepted_at=utc_now(),
    )
    session.add(case)
    session.flush()
    record(
        session,
        by,
        AuditAction.CASE_ASSIGNED,
        person=person.public_id,
        subject=("case", case.public_id),
        office=office.public_id,
        basis=case.basis.value,
    )
