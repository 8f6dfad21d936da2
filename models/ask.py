"""What members are asked for before a roundtable, with the evidence it rests on."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Code, Created, Json, PublicId, Updated
from models.commitment import Commitment
from models.enums import OpportunityKind
from models.meeting import Meeting
from models.opportunity import Organisation
from models.round_table_enums import AskState


class Ask(Base):
    """One ask of one member, drawn from the gap board on a day; its words may be edited.

    evidence: the protected counts as they were that day, by name.
    """

    __tablename__ = "ask"
    __table_args__: Any = (CheckConstraint("quantity > 0", name="quantity_positive"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    kind: Mapped[OpportunityKind]
    group_code: Mapped[Code | None] = mapped_column(doc="ISCO-08 group, one to four digits")
    governorate_code: Mapped[Code | None] = mapped_column(ForeignKey("place.code"))
    quantity: Mapped[int | None] = mapped_column(doc="how many places are asked for")
    evidence: Mapped[Json] = mapped_column(default=dict)
    as_of: Mapped[date]
    text: Mapped[str | None] = mapped_column(doc="in words of the secretariat; empty: made of it")
    state: Mapped[AskState] = mapped_column(default=AskState.DRAFT)
    sent_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None] = mapped_column(doc="when they promised or said no")
    answer_note: Mapped[str | None]
    commitment_id: Mapped[int | None] = mapped_column(ForeignKey("commitment.id"), index=True)
    created_at: Mapped[Created]
    updated_at: Mapped[Updated]
    version: Mapped[int] = mapped_column(default=1)

    meeting: Mapped[Meeting] = relationship()
    organisation: Mapped[Organisation] = relationship()
    commitment: Mapped[Commitment | None] = relationship()

    __mapper_args__: dict[str, Any] = {"version_id_col": version}
