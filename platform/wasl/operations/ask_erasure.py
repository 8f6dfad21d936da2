"""Ask for a person's data to be erased, and take that back until its day."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from models.access_enums import AuditAction, ErasureCause
from models.base import utc_now
from models.case import Erasure
from models.enums import ConsentPurpose
from models.person import Person
from wasl.access.viewer import Viewer
from wasl.audit.record import record
from wasl.clock import BAGHDAD
from wasl.operations.end_releases import ReleaseEnd, end_releases
from wasl.operations.record_consent import record_consent
from wasl.operations.spoken import SPOKEN_BY_ONESELF, Spoken, hold_person, open_erasure
from wasl.operations.tell_person import tell_person

DAYS = 7


def ask_erasure(
    session: Session,
    by: Viewer,
    person: Person,
    cause: ErasureCause,
    *,
    spoken: Spoken = SPOKEN_BY_ONESELF,
) -> Erasure:
    """Have a person erased in seven days and return the request; asked twice, it is one.

    What they allowed ends now: nobody is matched, shown or sent anything in between. The job of
    retention carries it out on its day.
    """
    hold_person(session, person)
    before = open_erasure(session, person)
    if before is not None:
        return before
    end_releases(session, by, person, ReleaseEnd.ERASURE)
    for purpose in ConsentPurpose:
        if person.allows(purpose):
            record_consent(session, by, person, purpose, False, spoken=spoken)
    due = utc_now() + timedelta(days=DAYS)
    erasure = Erasure(
        person_ref=person.public_id, cause=cause, asked_by_id=by.account_id, due_at=due
    )
    session.add(erasure)
    session.flush()
    _note(session, by, person, cause, due)
    return erasure


def _note(session: Session, by: Viewer, person: Person, cause: ErasureCause, due: datetime) -> None:
    day = due.astimezone(BAGHDAD).date()
    record(
        session,
        by,
        AuditAction.ERASURE_ASKED,
        person=person.public_id,
        cause=cause.value,
        due=day.isoformat(),
    )
    tell_person(session, person, "erasure_asked", {"day": day})


def cancel_erasure(session: Session, by: Viewer, person: Person) -> bool:
    """Keep the data after all; return whether it was to be erased.

    What was allowed before stays withdrawn: the person says anew what they allow.
    """
    hold_person(session, person)
    erasure = open_erasure(session, person)
    if erasure is None:
        return False
    erasure.cancelled_at = utc_now()
    session.flush()
    record(session, by, AuditAction.ERASURE_CANCELLED, person=person.public_id)
    return True
