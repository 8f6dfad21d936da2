"""What a commitment says: read from it, checked, written into it; codes and words, no counts."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.action_plan import Priority
from models.commitment import Commitment
from models.enums import CodingDecision
from models.round_table_enums import CommitmentField, CommitmentKind
from wasl.operations.commitments.errors import DeadlineBeforeError, NoSuchPriorityError
from wasl.operations.importing.coding import BatchCoder


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What was promised. quantity: places, units, loans; of a measure of policy always one.

    occupation: the words of the trade that it names, empty where it names none.
    priority: number of the national priority that it serves.
    """

    text: str
    quantity: int = 1
    unit: str | None = None
    sector: str | None = None
    occupation: str | None = None
    governorate: str | None = None
    deadline: date | None = None
    priority: int | None = None
    responsible_role: str | None = None

    @classmethod
    def of(cls, commitment: Commitment) -> "Terms":
        """Return what a commitment says now."""
        return cls(
            text=commitment.text,
            quantity=commitment.quantity,
            unit=commitment.unit,
            sector=commitment.sector_code,
            occupation=commitment.title or None,
            governorate=commitment.governorate_code,
            deadline=commitment.deadline,
            priority=commitment.priority.number if commitment.priority else None,
            responsible_role=commitment.responsible_role,
        )

    def tidied(self, kind: CommitmentKind) -> "Terms":
        """Return the same without needless spaces, and of a measure without what it has not."""
        policy = kind is CommitmentKind.POLICY
        return Terms(
            text=self.text.strip(),
            quantity=1 if policy else self.quantity,
            unit=None if policy else _words(self.unit),
            sector=self.sector or None,
            occupation=_words(self.occupation),
            governorate=self.governorate or None,
            deadline=self.deadline,
            priority=self.priority,
            responsible_role=_words(self.responsible_role),
        )

    def as_texts(self) -> dict[CommitmentField, str | None]:
        """Return each part as an amendment keeps it: a code, a day as ISO 8601, or words."""
        return {
            CommitmentField.TEXT: self.text,
            CommitmentField.QUANTITY: str(self.quantity),
            CommitmentField.UNIT: self.unit,
            CommitmentField.SECTOR: self.sector,
            CommitmentField.OCCUPATION: self.occupation,
            CommitmentField.GOVERNORATE: self.governorate,
            CommitmentField.DEADLINE: self.deadline.isoformat() if self.deadline else None,
            CommitmentField.PRIORITY: str(self.priority) if self.priority else None,
            CommitmentField.RESPONSIBLE_ROLE: self.responsible_role,
        }


def write_terms(
    session: Session, commitment: Commitment, terms: Terms, coder: BatchCoder | None = None
) -> None:
    """Write terms into a commitment; a trade in new words is coded.

    coder: one that is loaded already, where many are written. Raises DeadlineBeforeError,
    NoSuchPriorityError.
    """
    if terms.deadline is not None and terms.deadline < commitment.made_on:
        raise DeadlineBeforeError(terms.deadline)
    priority = _priority(session, terms.priority)
    commitment.text = terms.text
    commitment.quantity = terms.quantity
    commitment.unit = terms.unit
    commitment.sector_code = terms.sector
    commitment.governorate_code = terms.governorate
    if commitment.deadline != terms.deadline:
        commitment.reminded_at = commitment.asked_after_at = None
    commitment.deadline = terms.deadline
    commitment.priority = priority
    commitment.responsible_role = terms.responsible_role
    if commitment.title != (terms.occupation or ""):
        commitment.title = terms.occupation or ""
        _code(commitment, coder or BatchCoder(session))


def _priority(session: Session, number: int | None) -> Priority | None:
    if number is None:
        return None
    found = session.scalar(select(Priority).where(Priority.number == number))
    if found is None:
        raise NoSuchPriorityError(number)
    return found


def _code(commitment: Commitment, coder: BatchCoder) -> None:
    """Find out which occupation the words mean."""
    if not commitment.title:
        commitment.occupation_code, commitment.coding_candidates = None, []
        commitment.coding_decision, commitment.coding_confidence = CodingDecision.UNKNOWN, 0.0
        return
    coder.prepare([commitment.title], [])
    coder.code_title(commitment)


def _words(text: str | None) -> str | None:
    return " ".join((text or "").split()) or None
