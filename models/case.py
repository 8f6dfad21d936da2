"""Who works with a person: cases of offices, looks outside the caseload, corrections, erasure."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.access_enums import (
    AssignmentBasis,
    CorrectionState,
    ErasureCause,
    LookUpReason,
)
from models.base import Base, Code, Created, PublicId
from models.office import Office
from models.person import Person
from models.sealed import Sealed

_OPEN = text("ended_at IS NULL AND declined_at IS NULL")


class CaseAssignment(Base):
    """A person's case at an office. Rows are added and ended, never reused.

    What came by intake or registration is accepted at once; a referral or transfer shows its
    receiver who the person is only after `accepted_at`.
    """

    __tablename__ = "case_assignment"
    __table_args__ = (
        Index(
            "uq_case_assignment_open",
            "person_id",
            "office_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("office.id"), index=True)
    account_id: Mapped[int | None] = mapped_column(
        ForeignKey("account.id"), index=True, doc="the caseworker in charge; empty: the office"
    )
    basis: Mapped[AssignmentBasis]
    from_office_id: Mapped[int | None] = mapped_column(
        ForeignKey("office.id"), doc="who referred or handed over"
    )
    reason: Mapped[str | None] = mapped_column(Sealed("case_assignment.reason"))
    consent_override: Mapped[str | None] = mapped_column(
        Sealed("case_assignment.consent_override"),
        doc="why it was referred without the person's consent to their data being used",
    )
    answer: Mapped[str | None] = mapped_column(
        Sealed("case_assignment.answer"), doc="why it was declined or ended"
    )
    offered_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    offered_at: Mapped[Created]
    accepted_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    accepted_at: Mapped[datetime | None]
    declined_at: Mapped[datetime | None]
    declined_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    person: Mapped[Person] = relationship()
    office: Mapped[Office] = relationship(foreign_keys=[office_id])
    from_office: Mapped[Office | None] = relationship(foreign_keys=[from_office_id])


class LookUpGrant(Base):
    """A look at one person outside one's caseload: with a reason, for a short time."""

    __tablename__ = "look_up_grant"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    reason: Mapped[LookUpReason]
    note: Mapped[str | None] = mapped_column(Sealed("look_up_grant.note"))
    granted_at: Mapped[Created]
    expires_at: Mapped[datetime]


class CorrectionRequest(Base):
    """What a person says is wrong about them; a caseworker decides and answers."""

    __tablename__ = "correction_request"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    field: Mapped[Code] = mapped_column(doc="canonical column of the intake format")
    said: Mapped[str] = mapped_column(Sealed("correction_request.said"))
    state: Mapped[CorrectionState] = mapped_column(default=CorrectionState.OPEN)
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    asked_at: Mapped[Created]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None]
    answer: Mapped[str | None] = mapped_column(Sealed("correction_request.answer"))

    person: Mapped[Person] = relationship()


class Erasure(Base):
    """That a person is to be or was erased. Outlives the person, so it holds only the opaque id."""

    __tablename__ = "erasure"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    person_ref: Mapped[str] = mapped_column(String(16), index=True, doc="the person's public id")
    cause: Mapped[ErasureCause]
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    asked_at: Mapped[Created]
    due_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
