"""Who is who among the organisations: mandates, programmes, contacts, relations."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.account import Account
from models.base import Base, Code, Created, Name, PublicId, Updated
from models.opportunity import Organisation
from models.round_table_enums import ContactWay, RelationKind, StakeholderKind
from models.sealed import Sealed


class Stakeholder(Base):
    """What an organisation is at the round table; one row an organisation."""

    __tablename__ = "stakeholder"

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    kind: Mapped[StakeholderKind]
    short_name: Mapped[Name | None] = mapped_column(doc="as everybody calls it: “GMAC”")
    short_key: Mapped[Name | None] = mapped_column(index=True, doc="folded, for finding it")
    mandate: Mapped[str | None] = mapped_column(doc="what it is there for")
    services: Mapped[str | None] = mapped_column(doc="what people get from it")
    updated_at: Mapped[Updated]
    version: Mapped[int] = mapped_column(default=1)

    organisation: Mapped[Organisation] = relationship()

    __mapper_args__: dict[str, Any] = {"version_id_col": version}


class Programme(Base):
    """Something that an organisation runs for a time."""

    __tablename__ = "programme"
    __table_args__: Any = (CheckConstraint("ends_on >= starts_on", name="day_order"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    name: Mapped[Name]
    about: Mapped[str | None]
    governorate_code: Mapped[Code | None] = mapped_column(
        ForeignKey("place.code"), doc="empty: the whole country"
    )
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    created_at: Mapped[Created]

    organisation: Mapped[Organisation] = relationship()


class ContactRole(Base):
    """A role in an organisation whom one can write to; who holds it is sealed, and may be empty."""

    __tablename__ = "contact_role"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    role: Mapped[Name]
    name: Mapped[str | None] = mapped_column(Sealed("contact_role.name"))
    email: Mapped[str | None] = mapped_column(Sealed("contact_role.email"))
    phone: Mapped[str | None] = mapped_column(Sealed("contact_role.phone"))
    invited: Mapped[bool] = mapped_column(default=True, doc="invitations and minutes go there")
    ended_at: Mapped[datetime | None]
    created_at: Mapped[Created]
    version: Mapped[int] = mapped_column(default=1)

    organisation: Mapped[Organisation] = relationship()

    __mapper_args__: dict[str, Any] = {"version_id_col": version}


class OrganisationRelation(Base):
    """How two organisations stand to each other, read from the first to the second."""

    __tablename__ = "organisation_relation"
    __table_args__: Any = (
        UniqueConstraint("first_id", "second_id", "kind"),
        CheckConstraint("first_id <> second_id", name="of_two"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    first_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    second_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    kind: Mapped[RelationKind]
    note: Mapped[str | None]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[Created]

    first: Mapped[Organisation] = relationship(foreign_keys=first_id)
    second: Mapped[Organisation] = relationship(foreign_keys=second_id)


class ContactNote(Base):
    """When somebody was in contact with an organisation, and what came of it. Only added."""

    __tablename__ = "contact_note"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    on: Mapped[date] = mapped_column("on_day")
    way: Mapped[ContactWay]
    note: Mapped[str | None]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[Created]

    organisation: Mapped[Organisation] = relationship()
    account: Mapped[Account | None] = relationship()
