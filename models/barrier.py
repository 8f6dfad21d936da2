"""How many people met a barrier, measured again and again, and what was made of it."""

from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Code, Created
from models.commitment import Commitment
from models.meeting import AgendaItem
from models.plan_enums import Barrier


class BarrierMeasure(Base):
    """Of so many people that could have met a barrier, so many did, until a day.

    Protected before they are kept, exact numbers are kept nowhere: both are in fives. Zero says
    fewer than five; empty, that the number is kept back. Rows are only added.
    """

    __tablename__ = "barrier_measure"
    __table_args__: Any = (
        UniqueConstraint("barrier", "governorate_code", "on_day"),
        CheckConstraint("met BETWEEN 0 AND looked_at", name="met_of_looked_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    barrier: Mapped[Barrier]
    governorate_code: Mapped[Code | None] = mapped_column(
        ForeignKey("place.code"), doc="empty: the whole country"
    )
    on_day: Mapped[date]
    met: Mapped[int | None]
    looked_at: Mapped[int | None]
    made_at: Mapped[Created]


class BarrierLink(Base):
    """A point of an agenda that answers a barrier; followed until it falls.

    What is promised at the point, or at one that it was carried over to, needs no link of its own.
    """

    __tablename__ = "barrier_link"
    __table_args__: Any = (UniqueConstraint("item_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    barrier: Mapped[Barrier]
    governorate_code: Mapped[Code | None] = mapped_column(
        ForeignKey("place.code"), doc="empty: the whole country"
    )
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id", ondelete="CASCADE"))
    since: Mapped[date] = mapped_column(doc="the measure of this day is what it is compared with")
    created_at: Mapped[Created]

    item: Mapped[AgendaItem] = relationship()


class BarrierPromise(Base):
    """A commitment that answers a barrier and was made at no point about it; followed as those are.

    Somebody said so; what is promised at a point that is linked stands for itself (`BarrierLink`).
    """

    __tablename__ = "barrier_promise"

    id: Mapped[int] = mapped_column(primary_key=True)
    barrier: Mapped[Barrier]
    governorate_code: Mapped[Code | None] = mapped_column(
        ForeignKey("place.code"), doc="empty: the whole country"
    )
    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitment.id"), index=True)
    since: Mapped[date] = mapped_column(doc="the measure of this day is what it is compared with")
    created_at: Mapped[Created]

    commitment: Mapped[Commitment] = relationship()
