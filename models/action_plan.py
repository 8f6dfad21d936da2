"""The national plan: priorities, actions with who leads and supports, and files written on them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Code, Created, Json, Name, PublicId, Updated
from models.commitment import Commitment
from models.meeting import Resolution
from models.opportunity import Organisation
from models.plan_enums import ActionPart, ActionStatus, Horizon


class Priority(Base):
    """A national priority that actions and commitments serve."""

    __tablename__ = "priority"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(unique=True)
    title_en: Mapped[Name]
    title_ar: Mapped[Name]
    title_ckb: Mapped[Name]


class PlanAction(Base):
    """An action of the plan. Texts in the two languages of the plan; one of them may be empty."""

    __tablename__ = "plan_action"
    __table_args__: Any = (
        CheckConstraint("title_en IS NOT NULL OR title_ar IS NOT NULL", name="title_given"),
        CheckConstraint("ends_on >= starts_on", name="day_order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    priority_id: Mapped[int] = mapped_column(ForeignKey("priority.id"), index=True)
    number: Mapped[Code] = mapped_column(unique=True, doc="as the plan counts it: 2.3")
    title_en: Mapped[Name | None]
    title_ar: Mapped[Name | None]
    objective_en: Mapped[str | None] = mapped_column(doc="specific objective")
    objective_ar: Mapped[str | None]
    horizon: Mapped[Horizon]
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    status: Mapped[ActionStatus] = mapped_column(default=ActionStatus.NOT_STARTED)
    status_note: Mapped[str | None]
    created_at: Mapped[Created]
    updated_at: Mapped[Updated]
    version: Mapped[int] = mapped_column(default=1)

    priority: Mapped[Priority] = relationship()
    bodies: Mapped[list["ActionBody"]] = relationship(
        cascade="all, delete-orphan", order_by="ActionBody.id"
    )
    links: Mapped[list["ActionLink"]] = relationship(
        cascade="all, delete-orphan", order_by="ActionLink.id"
    )

    __mapper_args__: dict[str, Any] = {"version_id_col": version}


class ActionBody(Base):
    """An organisation that leads an action, supports it, or supports it further out."""

    __tablename__ = "action_body"
    __table_args__: Any = (UniqueConstraint("action_id", "organisation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("plan_action.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    part: Mapped[ActionPart]

    organisation: Mapped[Organisation] = relationship()


class ActionLink(Base):
    """What is done for an action: a commitment, or what a meeting came to."""

    __tablename__ = "action_link"
    __table_args__: Any = (
        CheckConstraint("(commitment_id IS NULL) <> (resolution_id IS NULL)", name="to_one"),
        UniqueConstraint("action_id", "commitment_id"),
        UniqueConstraint("action_id", "resolution_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("plan_action.id"), index=True)
    commitment_id: Mapped[int | None] = mapped_column(ForeignKey("commitment.id"), index=True)
    resolution_id: Mapped[int | None] = mapped_column(ForeignKey("resolution.id"), index=True)

    commitment: Mapped[Commitment | None] = relationship()
    resolution: Mapped[Resolution | None] = relationship()


class ActionFile(Base):
    """The file on an action for half a year: written from records, edited, issued."""

    __tablename__ = "action_file"
    __table_args__: Any = (
        UniqueConstraint("action_id", "covers_until", "language"),
        CheckConstraint("covers_until > covers_from", name="day_order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    action_id: Mapped[int] = mapped_column(ForeignKey("plan_action.id"), index=True)
    language: Mapped[str] = mapped_column(String(3), doc="ar, en or ckb")
    covers_from: Mapped[date]
    covers_until: Mapped[date]
    created_at: Mapped[Created]

    action: Mapped[PlanAction] = relationship()
    versions: Mapped[list["ActionFileVersion"]] = relationship(
        back_populates="file", cascade="all, delete-orphan", order_by="ActionFileVersion.number"
    )


class ActionFileVersion(Base):
    """One version of an action file. Rows are only added; one that was issued stays as it is.

    content: title, objective, leads, timeframe, results, next_steps; lists of lines, each with the
    record that it was written from, if any.
    """

    __tablename__ = "action_file_version"
    __table_args__: Any = (UniqueConstraint("file_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    file_id: Mapped[int] = mapped_column(ForeignKey("action_file.id"), index=True)
    number: Mapped[int]
    content: Mapped[Json]
    note: Mapped[str | None] = mapped_column(doc="what was changed")
    account_id: Mapped[int | None] = mapped_column(
        ForeignKey("account.id"), doc="empty: written from records by the machine"
    )
    made_at: Mapped[Created]
    issued_at: Mapped[datetime | None]

    file: Mapped[ActionFile] = relationship(back_populates="versions")
