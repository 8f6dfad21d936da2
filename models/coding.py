"""What a wording was understood as; the wording itself always stays."""

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from models.base import JsonList, Name
from models.enums import UNDECIDED, CodingDecision


class CodedOccupation:
    """Columns of a record whose title is coded to ISCO-08 (mixin)."""

    title: Mapped[Name] = mapped_column(doc="the wording that was given")
    coding_decision: Mapped[CodingDecision] = mapped_column(default=CodingDecision.UNKNOWN)
    coding_confidence: Mapped[float] = mapped_column(default=0.0, doc="0 to 1")
    coding_candidates: Mapped[JsonList] = mapped_column(
        default=list, doc="best five, [unit group, confidence] each, best first"
    )

    @property
    def undecided(self) -> bool:
        """Whether somebody has still to say what the title means."""
        return self.coding_decision in UNDECIDED

    @declared_attr
    def occupation_code(self) -> Mapped[str | None]:
        """Unit group: set when sure or confirmed, else empty; confirmed as no occupation: empty."""
        return mapped_column(String(4), ForeignKey("occupation.code"), index=True)


class CodedSkill:
    """Columns of a record whose wording is coded to a skill (mixin)."""

    wording: Mapped[Name] = mapped_column(doc="the wording that was given")
    confidence: Mapped[float] = mapped_column(default=0.0, doc="0 to 1")

    @declared_attr
    def skill_code(self) -> Mapped[str | None]:
        """Skill: set when the wording was understood, else empty."""
        return mapped_column(String(80), ForeignKey("skill.code"), index=True)


def between(column: str, low: float, high: float) -> CheckConstraint:
    """Return a named CHECK that a column lies in a range (or is empty)."""
    return CheckConstraint(f"{column} BETWEEN {low} AND {high}", name=f"{column}_range")
