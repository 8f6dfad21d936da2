"""Deliver what waits in the outbox: one by one, each claimed first, kept until it has left.

A message is claimed by moving its next attempt ahead, in a transaction of its own; then it is
sent, outside of any transaction; then what came of it is written down. Two processes never claim
the same message. A process that dies after sending and before writing leaves the message claimed:
once the claim has run out it is sent again. So a message leaves at least once, seldom twice, and
never not at all; a second copy carries the same reference.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Engine, select, update
from sqlalchemy.orm import Session

from models.access_enums import Channel, MessageState
from models.base import utc_now
from models.consent_query import allows
from models.enums import ConsentPurpose
from models.message import Message
from models.person import Person
from wasl.config import Settings
from wasl.database import write_session
from wasl.messages.carriers.carrier import Carrier, DeliveryError, Outgoing, Trouble
from wasl.messages.reader import is_own
from wasl.messages.registry import UnknownTemplateError, template_of
from wasl.messages.render import render

# Longer than any carrier waits for an answer.
CLAIM = timedelta(minutes=10)
# After so many minutes a message is tried again; after the last one it is given up (two days).
PAUSES = (1, 5, 15, 60, 180, 360, 720, 1440)
AT_ONCE = 500

Clock = Callable[[], datetime]


@dataclass
class DeliveryReport:
    """How many messages went which way."""

    sent: int = 0
    put_off: int = 0
    failed: int = 0
    dropped: int = 0


class _DroppedError(Exception):
    """A message must not leave any more."""

    def __init__(self, trouble: Trouble) -> None:
        self.trouble = trouble


def deliver_messages(
    engine: Engine,
    settings: Settings,
    carriers: Mapping[Channel, Carrier],
    now: Clock = utc_now,
) -> DeliveryReport:
    """Send what is due on the channels that have a carrier; the rest goes on waiting."""
    delivery = _Round(engine, settings, carriers, now)
    with Session(engine) as session:
        due = session.scalars(
            select(Message.id)
            .where(*_due(now()), Message.channel.in_(carriers))
            .order_by(Message.next_attempt_at, Message.id)
            .limit(AT_ONCE)
        ).all()
    for message_id in due:
        delivery.deliver(message_id)
    return delivery.report


def claim(session: Session, message_id: int, moment: datetime) -> bool:
    """Take a message for this process; False when another one was quicker."""
    taken = session.execute(
        update(Message)
        .where(Message.id == message_id, *_due(moment))
        .values(next_attempt_at=moment + CLAIM, attempts=Message.attempts + 1)
        .returning(Message.id)
    )
    return taken.first() is not None


def _due(moment: datetime) -> tuple[ColumnElement[bool], ...]:
    return Message.state == MessageState.WAITING, Message.next_attempt_at <= moment


@dataclass
class _Round:
    engine: Engine
    settings: Settings
    carriers: Mapping[Channel, Carrier]
    now: Clock
    report: DeliveryReport = field(default_factory=DeliveryReport)

    def deliver(self, message_id: int) -> None:
        prepared = self._take(message_id)
        if prepared is None:
            return
        channel, outgoing = prepared
        trouble = None
        try:
            self.carriers[channel].send(outgoing)
        except DeliveryError as error:
            trouble = error
        with write_session(self.engine) as session:
            message = session.get(Message, message_id)
            if message is None:  # whom it was for was erased meanwhile
                return
            if trouble is None:
                _note_sent(message, self.now())
                self.report.sent += 1
            else:
                _put_off(message, trouble, self.now(), self.report)

    def _take(self, message_id: int) -> tuple[Channel, Outgoing] | None:
        with write_session(self.engine) as session:
            if not claim(session, message_id, self.now()):
                return None
            message = session.get_one(Message, message_id)
            try:
                outgoing = _prepare(session, self.settings, message, self.now())
            except _DroppedError as error:
                _drop(message, error.trouble)
                self.report.dropped += 1
                return None
            return message.channel, outgoing


def _prepare(session: Session, settings: Settings, message: Message, moment: datetime) -> Outgoing:
    """Make a message ready to leave, or raise _DroppedError."""
    try:
        template = template_of(message.template)
    except UnknownTemplateError:
        raise _DroppedError(Trouble.NO_WORDS) from None
    expires = template.expires_at(message.params)
    if expires is not None and expires <= moment:
        raise _DroppedError(Trouble.EXPIRED)
    if message.person_id is not None:
        _check_person(session, message.person_id, always=template.always)
    letter = render(
        message.template,
        message.params,
        language=message.language,
        channel=message.channel,
        own=is_own(session, message),
        site=settings.public_url.rstrip("/"),
    )
    return Outgoing(message.public_id, message.address or "", letter)


def _check_person(session: Session, person_id: int, *, always: bool) -> None:
    statement = select(Person.anonymised_at, allows(ConsentPurpose.CONTACT, Person.id))
    anonymised_at, allowed = session.execute(statement.where(Person.id == person_id)).one()
    if anonymised_at is not None:
        raise _DroppedError(Trouble.PERSON_GONE)
    if not (always or allowed):
        raise _DroppedError(Trouble.NO_CONSENT)


def _drop(message: Message, trouble: Trouble) -> None:
    message.state = MessageState.DROPPED
    message.last_error = trouble.value
    message.params = {}  # a code that is of no use any more is not kept


def _note_sent(message: Message, moment: datetime) -> None:
    message.state = MessageState.SENT
    message.sent_at = moment
    message.last_error = None
    message.params = {}


def _put_off(
    message: Message, error: DeliveryError, moment: datetime, report: DeliveryReport
) -> None:
    message.last_error = str(error)
    if error.for_good or message.attempts > len(PAUSES):
        message.state = MessageState.FAILED
        report.failed += 1
        return
    message.next_attempt_at = moment + timedelta(minutes=PAUSES[message.attempts - 1])
    report.put_off += 1
