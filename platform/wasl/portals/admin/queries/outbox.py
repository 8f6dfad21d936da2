"""The outbox as a list: what waits, what left, what did not. Never the words, never the address."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.access_enums import Channel, MessageState
from models.message import Message
from wasl.access.permissions import Permission
from wasl.access.scope import visible
from wasl.access.viewer import Viewer
from wasl.messages.masking import mask_address
from wasl.paging import Page, cut


@dataclass(frozen=True, kw_only=True)
class MessageLine:
    """A message of the list."""

    public_id: str
    template: str
    channel: Channel
    language: str
    address: str | None
    state: MessageState
    attempts: int
    error: str | None
    created_at: datetime
    next_attempt_at: datetime
    sent_at: datetime | None

    @property
    def open(self) -> bool:
        """Whether it can still be tried again or dropped."""
        return self.state in {MessageState.WAITING, MessageState.FAILED}


def _line(message: Message) -> MessageLine:
    return MessageLine(
        public_id=message.public_id,
        template=message.template,
        channel=message.channel,
        language=message.language,
        address=mask_address(message.address),
        state=message.state,
        attempts=message.attempts,
        error=message.last_error,
        created_at=message.created_at,
        next_attempt_at=message.next_attempt_at,
        sent_at=message.sent_at,
    )


def list_messages(
    session: Session, viewer: Viewer, state: MessageState | None, number: int
) -> Page[MessageLine]:
    """Return a page of messages in a state, or of all, the newest first."""
    found = select(Message).where(visible(viewer, Permission.SEE_OUTBOX))
    if state is not None:
        found = found.where(Message.state == state)
    part = cut(session, found.with_only_columns(Message.id), number)
    ordered = found.order_by(Message.created_at.desc(), Message.id.desc())
    rows = session.scalars(ordered.offset(part.offset).limit(part.size))
    return part.page([_line(message) for message in rows])


def count_by_state(session: Session, viewer: Viewer) -> Mapping[MessageState, int]:
    """Return how many messages are in each state."""
    statement = (
        select(Message.state, func.count())
        .where(visible(viewer, Permission.SEE_OUTBOX))
        .group_by(Message.state)
    )
    counted = {row[0]: row[1] for row in session.execute(statement)}
    return {state: counted.get(state, 0) for state in MessageState}
