"""What each of the six kinds of opportunity has of its own."""

from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Name
from models.coding import between
from models.enums import OpportunityKind
from models.opportunity import Opportunity


def _of_kind(kind: OpportunityKind) -> dict[str, Any]:
    return {"polymorphic_identity": kind, "polymorphic_load": "selectin"}


class Job(Opportunity):
    """Paid work."""

    __tablename__ = "job"
    __table_args__ = (between("probation_months", 0, 24),)
    __mapper_args__ = _of_kind(OpportunityKind.JOB)

    id: Mapped[int] = mapped_column(ForeignKey("opportunity.id"), primary_key=True)
    permanent: Mapped[bool | None]
    probation_months: Mapped[int | None]
    social_security: Mapped[bool | None] = mapped_column(doc="registered with social security")


class Internship(Opportunity):
    """Work to learn, with a supervisor."""

    __tablename__ = "internship"
    __table_args__ = (between("weeks", 1, 104),)
    __mapper_args__ = _of_kind(OpportunityKind.INTERNSHIP)

    id: Mapped[int] = mapped_column(ForeignKey("opportunity.id"), primary_key=True)
    weeks: Mapped[int | None]
    may_lead_to_job: Mapped[bool | None]


class Training(Opportunity):
    """A course that leads to an occupation."""

    __tablename__ = "training"
    __table_args__ = (
        between("weeks", 1, 208),
        CheckConstraint("fee >= 0", name="fee_not_negative"),
    )
    __mapper_args__ = _of_kind(OpportunityKind.TRAINING)

    id: Mapped[int] = mapped_column(ForeignKey("opportunity.id"), primary_key=True)
    weeks: Mapped[int | None]
    certificate: Mapped[Name | None]
    fee: Mapped[int | None] = mapped_column(doc="IQD, 0 when free")


class Mentoring(Opportunity):
    """Somebody's experience, for some hours."""

    __tablename__ = "mentoring"
    __table_args__ = (between("sessions", 1, 200),)
    __mapper_args__ = _of_kind(OpportunityKind.MENTORING)

    id: Mapped[int] = mapped_column(ForeignKey("opportunity.id"), primary_key=True)
    sessions: Mapped[int | None]
    mentor_profile: Mapped[Name | None]


class InKindSupport(Opportunity):
    """Tools, stock, land, space or transport; the seats are units."""

    __tablename__ = "in_kind_support"
    __table_args__ = (between("return_after_days", 1, 1825),)
    __mapper_args__ = _of_kind(OpportunityKind.IN_KIND)

    id: Mapped[int] = mapped_column(ForeignKey("opportunity.id"), primary_key=True)
    item: Mapped[Name | None]
    unit: Mapped[Name | None]
    to_be_returned: Mapped[bool | None]
    return_after_days: Mapped[int | None]


class Finance(Opportunity):
    """A loan or a grant."""

    __tablename__ = "finance"
    __table_args__ = (
        CheckConstraint("amount_max > 0", name="amount_positive"),
        between("repayment_months", 0, 240),
    )
    __mapper_args__ = _of_kind(OpportunityKind.FINANCE)

    id: Mapped[int] = mapped_column(ForeignKey("opportunity.id"), primary_key=True)
    amount_max: Mapped[int | None] = mapped_column(doc="IQD")
    repayable: Mapped[bool | None]
    repayment_months: Mapped[int | None]
    purpose: Mapped[Name | None] = mapped_column(doc="what it may be used for")


CLASS_OF_KIND: dict[OpportunityKind, type[Opportunity]] = {
    OpportunityKind.JOB: Job,
    OpportunityKind.INTERNSHIP: Internship,
    OpportunityKind.TRAINING: Training,
    OpportunityKind.MENTORING: Mentoring,
    OpportunityKind.IN_KIND: InKindSupport,
    OpportunityKind.FINANCE: Finance,
}
