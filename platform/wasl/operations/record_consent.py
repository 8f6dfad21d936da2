"""Write down a person's yes or no for one purpose; a no takes effect at once."""

from datetime import date

from sqlalchemy import update
from sqlalchemy.orm import Session

from models.access_enums import AuditAction, Channel, ConsentGiver, MessageState
from models.enums import ConsentPurpose
from models.message import Message
from models.person import Person
from models.register import Consent
from wasl.access.viewer import Viewer
from wasl.audit.record import record
from wasl.clock import today_in_baghdad
from wasl.operations.end_releases import ReleaseEnd, end_releases
from wasl.operations.referrals.leave_referrals import NEEDED_TO_MEET, leave_referrals
from wasl.operations.spoken import (
    SPOKEN_BY_ONESELF,
    Spoken,
    check_record_open,
    hold_person,
)

# Without the data there is nothing to match, and nobody to reach.
_STANDS_ON = {ConsentPurpose.DATA: (ConsentPurpose.MATCHING, ConsentPurpose.CONTACT)}
_WITNESSED = frozenset({ConsentGiver.PROXY})


class FutureStatementError(ValueError):
    """Nobody has said anything on a day that has not come."""


def record_consent(
    session: Session,
    by: Viewer,
    person: Person,
    purpose: ConsentPurpose,
    granted: bool,
    *,
    spoken: Spoken = SPOKEN_BY_ONESELF,
    given_on: date | None = None,
) -> Consent:
    """Add a statement to the history and return it; said again, it is written down again.

    given_on: the day it was said; today when not given. Where the last word is now a no: for data,
    matching and contact end with it; for data or matching, all open referrals end and no employer
    sees any more who the person is; for contact, messages that wait are dropped. Raises
    StatementIncompleteError (a proxy needs a name, a witness and a reason), FutureStatementError,
    and for a yes RecordClosedError.
    """
    spoken.check(witnessed=_WITNESSED)
    if given_on is not None and given_on > today_in_baghdad():
        raise FutureStatementError
    if granted:
        check_record_open(session, person)
    hold_person(session, person)
    statement = Consent(
        purpose=purpose,
        granted=granted,
        given_on=given_on or today_in_baghdad(),
        given_by=spoken.given_by,
        proxy=spoken.proxy,
        witness=spoken.witness,
        reason=spoken.reason,
        recorded_by_id=by.account_id,
    )
    _add(session, by, person, statement)
    if not granted and not person.allows(purpose):
        _take_effect(session, by, person, statement)
    return statement


def _add(session: Session, by: Viewer, person: Person, statement: Consent) -> None:
    person.consents.append(statement)
    session.flush()
    record(
        session,
        by,
        AuditAction.CONSENT_RECORDED,
        person=person.public_id,
        purpose=statement.purpose.value,
        granted=statement.granted,
        given_by=statement.given_by.value,
    )


def _take_effect(session: Session, by: Viewer, person: Person, said: Consent) -> None:
    if said.purpose in NEEDED_TO_MEET:
        end_releases(session, by, person, ReleaseEnd.CONSENT)
        leave_referrals(session, by, person, said.given_by)
    if said.purpose is ConsentPurpose.CONTACT:
        _drop_messages(session, person)
    spoken = Spoken(
        given_by=said.given_by, proxy=said.proxy, witness=said.witness, reason=said.reason
    )
    for other in _STANDS_ON.get(said.purpose, ()):
        if person.allows(other):
            record_consent(session, by, person, other, False, spoken=spoken, given_on=said.given_on)


def _drop_messages(session: Session, person: Person) -> None:
    """Drop what waits to be sent. A slip is handed over in the office, so it reaches nobody."""
    session.execute(
        update(Message)
        .where(
            Message.person_id == person.id,
            Message.state == MessageState.WAITING,
            Message.channel != Channel.SLIP,
        )
        .values(state=MessageState.DROPPED)
    )
