"""Open the record of somebody who was just looked up: for a short time, within one's agency."""

from datetime import timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from models.access_enums import AuditAction, LookUpReason
from models.audit import AuditEvent
from models.base import utc_now
from models.case import CaseAssignment, LookUpGrant
from models.case_states import CaseState, in_state
from models.office import Office
from models.person import Person
from models.register import RegisterEntry
from wasl.access.viewer import Viewer

OPEN_FOR = timedelta(minutes=30)
FOUND_FOR = timedelta(minutes=15)
"""So long after a look-up the record can be opened; then the person is looked up again."""


class NotLookedUpError(Exception):
    """Nobody of this id was found by whoever asks, or it is too long ago."""


class OtherAgencyError(Exception):
    """Another agency works with the person: it can refer the case, nothing is opened."""


def may_open(session: Session, by: Viewer, person: Person) -> bool:
    """Tell whether a person is of the viewer's agency.

    They are when one of its offices works with them; while no office at all does, when the agency
    keeps an entry of them in a register or has worked with them before.
    """
    if by.agency is None:
        return False
    of_person = CaseAssignment.person_id == person.id
    held = in_state(CaseState.OPEN)
    ours = select(CaseAssignment.id).join(Office, Office.id == CaseAssignment.office_id)
    ours = ours.where(of_person, Office.agency == by.agency)
    if session.scalar(ours.where(held)) is not None:
        return True
    if session.scalar(select(CaseAssignment.id).where(of_person, held)) is not None:
        return False
    entry = exists().where(RegisterEntry.person_id == person.id, RegisterEntry.agency == by.agency)
    before = CaseAssignment.accepted_at.is_not(None)
    return bool(session.scalar(select(entry))) or session.scalar(ours.where(before)) is not None


def open_looked_up(session: Session, by: Viewer, person_id: str) -> LookUpGrant:
    """Let whoever found somebody a moment ago see the record for half an hour.

    person_id: a public id; the look-up in the audit log says whether it was found, and why. Raises
    NotLookedUpError, OtherAgencyError.
    """
    found = _look_up_of(session, by, person_id)
    person = session.scalar(select(Person).where(Person.public_id == person_id))
    if found is None or person is None:
        raise NotLookedUpError
    if not may_open(session, by, person):
        raise OtherAgencyError
    now = utc_now()
    grant = LookUpGrant(
        person_id=person.id,
        account_id=by.account_id,
        reason=LookUpReason(found.details["why"]),
        note=found.reason,
        granted_at=now,
        expires_at=now + OPEN_FOR,
    )
    session.add(grant)
    session.flush()
    return grant


def _look_up_of(session: Session, by: Viewer, person_id: str) -> AuditEvent | None:
    return session.scalar(
        select(AuditEvent)
        .where(
            AuditEvent.action == AuditAction.PERSON_LOOKED_UP,
            AuditEvent.actor == by.name,
            AuditEvent.person == person_id,
            AuditEvent.at > utc_now() - FOUND_FOR,
        )
        .order_by(AuditEvent.id.desc())
        .limit(1)
    )
