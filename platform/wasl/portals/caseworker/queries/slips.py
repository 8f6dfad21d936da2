"""Slips that an office has to print: for whom, about what, since when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.access_enums import Channel, MessageState
from models.account import Account
from models.message import Message
from models.person import Person
from wasl.access.permissions import Permission
from wasl.access.scope import visible
from wasl.access.viewer import Viewer
from wasl.operations.settle_message import has_expired


@dataclass(frozen=True, kw_only=True)
class SlipLine:
    """A slip of the list. person_id: public id of the record, where the viewer may open it."""

    public_id: str
    template: str
    created_at: datetime
    account_name: str | None
    person_id: str | None


def list_slips(session: Session, viewer: Viewer) -> Sequence[SlipLine]:
    """Return the slips of the viewer's office that wait to be printed, the oldest first."""
    seen = visible(viewer, Permission.SEE_PERSON)
    statement = (
        select(Message, Account.display_name, Person.public_id)
        .outerjoin(Account, Account.id == Message.account_id)
        .outerjoin(Person, (Person.id == Message.person_id) & seen)
        .where(
            visible(viewer, Permission.PRINT_SLIPS),
            Message.channel == Channel.SLIP,
            Message.state == MessageState.WAITING,
        )
        .order_by(Message.created_at, Message.id)
    )
    return [
        SlipLine(
            public_id=message.public_id,
            template=message.template,
            created_at=message.created_at,
            account_name=name,
            person_id=person_id,
        )
        for message, name, person_id in session.execute(statement)
        if not has_expired(message)
    ]
