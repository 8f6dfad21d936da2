"""Vetting of organisations: two different people say yes before anything they post is seen."""

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.access_enums import Verdict
from models.base import Base, Created
from models.opportunity import Organisation
from models.sealed import Sealed


class OrganisationVetting(Base):
    """One person's word on an organisation. A new round begins when it applies again."""

    __tablename__ = "organisation_vetting"
    __table_args__ = (UniqueConstraint("organisation_id", "round", "account_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    round: Mapped[int]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    verdict: Mapped[Verdict]
    note: Mapped[str | None] = mapped_column(Sealed("organisation_vetting.note"))
    decided_at: Mapped[Created]

    organisation: Mapped[Organisation] = relationship()
