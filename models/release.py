"""Identity shown to one employer for one opportunity, until a day, until taken back."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.access_enums import ConsentGiver, ReleaseScope
from models.base import Base, Created, PublicId
from models.opportunity import Opportunity
from models.person import Person
from models.sealed import Sealed

_OPEN = text("withdrawn_at IS NULL")


class IdentityRelease(Base):
    """A person's yes to one opportunity's employer knowing who they are.

    Holds while `withdrawn_at` is empty and `expires_at` is ahead; rows are added and ended.
    """

    __tablename__ = "identity_release"
    __table_args__ = (
        Index(
            "uq_identity_release_open",
            "person_id",
            "opportunity_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    opportunity_id: Mapped[int] = mapped_column(ForeignKey("opportunity.id"), index=True)
    scope: Mapped[ReleaseScope]
    given_by: Mapped[ConsentGiver]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    proxy: Mapped[str | None] = mapped_column(
        Sealed("identity_release.proxy"), doc="who spoke for the person, and how they are related"
    )
    witness: Mapped[str | None] = mapped_column(Sealed("identity_release.witness"))
    reason: Mapped[str | None] = mapped_column(Sealed("identity_release.reason"))
    granted_at: Mapped[Created]
    expires_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    person: Mapped[Person] = relationship()
    opportunity: Mapped[Opportunity] = relationship()
