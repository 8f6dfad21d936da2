"""Meetings and offers within a referral."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Created, Name, PublicId
from models.coding import between
from models.referral import Referral
from models.referral_enums import InterviewState, InterviewWay, OfferState
from models.sealed import Sealed

_LIVE_INTERVIEW = text("state IN ('proposed', 'agreed')")
_LIVE_OFFER = text("state IN ('open', 'accepted')")


class Interview(Base):
    """A meeting that an employer proposes; the person takes one of its slots."""

    __tablename__ = "interview"
    __table_args__: Any = (
        Index(
            "uq_interview_live",
            "referral_id",
            unique=True,
            sqlite_where=_LIVE_INTERVIEW,
            postgresql_where=_LIVE_INTERVIEW,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    referral_id: Mapped[int] = mapped_column(
        ForeignKey("referral.id", ondelete="CASCADE"), index=True
    )
    state: Mapped[InterviewState] = mapped_column(default=InterviewState.PROPOSED)
    way: Mapped[InterviewWay]
    place: Mapped[Name | None] = mapped_column(doc="address, or how to join")
    note: Mapped[str | None] = mapped_column(Sealed("interview.note"), doc="what to bring")
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[Created]
    answered_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    referral: Mapped[Referral] = relationship()
    slots: Mapped[list["InterviewSlot"]] = relationship(
        cascade="all, delete-orphan", order_by="InterviewSlot.starts_at", passive_deletes=True
    )

    __mapper_args__: dict[str, Any] = {"version_id_col": version}

    @property
    def agreed_slot(self) -> "InterviewSlot | None":
        """The slot that was taken, or none."""
        return next((slot for slot in self.slots if slot.chosen), None)


class InterviewSlot(Base):
    """A time at which somebody could come."""

    __tablename__ = "interview_slot"
    __table_args__: Any = (between("minutes", 5, 480),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    interview_id: Mapped[int] = mapped_column(
        ForeignKey("interview.id", ondelete="CASCADE"), index=True
    )
    starts_at: Mapped[datetime]
    minutes: Mapped[int] = mapped_column(default=30)
    chosen: Mapped[bool] = mapped_column(default=False)


class Offer(Base):
    """What an employer offers a person. While open or accepted it holds places of the opportunity.

    For in-kind support `quantity` is units, for finance `amount` is IQD.
    """

    __tablename__ = "offer"
    __table_args__: Any = (
        CheckConstraint("quantity > 0", name="quantity_positive"),
        CheckConstraint("amount > 0", name="amount_positive"),
        CheckConstraint("wage >= 0", name="wage_not_negative"),
        Index(
            "uq_offer_live",
            "referral_id",
            unique=True,
            sqlite_where=_LIVE_OFFER,
            postgresql_where=_LIVE_OFFER,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    referral_id: Mapped[int] = mapped_column(
        ForeignKey("referral.id", ondelete="CASCADE"), index=True
    )
    state: Mapped[OfferState] = mapped_column(default=OfferState.OPEN)
    quantity: Mapped[int] = mapped_column(default=1, doc="places, or units of in-kind support")
    amount: Mapped[int | None] = mapped_column(doc="IQD, for finance")
    starts_on: Mapped[date | None]
    wage: Mapped[int | None] = mapped_column(doc="IQD a month")
    terms: Mapped[str | None] = mapped_column(Sealed("offer.terms"))
    answer_by: Mapped[datetime]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[Created]
    reminded_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]

    referral: Mapped[Referral] = relationship()
