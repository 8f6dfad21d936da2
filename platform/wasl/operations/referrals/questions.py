"""Put a question to a person: by message, on a slip of paper, or while they sit in the room."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.base import utc_now
from models.enums import ConsentPurpose
from models.message import Message
from models.offer import Interview, Offer
from models.office import Office
from models.referral import Referral
from models.referral_enums import InterviewState, OfferState, ReferralStage
from models.referral_states import ConsentStep, ViewStep
from wasl.access.viewer import Viewer
from wasl.operations.queue_message import queue_message
from wasl.operations.referrals.ask_person import ask_person
from wasl.operations.referrals.codes import make_answer_code
from wasl.operations.referrals.core import Said, take_step
from wasl.operations.referrals.errors import (
    AnswerTimeError,
    MatchingNotAllowedError,
    NothingToAnswerError,
    NotReachableError,
)
from wasl.operations.spoken import check_record_open
from wasl.operations.tell_person import LANGUAGE, account_of

FEWEST_DAYS, USUAL_DAYS, MOST_DAYS = 2, 7, 30
"""So long a person has for an answer, in days."""


class AskWay(StrEnum):
    """How a question reaches a person. HERE: they are in the room, nothing is sent."""

    MESSAGE = "message"
    SLIP = "slip"
    HERE = "here"


@dataclass(frozen=True, kw_only=True)
class Asking:
    """How a person is asked, and how many days they have."""

    way: AskWay = AskWay.MESSAGE
    days: int = USUAL_DAYS


USUAL_ASKING = Asking()


def put_question(
    session: Session, by: Viewer, referral: Referral, said: Said, asking: Asking
) -> None:
    """Ask a person about an opportunity: the office is for it, and the answer has a day.

    The caller holds the referral. Raises AnswerTimeError, RecordClosedError,
    MatchingNotAllowedError, NotReachableError (no message can reach them),
    ReferralStepRefusedError (they were asked or said yes already).
    """
    if not FEWEST_DAYS <= asking.days <= MOST_DAYS:
        raise AnswerTimeError(asking.days)
    check_record_open(session, referral.person)
    if not referral.person.allows(ConsentPurpose.MATCHING):
        raise MatchingNotAllowedError
    until = utc_now() + timedelta(days=asking.days)
    take_step(session, by, referral, ViewStep.SUPPORT, said)
    take_step(session, by, referral, ConsentStep.ASK, Said(side=said.side), until=until)
    if asking.way is AskWay.MESSAGE and not ask_person(session, by, referral, "question", until):
        raise NotReachableError
    if asking.way is AskWay.SLIP:
        _print(session, by, referral, "question", until)


def print_code(session: Session, by: Viewer, referral: Referral) -> Message:
    """Put a slip with a new code among those that the viewer's office prints, and return it.

    The code opens whatever waits for the person's answer now; one that they had before does not
    work any more. Raises NothingToAnswerError.
    """
    open_ = open_question(session, referral)
    if open_ is None:
        raise NothingToAnswerError
    return _print(session, by, referral, *open_)


def open_question(session: Session, referral: Referral) -> tuple[str, datetime] | None:
    """Return what waits for the person's answer, as the template of its message, and until when."""
    now = utc_now()
    found: tuple[str, datetime | None] | None = None
    if referral.stage is ReferralStage.WITH_PERSON:
        found = ("question", referral.consent_by)
    elif referral.stage is ReferralStage.MEETING:
        found = ("slots", _last_slot(session, referral))
    elif referral.stage is ReferralStage.OFFER:
        found = ("offer_made", _offer_until(session, referral))
    if found is None or found[1] is None or found[1] <= now:
        return None
    return found[0], found[1]


def _last_slot(session: Session, referral: Referral) -> datetime | None:
    meeting = session.scalar(
        select(Interview).where(
            Interview.referral_id == referral.id, Interview.state == InterviewState.PROPOSED
        )
    )
    return max((slot.starts_at for slot in meeting.slots), default=None) if meeting else None


def _offer_until(session: Session, referral: Referral) -> datetime | None:
    return session.scalar(
        select(Offer.answer_by).where(
            Offer.referral_id == referral.id, Offer.state == OfferState.OPEN
        )
    )


def _print(
    session: Session, by: Viewer, referral: Referral, template: str, until: datetime
) -> Message:
    office, account = session.get(Office, by.office_id), account_of(session, referral.person)
    code = make_answer_code(session, by, referral, until=until, way=AskWay.SLIP.value)
    return queue_message(
        session,
        template,
        {"code": code, "until": until},
        language=account.language if account else LANGUAGE,
        address=None,
        person=referral.person,
        office=office,
    )
