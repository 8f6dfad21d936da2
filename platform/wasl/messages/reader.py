"""Who reads along: whether an address is surely a person's own."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.access_enums import Channel
from models.account import Account, Membership
from models.enums import PhoneOwner, Role
from models.message import Message
from models.person import PersonIdentity


def is_own(session: Session, message: Message) -> bool:
    """Tell whether a message may say what it is about, because only its person reads it.

    Staff, employers and experts gave their own address of work. A returnee's phone is theirs when
    the record says so; their mailbox, when they sign in with it: then they proved that they open
    it. Of anybody else nothing is known, so: no.
    """
    if message.channel is Channel.SLIP:
        return False
    account = session.get(Account, message.account_id) if message.account_id else None
    person_id = message.person_id or (_person_of(session, account) if account else None)
    if person_id is None:
        return account is not None and account.role not in {None, Role.RETURNEE}
    if message.channel is Channel.SMS:
        identity = session.get(PersonIdentity, person_id)
        return (
            identity is not None
            and identity.phone_owner is PhoneOwner.SELF
            and identity.phone == message.address
        )
    return message.address in _logins(session, person_id)


def _person_of(session: Session, account: Account) -> int | None:
    statement = select(Membership.person_id).where(
        Membership.account_id == account.id, Membership.person_id.is_not(None)
    )
    return session.scalar(statement.limit(1))


def _logins(session: Session, person_id: int) -> set[str | None]:
    statement = (
        select(Account.login)
        .join(Membership, Membership.account_id == Account.id)
        .where(Membership.person_id == person_id, Membership.revoked_at.is_(None))
    )
    return set(session.scalars(statement)) - {None}
