"""The life of a posting as it went: who took which step, when, with which note."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Created, unchecked
from models.enums import OpportunityStatus
from models.opportunity import Opportunity
from models.opportunity_states import OpportunityStep, PostingRefusal


class OpportunityMove(Base):
    """One step of a posting. Rows are only added.

    note: what the reviewer tells the employer; reason: why the posting will not be shown at all.
    """

    __tablename__ = "opportunity_move"

    id: Mapped[int] = mapped_column(primary_key=True)
    opportunity_id: Mapped[int] = mapped_column(ForeignKey("opportunity.id"), index=True)
    step: Mapped[OpportunityStep] = mapped_column(unchecked(OpportunityStep))
    source: Mapped[OpportunityStatus] = mapped_column(unchecked(OpportunityStatus))
    target: Mapped[OpportunityStatus] = mapped_column(unchecked(OpportunityStatus))
    account_id: Mapped[int | None] = mapped_column(
        ForeignKey("account.id"), doc="empty: the calendar or the command line"
    )
    at: Mapped[Created]
    reason: Mapped[PostingRefusal | None] = mapped_column(unchecked(PostingRefusal))
    note: Mapped[str | None]

    opportunity: Mapped[Opportunity] = relationship()
