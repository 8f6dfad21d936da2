"""Who may sign in."""

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Created, Name, PublicId
from models.enums import Agency, Role
from models.opportunity import Organisation


class Account(Base):
    """A person who works with the platform."""

    __tablename__ = "account"
    __table_args__ = (
        CheckConstraint(
            "(role = 'employer') = (organisation_id IS NOT NULL)", name="employer_has_organisation"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    email: Mapped[Name] = mapped_column(unique=True, doc="lower case")
    display_name: Mapped[Name]
    password_hash: Mapped[str] = mapped_column(doc="argon2id")
    role: Mapped[Role]
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    agency: Mapped[Agency | None]
    office: Mapped[Name | None]
    language: Mapped[str] = mapped_column(String(3), default="ar")
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[Created]

    organisation: Mapped[Organisation | None] = relationship()
