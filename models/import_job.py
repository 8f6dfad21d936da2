"""A file that somebody sent in, and what became of it."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.account import Account
from models.base import Base, Created, Json, PublicId
from models.enums import ImportKind, ImportState
from models.sealed import Sealed, SealedJson


class ImportJob(Base):
    """An upload: the file is kept beside the database under its public id until it is settled."""

    __tablename__ = "import_job"
    __table_args__ = (CheckConstraint("size >= 0", name="size_not_negative"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    kind: Mapped[ImportKind]
    state: Mapped[ImportState] = mapped_column(default=ImportState.UPLOADED)
    filename: Mapped[str] = mapped_column(
        Sealed("import_job.filename"), doc="as the sender named it; never used as a path"
    )
    size: Mapped[int] = mapped_column(doc="bytes")
    digest: Mapped[str] = mapped_column(String(64), doc="SHA-256 of the file")
    mapping: Mapped[Json] = mapped_column(default=dict, doc="column of the file to canonical name")
    progress: Mapped[int] = mapped_column(default=0, doc="rows done")
    report: Mapped[Json] = mapped_column(SealedJson("import_job.report"), default=dict)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[Created]
    finished_at: Mapped[datetime | None]

    account: Mapped[Account | None] = relationship()
