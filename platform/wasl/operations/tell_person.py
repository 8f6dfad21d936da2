"""Tell a person something: on their account's way, else on the phone or e-mail of their record."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.account import Account, Membership
from models.message import Message
from models.person import Person
from wasl.operations.queue_message import queue_message

LANGUAGE = "ar"


def account_of(session: Session, person: Person) -> Account | None:
    """Return the account with which a person sees their own record, or none."""
    return session.scalar(
        select(Account)
        .join(Membership, Membership.account_id == Account.id)
        .where(Membership.person_id == person.id, Membership.revoked_at.is_(None))
    )


def address_of(session: Session, person: Person) -> str | None:
    """Return where messages for a person go: the account's login, else the record's; or none."""
    account, identity = account_of(session, person), person.identity
    addresses = (account.login if account else None, identity.email, identity.phone)
    return next((one for one in addresses if one and ("@" in one or one[0] == "+")), None)


def tell_person(
    session: Session, person: Person, template: str, params: Mapping[str, Any]
) -> Message | None:
    """Put a message for a person into the outbox; none where there is no way to reach them.

    Whether they allow contact is looked at when it leaves.
    """
    account, address = account_of(session, person), address_of(session, person)
    if address is None:
        return None
    return queue_message(
        session,
        template,
        params,
        language=account.language if account else LANGUAGE,
        address=address,
        account=account,
        person=person,
    )


def _address(person: Person, account: Account | None) -> str | None:
    identity = person.identity
    addresses = (account.login if account else None, identity.email, identity.phone)
    return next((one for one in addresses if one and ("@" in one or one[0] == "+")), None)
