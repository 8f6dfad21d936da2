"""Runs of jobs: what the platform does by itself, when it did it last and what came of it."""

from datetime import datetime

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.access_enums import JobState
from models.base import Base, Code, Created, Json, Name


class JobRun(Base):
    """One run of a job. A slot of the timetable is taken once, however many processes see it."""

    __tablename__ = "job_run"
    __table_args__ = (UniqueConstraint("name", "slot"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[Code] = mapped_column(index=True)
    slot: Mapped[datetime | None] = mapped_column(doc="the minute it was due; empty: by hand")
    asked_by: Mapped[str] = mapped_column(String(40), doc="account's public id, or system")
    state: Mapped[JobState] = mapped_column(default=JobState.RUNNING)
    started_at: Mapped[Created]
    ended_at: Mapped[datetime | None]
    result: Mapped[Json] = mapped_column(default=dict, doc="counts by their names")
    error: Mapped[Name | None] = mapped_column(doc="kind of the error; no values, no texts of it")
