"""Put a question to a person: by message, on a slip of paper, or while they sit in the room."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy.orm import Session

from models.base import utc_now
from models.enums import ConsentPurpose
from models.message import Message
from models.office import Office
from models.referral import Referral
from models.referral_states import ConsentStep, ViewStep
from wasl.access.viewer import Viewer
from wasl.operations.queue_message import queue_message
from wasl.operations.referrals.ask_person import ask_person
from wasl.operations.referrals.codes import make_answer_code
from wasl.operations.referrals.core import Said, hold_referral, take_step
from wasl.operations.referrals.errors import (
    AnswerTimeError,
    MatchingNotAllowedError,
    NothingToAnswerError,
    NotReachableError,
)
from wasl.operations.referrals.open_questions import QuestionKind, open_questions_of_referral
from wasl.operations.spoken import check_record_open
from wasl.operations.tell_person import LANGUAGE, account_of

FEWEST_DAYS, USUAL_DAYS, MOST_DAYS = 2, 7, 30
"""So long a person has for an answer, in days."""


class AskWay(StrEnum):
    """How a question reaches a person. HERE: they are in the room, nothing is sent."""

    MESSAGE = "message"
    SLIP = "slip"
    HERE = "here"


_TEMPLATES: Mapping[QuestionKind, str] = {
    QuestionKind.CONSENT: "question",
    QuestionKind.SLOTS: "slots",
    QuestionKind.OFFER: "offer_made",
    QuestionKind.CHECK: "person_check",
    QuestionKind.RECEIPT: "receipt",
}


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


def print_code(session: Session, by: Viewer, referral: Referral, today: date) -> Message:
    """Put a slip with a new code among those that the viewer's office prints, and return it.

    The code opens whatever waits for the person's answer; one that they had before does not work
    any more. Raises NothingToAnswerError.
    """
    hold_referral(session, referral)
    questions = open_questions_of_referral(session, referral, today)
    if not questions:
        raise NothingToAnswerError
    return _print(session, by, referral, _TEMPLATES[questions[0].kind], questions[0].until)


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
