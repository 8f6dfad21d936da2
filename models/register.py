"""What registers and people themselves have said: entries of registers, and consent as history."""

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.access_enums import ConsentGiver
from models.base import Base, Created, Json, Name, Updated
from models.enums import Agency, ConsentPurpose, Register
from models.sealed import Sealed, SealedJson

if TYPE_CHECKING:
    from models.person import Person


class Consent(Base):
    """One statement about one purpose. Rows are added, never changed: the last one holds."""

    __tablename__ = "consent"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    purpose: Mapped[ConsentPurpose]
    granted: Mapped[bool]
    given_on: Mapped[date | None] = mapped_column(doc="the day the person said so")
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("register_entry.id"))
    given_by: Mapped[ConsentGiver] = mapped_column(default=ConsentGiver.SELF)
    proxy: Mapped[str | None] = mapped_column(
        Sealed("consent.proxy"), doc="who spoke for the person, and how they are related"
    )
    witness: Mapped[str | None] = mapped_column(Sealed("consent.witness"))
    reason: Mapped[str | None] = mapped_column(Sealed("consent.reason"))
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    recorded_at: Mapped[Created]


class RegisterEntry(Base):
    """A row of somebody's register: the link between its case number and the person."""

    __tablename__ = "register_entry"
    __table_args__ = (
        UniqueConstraint("register", "case_no"),
        CheckConstraint("length(case_no) > 0", name="case_no_given"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    register: Mapped[Register]
    case_no: Mapped[str] = mapped_column(String(120))
    agency: Mapped[Agency | None]
    office: Mapped[Name | None]
    intake_date: Mapped[date | None]
    digest: Mapped[str] = mapped_column(String(64), doc="SHA-256 of what was understood")
    unrecognised: Mapped[Json] = mapped_column(
        SealedJson("register_entry.unrecognised"),
        default=dict,
        doc="columns that no field exists for, as they stood in the file",
    )
    wording: Mapped[Json] = mapped_column(
        SealedJson("register_entry.wording"),
        default=dict,
        doc="cells whose wording differs from what was understood",
    )
    created_at: Mapped[Created]
    updated_at: Mapped[Updated]

    person: Mapped["Person"] = relationship(back_populates="entries")

    @property
    def key(self) -> str:
        """The case as files name it, `register:case_no`."""
        return f"{self.register.value}:{self.case_no}"
