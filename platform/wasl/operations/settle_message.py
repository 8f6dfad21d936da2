"""What people do with messages of the outbox: try again, drop, note that a slip was printed."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.access_enums import AuditAction, Channel, MessageState
from models.base import utc_now
from models.message import Message
from models.person import Person
from wasl.access.viewer import Viewer
from wasl.audit.record import record
from wasl.messages.carriers.carrier import Trouble
from wasl.messages.registry import TEMPLATES


class MessageSettledError(Exception):
    """The message has left, or was dropped, already."""


def retry_message(session: Session, by: Viewer, message: Message) -> None:
    """Let a message that was given up, or that waits for its next attempt, be tried at once.

    Raises MessageSettledError.
    """
    if message.state not in {MessageState.WAITING, MessageState.FAILED}:
        raise MessageSettledError
    message.state = MessageState.WAITING
    message.attempts = 0
    message.next_attempt_at = utc_now()
    _note(session, by, message, "again")


def drop_message(session: Session, by: Viewer, message: Message) -> None:
    """Let a message never leave. Raises MessageSettledError."""
    if message.state not in {MessageState.WAITING, MessageState.FAILED}:
        raise MessageSettledError
    _end(message, Trouble.GIVEN_UP)
    _note(session, by, message, "dropped")


def open_slip(session: Session, by: Viewer, message: Message) -> None:
    """Note who had a slip, and so its code, on the screen. Raises MessageSettledError."""
    _check_slip(message)
    _record(session, by, message, AuditAction.SLIP_OPENED, template=message.template)


def finish_slip(session: Session, by: Viewer, message: Message) -> None:
    """Note that a slip was printed and handed over; its code is not kept any longer.

    Raises MessageSettledError.
    """
    _check_slip(message)
    message.state = MessageState.PRINTED
    message.sent_at = utc_now()
    message.params = {}
    _note(session, by, message, "printed")


def has_expired(message: Message) -> bool:
    """Tell whether the code of a message is of no use any more."""
    template = TEMPLATES.get(message.template)
    expires = template.expires_at(message.params) if template else None
    return expires is not None and expires <= utc_now()


def drop_expired_slips(session: Session) -> int:
    """Drop the slips whose code nobody came for, and return how many they were."""
    waiting = select(Message).where(
        Message.channel == Channel.SLIP, Message.state == MessageState.WAITING
    )
    expired = [message for message in session.scalars(waiting) if has_expired(message)]
    for message in expired:
        _end(message, Trouble.EXPIRED)
    return len(expired)


def _note(session: Session, by: Viewer, message: Message, how: str) -> None:
    session.flush()
    _record(session, by, message, AuditAction.MESSAGE_SETTLED, how=how)


def _record(
    session: Session, by: Viewer, message: Message, action: AuditAction, **details: str
) -> None:
    person = session.get(Person, message.person_id) if message.person_id else None
    whose, subject = person.public_id if person else None, ("message", message.public_id)
    record(session, by, action, person=whose, subject=subject, reason=None, **details)


def _end(message: Message, trouble: Trouble) -> None:
    message.state = MessageState.DROPPED
    message.last_error = trouble.value
    message.params = {}


def _check_slip(message: Message) -> None:
    waiting = message.channel is Channel.SLIP and message.state is MessageState.WAITING
    if not waiting or has_expired(message):
        raise MessageSettledError
