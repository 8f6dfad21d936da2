"""What people do with messages of the outbox: try again, drop, note that a slip was printed."""

from sqlalchemy.orm import Session

from models.access_enums import AuditAction, Channel, MessageState
from models.base import utc_now
from models.message import Message
from wasl.access.viewer import Viewer
from wasl.audit.record import record
from wasl.messages.carriers.carrier import Trouble


class MessageSettledError(Exception):
    """The message has left, or was dropped, already."""


def retry_message(session: Session, message: Message) -> None:
    """Let a message that was given up, or that waits for its next attempt, be tried at once.

    Raises MessageSettledError.
    """
    if message.state not in {MessageState.WAITING, MessageState.FAILED}:
        raise MessageSettledError
    message.state = MessageState.WAITING
    message.attempts = 0
    message.next_attempt_at = utc_now()
    session.flush()


def drop_message(session: Session, message: Message) -> None:
    """Let a message never leave. Raises MessageSettledError."""
    if message.state not in {MessageState.WAITING, MessageState.FAILED}:
        raise MessageSettledError
    message.state = MessageState.DROPPED
    message.last_error = Trouble.GIVEN_UP.value
    message.params = {}
    session.flush()


def open_slip(session: Session, by: Viewer, message: Message) -> None:
    """Note who had a slip, and so its code, on the screen. Raises MessageSettledError."""
    _check_slip(message)
    record(
        session,
        by,
        AuditAction.SLIP_OPENED,
        subject=("message", message.public_id),
        template=message.template,
    )


def finish_slip(session: Session, message: Message) -> None:
    """Note that a slip was printed and handed over; its code is not kept any longer.

    Raises MessageSettledError.
    """
    _check_slip(message)
    message.state = MessageState.PRINTED
    message.sent_at = utc_now()
    message.params = {}
    session.flush()


def _check_slip(message: Message) -> None:
    if message.channel is not Channel.SLIP or message.state is not MessageState.WAITING:
        raise MessageSettledError
