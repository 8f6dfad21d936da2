"""Erase a person: every table, every kept file, and for good, also after a restore."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, Table, delete, func, or_, select, update
from sqlalchemy.orm import Session

from models.access_enums import AuditAction, ErasureCause
from models.account import Account, Membership, RecoveryCode, SecondFactor
from models.base import Base, utc_now
from models.case import Erasure
from models.message import Message
from models.person import Person
from models.placement import Allocation, Placement
from models.sign_in import AccountSession, ResetRequest
from wasl.access.viewer import Viewer
from wasl.audit.reasons import erase_reasons
from wasl.audit.record import record
from wasl.clock import today_in_baghdad
from wasl.config import Settings
from wasl.operations.referrals.leave_referrals import leave_referrals
from wasl.operations.retention.kept_files import forget_in_files
from wasl.operations.retention.tombstones import (
    Tombstone,
    add_tombstones,
    case_digest,
    read_tombstones,
)

# What stays and no longer says of whom: what an account was for, and that places were filled.
_COUNTED = (Placement, Allocation)
_UNLINKED = frozenset({one.__tablename__ for one in (Membership, *_COUNTED)})


def personal_tables() -> Iterator[tuple[Table, ColumnElement[int]]]:
    """Yield every table that refers to a person, and the column that does, children first."""
    for table in reversed(Base.metadata.sorted_tables):
        for key in table.foreign_keys:
            if key.column.table.name == Person.__tablename__ and table.name not in _UNLINKED:
                yield table, key.parent


def erase_person(
    session: Session, by: Viewer, person: Person, cause: ErasureCause, settings: Settings
) -> int:
    """Delete all that is known about a person and return how many rows went.

    What is open with employers ends first, so that places are free and meetings cancelled; places
    that were filled stay counted, without the person. Their own account is closed and emptied. What
    the audit log says about them stays under an opaque id that leads nowhere any more; reasons that
    somebody wrote go. The tombstone is written first: whoever is killed between the two has erased
    nothing yet, and does so at the next run or restore.
    """
    keys = [entry.key for entry in person.entries]
    stone = Tombstone(today_in_baghdad(), person.public_id, tuple(map(case_digest, keys)))
    add_tombstones(settings, [stone])
    leave_referrals(session, by, person, given_by=None)
    forget_in_files(session, settings, person)
    empty_account(session, person.id, addresses_of(person))
    unlink_outcomes(session, person.id)
    reference, person_id = person.public_id, person.id
    session.flush()
    session.expunge(person)
    rows = 0
    for table, column in personal_tables():
        rows += session.connection().execute(delete(table).where(column == person_id)).rowcount
    session.connection().execute(delete(Person).where(Person.id == person_id))
    _settle_requests(session, by, reference, cause)
    rows += 1 + erase_reasons(session, reference)
    record(session, by, AuditAction.PERSON_ERASED, person=reference, cause=cause.value, rows=rows)
    return rows


def unlink_outcomes(session: Session, person_id: int) -> None:
    """Take the person out of what came of referrals; it stays as a count."""
    for table in _COUNTED:
        mine = update(table).where(table.person_id == person_id)
        session.execute(mine.values(person_id=None))


def addresses_of(person: Person) -> set[str | None]:
    """Return where somebody is reached as their record says; nowhere once they are anonymised."""
    identity, found = person.identity, set[str | None]()
    if identity is not None:
        found = {identity.phone, identity.email}
    return found


def empty_account(session: Session, person_id: int, addresses: set[str | None]) -> None:
    """Close the account of the person and take out of it what names them.

    What was written to it, or to their addresses, goes.
    """
    owner = select(Membership.account_id).where(Membership.person_id == person_id)
    ids = list(session.scalars(owner))
    _forget_messages(session, ids, addresses)
    for table in (SecondFactor, RecoveryCode, AccountSession, ResetRequest):
        session.execute(delete(table).where(table.account_id.in_(ids)))
    for account in session.scalars(select(Account).where(Account.id.in_(ids))).unique():
        account.login = account.login_index = account.outside_subject = None
        account.password_hash = account.suspended_reason = None
        account.display_name = ""
        account.closed_at = account.closed_at or utc_now()
    mine = update(Membership).where(Membership.person_id == person_id)
    session.execute(
        mine.values(person_id=None, revoked_at=func.coalesce(Membership.revoked_at, utc_now()))
    )


def _forget_messages(session: Session, accounts: list[int], addresses: set[str | None]) -> None:
    """Delete what was ever written to somebody, also before there was an account or a record.

    Addresses are sealed: those of messages that belong to nobody are opened one after the other.
    """
    logins = session.scalars(select(Account.login).where(Account.id.in_(accounts)))
    known = {*logins, *addresses} - {None}
    nobodys = select(Message.id, Message.address).where(
        Message.account_id.is_(None), Message.person_id.is_(None)
    )
    ids = [number for number, address in session.execute(nobodys) if address in known]
    theirs = or_(Message.account_id.in_(accounts), Message.id.in_(ids))
    session.execute(delete(Message).where(theirs))


def _settle_requests(session: Session, by: Viewer, reference: str, cause: ErasureCause) -> None:
    now = utc_now()
    waiting = select(Erasure).where(
        Erasure.person_ref == reference, Erasure.done_at.is_(None), Erasure.cancelled_at.is_(None)
    )
    requests = session.scalars(waiting).all() or [
        Erasure(person_ref=reference, cause=cause, asked_by_id=by.account_id, due_at=now)
    ]
    for request in requests:
        request.done_at = now
    session.add_all(requests)


def due_erasures(session: Session) -> list[Person]:
    """Return the people whose erasure was asked for and not cancelled until its day."""
    due = select(Erasure.person_ref).where(
        Erasure.due_at <= utc_now(), Erasure.done_at.is_(None), Erasure.cancelled_at.is_(None)
    )
    return list(session.scalars(select(Person).where(Person.public_id.in_(due))))


def erase_due(session: Session, by: Viewer, settings: Settings) -> int:
    """Carry out the erasures whose day has come; return how many people went."""
    people = due_erasures(session)
    for person in people:
        cause = session.scalar(
            select(Erasure.cause)
            .where(Erasure.person_ref == person.public_id, Erasure.done_at.is_(None))
            .order_by(Erasure.id.desc())
            .limit(1)
        )
        erase_person(session, by, person, cause or ErasureCause.OWN_WISH, settings)
    return len(people)


def replay_erasures(session: Session, by: Viewer, settings: Settings) -> int:
    """Erase anew whoever a restored database brought back; return how many."""
    count = 0
    for stone in list(read_tombstones(settings)):
        back = select(Person).where(Person.public_id == stone.person)
        person = session.scalar(back)
        if person is not None:
            erase_person(session, by, person, ErasureCause.OWN_WISH, settings)
            count += 1
    return count


def erased_cases(settings: Settings) -> dict[str, Tombstone]:
    """Return the tombstones by the digest of each case: an old list must not bring them back."""
    return {case: stone for stone in read_tombstones(settings) for case in stone.cases}
