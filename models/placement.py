"""What came of it: placements with their checks, and stock that was handed over."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.access_enums import ConsentGiver
from models.base import Base, Created, PublicId, unchecked
from models.opportunity import Opportunity
from models.person import Person
from models.referral import Referral
from models.referral_enums import AllocationState, CheckAnswer, EndCause, Side


class Placement(Base):
    """Somebody in a place of an opportunity.

    It outlives the person's record and the referral: places that were filled stay counted.
    """

    __tablename__ = "placement"
    __table_args__: Any = (
        UniqueConstraint("referral_id"),
        CheckConstraint("(ended_on IS NULL) = (end_cause IS NULL)", name="ended_with_a_cause"),
        CheckConstraint("quantity > 0", name="quantity_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    referral_id: Mapped[int | None] = mapped_column(ForeignKey("referral.id", ondelete="SET NULL"))
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    opportunity_id: Mapped[int] = mapped_column(ForeignKey("opportunity.id"), index=True)
    quantity: Mapped[int] = mapped_column(default=1)
    starts_on: Mapped[date]
    ended_on: Mapped[date | None]
    end_cause: Mapped[EndCause | None]
    ended_told_by: Mapped[Side | None]
    made_at: Mapped[Created]
    version: Mapped[int] = mapped_column(default=1)

    referral: Mapped[Referral | None] = relationship()
    person: Mapped[Person | None] = relationship()
    opportunity: Mapped[Opportunity] = relationship()
    checks: Mapped[list["PlacementCheck"]] = relationship(
        back_populates="placement",
        cascade="all, delete-orphan",
        order_by="PlacementCheck.day, PlacementCheck.side",
        passive_deletes=True,
    )
    settlements: Mapped[list["CheckSettlement"]] = relationship(
        cascade="all, delete-orphan", order_by="CheckSettlement.day", passive_deletes=True
    )

    __mapper_args__: dict[str, Any] = {"version_id_col": version}


class PlacementCheck(Base):
    """A question to one side, some days after the start: is the person still there?

    Neither side sees the other's answer before both are in or the time is over.
    """

    __tablename__ = "placement_check"
    __table_args__: Any = (
        UniqueConstraint("placement_id", "day", "side"),
        CheckConstraint("side IN ('employer', 'person')", name="side_asked"),
        CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name="answered_at_a_time"),
        CheckConstraint("end_cause IS NULL OR answer = 'ended'", name="cause_of_an_end"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    placement_id: Mapped[int] = mapped_column(
        ForeignKey("placement.id", ondelete="CASCADE"), index=True
    )
    day: Mapped[int] = mapped_column(doc="30, 90 or 180")
    side: Mapped[Side]
    due_on: Mapped[date] = mapped_column(index=True)
    closes_on: Mapped[date] = mapped_column(doc="after this day silence is the answer")
    asked_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    answer: Mapped[CheckAnswer | None]
    end_cause: Mapped[EndCause | None] = mapped_column(doc="why, as this side says")
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    given_by: Mapped[ConsentGiver | None] = mapped_column(doc="in whose voice the person spoke")
    expired_at: Mapped[datetime | None] = mapped_column(doc="when silence was noted")

    placement: Mapped[Placement] = relationship(back_populates="checks")


class CheckSettlement(Base):
    """What an office found out where the two sides disagreed on a day's check.

    The answers stay as they were given, and so does the disagreement: only what both confirm is
    counted as lasting. This takes it off the list of what waits.
    """

    __tablename__ = "check_settlement"
    __table_args__: Any = (UniqueConstraint("placement_id", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    placement_id: Mapped[int] = mapped_column(
        ForeignKey("placement.id", ondelete="CASCADE"), index=True
    )
    day: Mapped[int] = mapped_column(doc="30, 90 or 180, as of the checks")
    found: Mapped[CheckAnswer | None] = mapped_column(
        unchecked(CheckAnswer), doc="what is so; empty: it could not be found out"
    )
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    settled_at: Mapped[Created]


class Allocation(Base):
    """Units of in-kind support, or an amount of finance, for one person; it is stock.

    It outlives the person's record as a placement does.
    """

    __tablename__ = "allocation"
    __table_args__: Any = (
        UniqueConstraint("referral_id"),
        CheckConstraint("quantity > 0", name="quantity_positive"),
        CheckConstraint("amount > 0", name="amount_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    referral_id: Mapped[int | None] = mapped_column(ForeignKey("referral.id", ondelete="SET NULL"))
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="SET NULL"), index=True
    )
    opportunity_id: Mapped[int] = mapped_column(ForeignKey("opportunity.id"), index=True)
    state: Mapped[AllocationState] = mapped_column(default=AllocationState.RESERVED)
    quantity: Mapped[int] = mapped_column(default=1, doc="units")
    amount: Mapped[int | None] = mapped_column(doc="IQD, for finance")
    reserved_at: Mapped[Created]
    handed_over_at: Mapped[datetime | None]
    receipted_at: Mapped[datetime | None]
    return_by: Mapped[date | None]
    ended_at: Mapped[datetime | None] = mapped_column(doc="returned or released")
    version: Mapped[int] = mapped_column(default=1)

    referral: Mapped[Referral | None] = relationship()
    opportunity: Mapped[Opportunity] = relationship()

    __mapper_args__: dict[str, Any] = {"version_id_col": version}
