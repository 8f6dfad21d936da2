"""Commitments made at the round table: who promised what, its history, and what counts for it."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Code, Created, Json, Name, PublicId, Updated, unchecked
from models.coding import CodedOccupation
from models.meeting import AgendaItem, Meeting
from models.opportunity import Opportunity, Organisation
from models.round_table_enums import (
    Achievement,
    AssessmentVoice,
    CitationOrigin,
    CitationState,
    CommitmentField,
    CommitmentKind,
    CommitmentState,
)

if TYPE_CHECKING:
    from models.action_plan import Priority


class Commitment(CodedOccupation, Base):
    """What one or several organisations promised.

    How much of it was offered, filled and lasted stands nowhere: it is counted from postings,
    placements and checks (`operations.commitments.draw_down`). `title` is the trade that it names,
    in its words and coded as a job title is; empty where it names none.
    """

    __tablename__ = "commitment"
    __table_args__: Any = (
        CheckConstraint("quantity > 0", name="quantity_positive"),
        CheckConstraint("length(ref) > 0", name="ref_given"),
        CheckConstraint("length(text) > 0", name="text_given"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    ref: Mapped[Code] = mapped_column(unique=True, doc="as postings cite it")
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    item_id: Mapped[int | None] = mapped_column(
        ForeignKey("agenda_item.id"), index=True, doc="point of the agenda where it was made"
    )
    made_on: Mapped[date]
    kind: Mapped[CommitmentKind] = mapped_column(index=True)
    state: Mapped[CommitmentState] = mapped_column(default=CommitmentState.STANDING)
    text: Mapped[str] = mapped_column(doc="what was promised, in the words of who did")
    quantity: Mapped[int] = mapped_column(doc="places, units, loans; 1 for a measure of policy")
    unit: Mapped[Name | None] = mapped_column(doc="as it was said: places, toolkits, loans")
    sector_code: Mapped[Code | None] = mapped_column(doc="ISIC Rev. 4 section or division")
    governorate_code: Mapped[Code | None] = mapped_column(
        ForeignKey("place.code"), index=True, doc="empty: anywhere"
    )
    deadline: Mapped[date | None] = mapped_column(index=True)
    priority_id: Mapped[int | None] = mapped_column(
        ForeignKey("priority.id"), index=True, doc="national priority that it serves"
    )
    responsible_role: Mapped[Name | None] = mapped_column(doc="who answers for it, by role")
    reminded_at: Mapped[datetime | None] = mapped_column(doc="before the deadline")
    asked_after_at: Mapped[datetime | None] = mapped_column(doc="after the deadline")
    digest: Mapped[str] = mapped_column(String(64), default="", doc="of the row it came from")
    unrecognised: Mapped[Json] = mapped_column(default=dict)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[Created]
    updated_at: Mapped[Updated]
    version: Mapped[int] = mapped_column(default=1)

    meeting: Mapped[Meeting | None] = relationship()
    item: Mapped[AgendaItem | None] = relationship()
    priority: Mapped["Priority | None"] = relationship()
    parties: Mapped[list["CommitmentParty"]] = relationship(
        back_populates="commitment",
        cascade="all, delete-orphan",
        order_by="CommitmentParty.leads.desc(), CommitmentParty.id",
    )
    milestones: Mapped[list["Milestone"]] = relationship(
        back_populates="commitment",
        cascade="all, delete-orphan",
        order_by="Milestone.due_on, Milestone.id",
    )

    __mapper_args__: dict[str, Any] = {"version_id_col": version}


class CommitmentParty(Base):
    """An organisation that made a commitment, alone or jointly; one of them leads."""

    __tablename__ = "commitment_party"
    __table_args__: Any = (UniqueConstraint("commitment_id", "organisation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitment.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    leads: Mapped[bool] = mapped_column(default=False)

    commitment: Mapped[Commitment] = relationship(back_populates="parties")
    organisation: Mapped[Organisation] = relationship()


class CommitmentAmendment(Base):
    """A change of what was promised: before, after, why. Rows are only added."""

    __tablename__ = "commitment_amendment"

    id: Mapped[int] = mapped_column(primary_key=True)
    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitment.id"), index=True)
    field: Mapped[CommitmentField] = mapped_column(unchecked(CommitmentField))
    before: Mapped[str | None] = mapped_column(doc="code or words; empty: nothing was said")
    after: Mapped[str | None]
    reason: Mapped[str | None]
    account_id: Mapped[int | None] = mapped_column(
        ForeignKey("account.id"), doc="empty: a file or the command line"
    )
    at: Mapped[Created]

    commitment: Mapped[Commitment] = relationship()


class Milestone(Base):
    """A step of a commitment that no posting counts for; done with evidence that can be read."""

    __tablename__ = "milestone"
    __table_args__: Any = (
        CheckConstraint("(done_on IS NULL) = (evidence IS NULL)", name="done_with_evidence"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitment.id"), index=True)
    text: Mapped[str]
    due_on: Mapped[date | None]
    done_on: Mapped[date | None]
    evidence: Mapped[str | None] = mapped_column(doc="number of an order, a page, what was seen")
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    commitment: Mapped[Commitment] = relationship(back_populates="milestones")


class Assessment(Base):
    """How far a commitment has come, as somebody says: beside what is counted, never instead.

    Rows are only added; the latest of each voice holds.
    """

    __tablename__ = "assessment"

    id: Mapped[int] = mapped_column(primary_key=True)
    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitment.id"), index=True)
    voice: Mapped[AssessmentVoice]
    achievement: Mapped[Achievement | None] = mapped_column(
        doc="empty: words of a file that fit none of them"
    )
    wording: Mapped[Name | None] = mapped_column(doc="as a file had it")
    note: Mapped[str | None]
    organisation_id: Mapped[int | None] = mapped_column(
        ForeignKey("organisation.id"), doc="which of the parties says so"
    )
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[Created]

    commitment: Mapped[Commitment] = relationship()
    organisation: Mapped[Organisation | None] = relationship()


class Citation(Base):
    """A posting that fulfils a commitment, or may. A posting counts for one commitment at most.

    It counts once confirmed, or at once where the employer is a party (`models.cited.counts`).
    """

    __tablename__ = "citation"
    __table_args__: Any = (
        UniqueConstraint("opportunity_id"),
        CheckConstraint("(state = 'proposed') = (decided_at IS NULL)", name="decided_at_a_time"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    opportunity_id: Mapped[int] = mapped_column(ForeignKey("opportunity.id"))
    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitment.id"), index=True)
    state: Mapped[CitationState] = mapped_column(default=CitationState.PROPOSED)
    origin: Mapped[CitationOrigin]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None]
    note: Mapped[str | None] = mapped_column(String(1000))
    created_at: Mapped[Created]
    version: Mapped[int] = mapped_column(default=1)

    opportunity: Mapped[Opportunity] = relationship()
    commitment: Mapped[Commitment] = relationship()

    __mapper_args__: dict[str, Any] = {"version_id_col": version}
