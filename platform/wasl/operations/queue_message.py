"""Write a message into the outbox; it leaves after the commit and is kept until delivered."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from models.access_enums import Channel
from models.account import Account
from models.message import Message
from models.office import Office
from models.person import Person
from wasl.messages.registry import check_params

# Set in `session.info` so that whoever delivers can be woken once the session has committed.
QUEUED = "wasl_message_queued"


def channel_of(address: str) -> Channel:
    """Return how an address is reached: an e-mail address or a phone number in E.164."""
    return Channel.EMAIL if "@" in address else Channel.SMS


def queue_message(
    session: Session,
    template: str,
    params: Mapping[str, Any],
    *,
    language: str,
    address: str | None,
    account: Account | None = None,
    person: Person | None = None,
    office: Office | None = None,
) -> Message:
    """Add a message: to an address, or (without one) on a slip that an office prints.

    template: a name in `wasl.messages.registry`; params: exactly what its words need, where
    `until` and `at` are aware datetimes and `day` is a date. A slip needs an office. The words are
    made when it leaves. Raises UnknownTemplateError and WrongParamsError.
    """
    checked = check_params(template, params)
    if address is None and office is None:
        raise ValueError("a message without an address needs an office that prints it")
    message = Message(
        channel=channel_of(address) if address else Channel.SLIP,
        address=address,
        language=language,
        template=template,
        params=checked.params,
        account_id=account.id if account else None,
        person_id=person.id if person else None,
        office_id=office.id if office else None,
    )
    session.add(message)
    session.flush()
    session.info[QUEUED] = True
    return message
