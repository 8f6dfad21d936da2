"""Roundtables and committees: meetings, who takes part, what was said and what came of it."""

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.account import Account
from models.base import Base, Code, Created, Json, Name, PublicId, Updated
from models.opportunity import Organisation
from models.round_table_enums import (
    Attendance,
    InvitationAnswer,
    MeetingKind,
    MeetingState,
    ParticipantPart,
    ResolutionKind,
    ResolutionState,
)
from models.sealed import Sealed


class MeetingSeries(Base):
    """Meetings that carry things over from one to the next."""

    __tablename__ = "meeting_series"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    kind: Mapped[MeetingKind]
    name: Mapped[Name]
    name_key: Mapped[Name] = mapped_column(unique=True, doc="folded name, for finding it again")
    about: Mapped[str | None]
    created_at: Mapped[Created]


class Meeting(Base):
    """A roundtable, or a sitting of a committee.

    Organisations speak, and roles in them; names of the people who sat there are not kept.
    """

    __tablename__ = "meeting"
    __table_args__: Any = (CheckConstraint("ends_at > starts_at", name="time_order"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    series_id: Mapped[int] = mapped_column(ForeignKey("meeting_series.id"), index=True)
    ref: Mapped[Code] = mapped_column(unique=True, doc="as files and minutes name it")
    title: Mapped[Name]
    state: Mapped[MeetingState] = mapped_column(default=MeetingState.PLANNED, index=True)
    held_on: Mapped[date] = mapped_column(index=True, doc="the day, in Baghdad")
    starts_at: Mapped[time | None] = mapped_column(doc="Baghdad's clock")
    ends_at: Mapped[time | None]
    governorate_code: Mapped[Code | None] = mapped_column(ForeignKey("place.code"))
    place: Mapped[Name | None] = mapped_column(doc="city, as it is said")
    venue: Mapped[Name | None] = mapped_column(doc="building, room, how to get in")
    chair: Mapped[Name | None] = mapped_column(doc="organisation and role, as it is said")
    about: Mapped[str | None] = mapped_column(doc="what the invitation says")
    called_at: Mapped[datetime | None] = mapped_column(doc="when invitations last left")
    published_at: Mapped[datetime | None] = mapped_column(doc="when its minutes last were")
    search_words: Mapped[str | None] = mapped_column(
        Text, doc="folded words of title, agenda, minutes and resolutions, kept by operations"
    )
    digest: Mapped[str] = mapped_column(String(64), default="", doc="of the row it came from")
    unrecognised: Mapped[Json] = mapped_column(default=dict)
    created_at: Mapped[Created]
    updated_at: Mapped[Updated]
    version: Mapped[int] = mapped_column(default=1)

    series: Mapped[MeetingSeries] = relationship()
    participants: Mapped[list["Participant"]] = relationship(
        back_populates="meeting", cascade="all, delete-orphan", order_by="Participant.id"
    )
    agenda: Mapped[list["AgendaItem"]] = relationship(
        back_populates="meeting",
        cascade="all, delete-orphan",
        order_by="AgendaItem.position, AgendaItem.id",
    )
    documents: Mapped[list["MeetingDocument"]] = relationship(
        back_populates="meeting", cascade="all, delete-orphan", order_by="MeetingDocument.id"
    )

    __mapper_args__: dict[str, Any] = {"version_id_col": version}


class Participant(Base):
    """An organisation at a meeting, by the role that comes; its invitation, answer, attendance."""

    __tablename__ = "participant"
    __table_args__: Any = (
        UniqueConstraint("meeting_id", "organisation_id"),
        CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name="answered_at_a_time"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    part: Mapped[ParticipantPart] = mapped_column(default=ParticipantPart.MEMBER)
    role: Mapped[Name | None] = mapped_column(doc="who comes, by role: “HR manager”")
    invited_at: Mapped[datetime | None]
    answer: Mapped[InvitationAnswer | None]
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    answer_note: Mapped[str | None]
    attendance: Mapped[Attendance | None]
    minutes_sent_at: Mapped[datetime | None]

    meeting: Mapped[Meeting] = relationship(back_populates="participants")
    organisation: Mapped[Organisation] = relationship()


class AgendaItem(Base):
    """A point of the agenda, and what was said about it."""

    __tablename__ = "agenda_item"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    position: Mapped[int]
    title: Mapped[Name]
    about: Mapped[str | None] = mapped_column(doc="what it is to come to, with its evidence")
    presenter_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    carried_from_id: Mapped[int | None] = mapped_column(
        ForeignKey("agenda_item.id"), doc="the same point of the meeting before"
    )
    minutes: Mapped[str | None] = mapped_column(doc="what was said, without names of people")

    meeting: Mapped[Meeting] = relationship(back_populates="agenda")
    presenter: Mapped[Organisation | None] = relationship()
    carried_from: Mapped["AgendaItem | None"] = relationship(remote_side="AgendaItem.id")
    resolutions: Mapped[list["Resolution"]] = relationship(
        back_populates="item", cascade="all, delete-orphan", order_by="Resolution.id"
    )


class Resolution(Base):
    """A recommendation, a decision or an action; open ones are carried forward until settled."""

    __tablename__ = "resolution"
    __table_args__: Any = (
        CheckConstraint("(state = 'open') = (ended_on IS NULL)", name="ended_on_a_day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    kind: Mapped[ResolutionKind]
    state: Mapped[ResolutionState] = mapped_column(default=ResolutionState.OPEN, index=True)
    text: Mapped[str]
    follows_id: Mapped[int | None] = mapped_column(ForeignKey("resolution.id"), index=True)
    responsible_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    responsible_role: Mapped[Name | None]
    due_on: Mapped[date | None] = mapped_column(index=True)
    reminded_at: Mapped[datetime | None]
    ended_on: Mapped[date | None] = mapped_column(doc="settled or dropped")
    ended_note: Mapped[str | None] = mapped_column(doc="by what it was settled, why it was dropped")
    created_at: Mapped[Created]
    version: Mapped[int] = mapped_column(default=1)

    item: Mapped[AgendaItem] = relationship(back_populates="resolutions")
    follows: Mapped["Resolution | None"] = relationship(remote_side="Resolution.id")
    responsible: Mapped[Organisation | None] = relationship()

    __mapper_args__: dict[str, Any] = {"version_id_col": version}


class MeetingDocument(Base):
    """A file that belongs to a meeting; in the database, so that a backup holds it as well."""

    __tablename__ = "meeting_document"
    __table_args__: Any = (CheckConstraint("size >= 0", name="size_not_negative"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    filename: Mapped[str] = mapped_column(
        Sealed("meeting_document.filename"), doc="as the sender named it; never used as a path"
    )
    size: Mapped[int] = mapped_column(doc="bytes")
    digest: Mapped[str] = mapped_column(String(64), doc="SHA-256 of the file")
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True, deferred_raiseload=True)
    for_members: Mapped[bool] = mapped_column(default=True, doc="members may read it")
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[Created]

    meeting: Mapped[Meeting] = relationship(back_populates="documents")
    added_by: Mapped[Account | None] = relationship()
