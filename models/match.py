"""Match policy, match run and match: every score can be traced to its weights and its data."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Created, Json, JsonList, Name, PublicId
from models.opportunity import Opportunity
from models.person import Person

WORTH_SHOWING = 550_000
"""Points from which a pair that fits is worth a person's time. Below it stands what somebody would
be allowed to take but has neither learnt nor asked for."""


class MatchPolicy(Base):
    """A version of the weights. Rows are added, never changed."""

    __tablename__ = "match_policy"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(unique=True)
    note: Mapped[Name]
    weights: Mapped[Json] = mapped_column(doc="points of each criterion; they add up to 1,000,000")
    created_at: Mapped[Created]


class MatchRun(Base):
    """One computation of all matches."""

    __tablename__ = "match_run"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    policy_id: Mapped[int] = mapped_column(ForeignKey("match_policy.id"))
    engine: Mapped[Name] = mapped_column(doc="version of the engine that computed it")
    data_digest: Mapped[str] = mapped_column(String(64), doc="SHA-256 of the columns that went in")
    as_of: Mapped[date] = mapped_column(doc="the day that counted as today")
    started_at: Mapped[Created]
    finished_at: Mapped[datetime | None]
    people: Mapped[int] = mapped_column(default=0)
    opportunities: Mapped[int] = mapped_column(default=0)
    eligible_pairs: Mapped[int] = mapped_column(default=0)

    policy: Mapped[MatchPolicy] = relationship()


class Match(Base):
    """A person and an opportunity in one run, with the explanation made when it was scored."""

    __tablename__ = "match"
    __table_args__ = (
        UniqueConstraint("run_id", "person_id", "opportunity_id"),
        CheckConstraint("points BETWEEN 0 AND 1000000", name="points_range"),
        CheckConstraint("rank_for_person > 0", name="rank_for_person_positive"),
        CheckConstraint("rank_for_opportunity > 0", name="rank_for_opportunity_positive"),
        Index("ix_match_person", "run_id", "person_id", "rank_for_person"),
        Index("ix_match_opportunity", "run_id", "opportunity_id", "rank_for_opportunity"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("match_run.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    opportunity_id: Mapped[int] = mapped_column(ForeignKey("opportunity.id"))
    points: Mapped[int] = mapped_column(doc="of 1,000,000")
    eligible: Mapped[bool]
    rank_for_person: Mapped[int | None] = mapped_column(doc="1 is best; eligible pairs first")
    rank_for_opportunity: Mapped[int | None] = mapped_column(doc="1 is best; eligible pairs first")
    unmet: Mapped[JsonList] = mapped_column(default=list, doc="hard requirements not met")
    explanation: Mapped[Json]

    person: Mapped[Person] = relationship()
    opportunity: Mapped[Opportunity] = relationship()
    run: Mapped[MatchRun] = relationship()
