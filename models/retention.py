"""How long records are kept, and the notice before they go."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.access_enums import RetentionKind
from models.base import Base, Created, PublicId


class RetentionPolicy(Base):
    """A decision on how long a kind of record is kept. Rows are added; the last one holds."""

    __tablename__ = "retention_policy"
    __table_args__ = (
        CheckConstraint("keep_days > 0", name="kept_for_a_while"),
        CheckConstraint("notice_days >= 0", name="notice_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[RetentionKind]
    keep_days: Mapped[int]
    notice_days: Mapped[int]
    set_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    set_at: Mapped[Created]


class RetentionNotice(Base):
    """That somebody was told their record will be anonymised on a day."""

    __tablename__ = "retention_notice"
    __table_args__ = (UniqueConstraint("kind", "subject", "given_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    kind: Mapped[RetentionKind]
    subject: Mapped[str] = mapped_column(String(16), index=True, doc="public id of the record")
    given_at: Mapped[Created]
    due_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None] = mapped_column(doc="there was activity again")
    done_at: Mapped[datetime | None]
