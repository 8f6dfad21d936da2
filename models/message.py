"""The outbox: messages are written with what they tell about, and leave after the commit."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.access_enums import Channel, MessageState
from models.base import Base, Code, Created, Json, Name, PublicId
from models.sealed import Sealed, SealedJson


class Message(Base):
    """A message to somebody; its words are made from template and parameters when it leaves."""

    __tablename__ = "message"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), index=True
    )
    office_id: Mapped[int | None] = mapped_column(
        ForeignKey("office.id"), doc="that prints it, for a slip"
    )
    channel: Mapped[Channel]
    address: Mapped[str | None] = mapped_column(Sealed("message.address"))
    language: Mapped[str] = mapped_column(String(3))
    template: Mapped[Code]
    params: Mapped[Json] = mapped_column(SealedJson("message.params"), default=dict)
    state: Mapped[MessageState] = mapped_column(default=MessageState.WAITING, index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    next_attempt_at: Mapped[Created]
    last_error: Mapped[Name | None]
    created_at: Mapped[Created]
    sent_at: Mapped[datetime | None]
