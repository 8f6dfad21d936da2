"""The audit log: events in a chain that can be added to and never changed."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.access_enums import AuditAction
from models.base import Base, Created, Json, UtcDateTime, unchecked
from models.enums import Role
from models.sealed import Sealed

# A national register adds more than 2^31 events; on SQLite every integer is long enough.
EVENT_ID = BigInteger().with_variant(Integer, "sqlite")


class AuditEvent(Base):
    """One thing that was done or seen. Names nobody: only opaque ids and coded details.

    `digest` is a keyed digest over this row and the digest before it. Triggers refuse UPDATE and
    DELETE (see the migration).
    """

    __tablename__ = "audit_event"

    id: Mapped[int] = mapped_column(
        EVENT_ID, primary_key=True, autoincrement=False, doc="without gaps"
    )
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    # Without a CHECK: a new action is no change of the schema; the code knows which there are.
    action: Mapped[AuditAction] = mapped_column(
        unchecked(AuditAction),
        index=True,
    )
    actor: Mapped[str] = mapped_column(String(40), index=True, doc="account's public id, or system")
    actor_role: Mapped[Role | None]
    actor_office_id: Mapped[int | None] = mapped_column(ForeignKey("office.id"))
    actor_organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    person: Mapped[str | None] = mapped_column(String(16), index=True, doc="public id")
    object_kind: Mapped[str | None] = mapped_column(String(32))
    object_id: Mapped[str | None] = mapped_column(String(40), index=True, doc="public id")
    reason_digest: Mapped[str | None] = mapped_column(
        String(64), doc="keyed digest over salt and text of the reason, which is kept apart"
    )
    details: Mapped[Json] = mapped_column(default=dict)
    key_id: Mapped[str] = mapped_column(String(16))
    digest: Mapped[str] = mapped_column(String(64))

    told: Mapped["AuditReason | None"] = relationship(
        viewonly=True, primaryjoin="AuditEvent.id == foreign(AuditReason.event_id)"
    )

    @property
    def reason(self) -> str | None:
        """What somebody gave as the reason; none when nothing was said or it was erased."""
        return self.told.text if self.told else None


class AuditReason(Base):
    """What somebody wrote as the reason of an event: free text, which may name a person.

    It is apart from the chain so that erasing a person erases it too; the chain proves it by its
    digest for as long as it is there. Without the salt the digest says nothing of it any more.
    """

    __tablename__ = "audit_reason"

    # No foreign key: verification says what is wrong, whichever of the two was tampered with.
    event_id: Mapped[int] = mapped_column(EVENT_ID, primary_key=True, autoincrement=False)
    person: Mapped[str | None] = mapped_column(String(16), index=True, doc="public id")
    salt: Mapped[str] = mapped_column(String(32))
    text: Mapped[str] = mapped_column(Sealed("audit_reason.text"))


class AuditHead(Base):
    """The end of the chain, one row: locked by whoever adds, so that no two add at once."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(primary_key=True)
    last_id: Mapped[int] = mapped_column(EVENT_ID, default=0)
    digest: Mapped[str] = mapped_column(String(64), default="")


class AuditCheck(Base):
    """That the chain was walked, and what was found. Shown to administrators; proves nothing."""

    __tablename__ = "audit_check"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[Created]
    checked: Mapped[int] = mapped_column(EVENT_ID, doc="events that are as they were written")
    fault: Mapped[str | None] = mapped_column(String(32), doc="empty: the chain is whole")
    event_id: Mapped[int | None] = mapped_column(EVENT_ID, doc="the first event that is not right")
    by: Mapped[str] = mapped_column(String(40), doc="account's public id, or system")
