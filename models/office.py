"""Offices of agencies: an office is who works on a case, an agency is a tenant."""

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Code, Created, Name, PublicId
from models.enums import Agency


class Office(Base):
    """A branch, centre or department of an agency."""

    __tablename__ = "office"
    __table_args__ = (
        UniqueConstraint("agency", "name_key"),
        CheckConstraint("length(name) > 0", name="name_given"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    agency: Mapped[Agency]
    name: Mapped[Name]
    name_key: Mapped[Name] = mapped_column(doc="folded name, for finding it again")
    governorate_code: Mapped[Code | None] = mapped_column(ForeignKey("place.code"))
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[Created]
