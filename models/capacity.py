"""What an organisation could give, apart from what it posts: the demand side of the map."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Code, Created, Name, PublicId, Updated
from models.coding import CodedOccupation
from models.enums import OpportunityKind
from models.opportunity import Organisation


class Workplace(Base):
    """A place where an organisation works."""

    __tablename__ = "workplace"
    __table_args__: Any = (UniqueConstraint("organisation_id", "governorate_code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    governorate_code: Mapped[Code] = mapped_column(ForeignKey("place.code"))


class Capacity(CodedOccupation, Base):
    """Something that an organisation could give in a year; a line of its profile.

    Ended, never deleted: the map shows what there was. For finance `amount` is IQD for each.
    """

    __tablename__ = "capacity"
    __table_args__: Any = (
        CheckConstraint("quantity > 0", name="quantity_positive"),
        CheckConstraint("amount > 0", name="amount_positive"),
        CheckConstraint("available_until >= available_from", name="available_order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    kind: Mapped[OpportunityKind]
    quantity: Mapped[int] = mapped_column(doc="places or units a year")
    unit: Mapped[Name | None] = mapped_column(doc="for in-kind support")
    amount: Mapped[int | None] = mapped_column(doc="IQD for each, for finance")
    governorate_code: Mapped[Code | None] = mapped_column(
        ForeignKey("place.code"), index=True, doc="empty: wherever it works"
    )
    available_from: Mapped[date | None]
    available_until: Mapped[date | None]
    conditions: Mapped[str | None]
    created_at: Mapped[Created]
    updated_at: Mapped[Updated]
    confirmed_at: Mapped[Created]
    ended_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    organisation: Mapped[Organisation] = relationship()

    __mapper_args__: dict[str, Any] = {"version_id_col": version}
