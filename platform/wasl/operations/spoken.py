"""In whose voice a person's yes or no came, and who was there."""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.access_enums import ConsentGiver
from models.case import Erasure
from models.person import Person


class Missing(StrEnum):
    """What a statement that somebody else writes down needs and does not have."""

    PROXY = "proxy"
    WITNESS = "witness"
    REASON = "reason"


class StatementIncompleteError(ValueError):
    """The statement does not say who spoke for the person, who was there, or why."""

    def __init__(self, missing: list[Missing]) -> None:
        super().__init__(f"missing: {', '.join(missing)}")
        self.missing = missing


class RecordClosedError(Exception):
    """Nothing can be allowed for this record: it is anonymised, or about to be erased."""


@dataclass(frozen=True, kw_only=True)
class Spoken:
    """How something was said.

    proxy: who spoke for the person, and how they are related. witness: who heard it. reason: why
    it was not the person alone who said so.
    """

    given_by: ConsentGiver = ConsentGiver.SELF
    proxy: str | None = None
    witness: str | None = None
    reason: str | None = None

    def check(self, *, witnessed: frozenset[ConsentGiver]) -> None:
        """Raise StatementIncompleteError when something is missing.

        witnessed: who cannot speak without a witness and a reason. Only a proxy has a name.
        """
        needed = [Missing.PROXY] if self.given_by is ConsentGiver.PROXY else []
        if self.given_by in witnessed:
            needed += [Missing.WITNESS, Missing.REASON]
        missing = [name for name in needed if not (getattr(self, name.value) or "").strip()]
        if missing:
            raise StatementIncompleteError(missing)


SPOKEN_BY_ONESELF = Spoken()


def hold_person(session: Session, person: Person) -> None:
    """Keep others from changing what a person allows until the commit.

    On SQLite whoever writes is alone; on PostgreSQL a consent that is withdrawn while something
    is being released must not miss it. Rows that only name the person, such as messages, can be
    added meanwhile: whoever does so holds other locks, and would wait in a circle.
    """
    held = select(Person.id).where(Person.id == person.id)
    session.execute(held.with_for_update(key_share=True))
    session.expire(person, ["consents"])


def open_erasure(session: Session, person: Person) -> Erasure | None:
    """Return the erasure that was asked for and neither cancelled nor done, or none."""
    return session.scalar(
        select(Erasure)
        .where(
            Erasure.person_ref == person.public_id,
            Erasure.cancelled_at.is_(None),
            Erasure.done_at.is_(None),
        )
        .order_by(Erasure.id.desc())
        .limit(1)
    )


def check_record_open(session: Session, person: Person) -> None:
    """Raise RecordClosedError when nothing can be allowed for this record any more."""
    if person.anonymised_at is not None or open_erasure(session, person) is not None:
        raise RecordClosedError
