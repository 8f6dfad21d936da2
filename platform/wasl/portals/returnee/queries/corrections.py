"""What a person said is wrong, and what was answered."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.case import CorrectionRequest
from models.person import Person


def list_own_corrections(session: Session, person: Person) -> Sequence[CorrectionRequest]:
    """Return a person's requests, the latest first."""
    statement = select(CorrectionRequest).where(CorrectionRequest.person_id == person.id)
    return session.scalars(statement.order_by(CorrectionRequest.id.desc())).all()
