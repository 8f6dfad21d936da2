"""Referrals: one record for a person and an opportunity, with three independent axes."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.access_enums import ConsentGiver
from models.base import Base, Code, Created, PublicId, Updated
from models.opportunity import Opportunity
from models.person import Person
from models.referral_enums import (
    Axis,
    CloseCause,
    ConsentState,
    EmployerVerdict,
    OfficeView,
    ReferralOrigin,
    ReferralStage,
    RefusalReason,
    Side,
)
from models.sealed import Sealed


class Referral(Base):
    """A person and an opportunity.

    Only `operations.referrals.core` moves the axes; `stage` and `close_cause` follow from them.
    """

    __tablename__ = "referral"
    __table_args__: Any = (
        UniqueConstraint("person_id", "opportunity_id"),
        CheckConstraint("(closed_at IS NULL) = (close_cause IS NULL)", name="closed_with_a_cause"),
        CheckConstraint("consent <> 'asked' OR consent_by IS NOT NULL", name="asked_until"),
        Index("ix_referral_opportunity_stage", "opportunity_id", "stage"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    opportunity_id: Mapped[int] = mapped_column(ForeignKey("opportunity.id"), index=True)
    origin: Mapped[ReferralOrigin]
    card: Mapped[Code] = mapped_column(doc="number of the person's work card for this opportunity")
    consent: Mapped[ConsentState] = mapped_column(default=ConsentState.NOT_ASKED)
    consent_by: Mapped[datetime | None] = mapped_column(doc="until when the person can answer")
    view: Mapped[OfficeView] = mapped_column(default=OfficeView.OPEN)
    verdict: Mapped[EmployerVerdict] = mapped_column(default=EmployerVerdict.NOT_ASKED)
    answer_by: Mapped[datetime | None] = mapped_column(doc="until when the employer can answer")
    stage: Mapped[ReferralStage] = mapped_column(default=ReferralStage.WITH_OFFICE, index=True)
    stage_since: Mapped[Created]
    reminded_at: Mapped[datetime | None] = mapped_column(doc="whose turn it is, since it is")
    closed_at: Mapped[datetime | None]
    close_cause: Mapped[CloseCause | None]
    told_at: Mapped[datetime | None] = mapped_column(
        doc="when an office told the person how it ended"
    )
    opened_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[Created]
    updated_at: Mapped[Updated]
    version: Mapped[int] = mapped_column(default=1)

    person: Mapped[Person] = relationship()
    opportunity: Mapped[Opportunity] = relationship()
    steps: Mapped[list["ReferralStep"]] = relationship(
        back_populates="referral", order_by="ReferralStep.id", passive_deletes=True
    )

    __mapper_args__: dict[str, Any] = {"version_id_col": version}


class ReferralStep(Base):
    """A step of one axis: who, when, why. Rows are only added.

    private_note: read by the side that wrote it. shared_note: read by all sides. Who spoke for a
    person, who heard it and why it was not the person alone is read by offices and by the person.
    """

    __tablename__ = "referral_step"

    id: Mapped[int] = mapped_column(primary_key=True)
    referral_id: Mapped[int] = mapped_column(
        ForeignKey("referral.id", ondelete="CASCADE"), index=True
    )
    axis: Mapped[Axis]
    step: Mapped[Code]
    source: Mapped[Code]
    target: Mapped[Code]
    side: Mapped[Side]
    given_by: Mapped[ConsentGiver | None] = mapped_column(doc="in whose voice the person spoke")
    proxy: Mapped[str | None] = mapped_column(
        Sealed("referral_step.proxy"), doc="who spoke for the person, and how they are related"
    )
    witness: Mapped[str | None] = mapped_column(Sealed("referral_step.witness"))
    not_alone: Mapped[str | None] = mapped_column(
        Sealed("referral_step.not_alone"), doc="why it was not the person alone who spoke"
    )
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[Created]
    reason: Mapped[RefusalReason | None]
    private_note: Mapped[str | None] = mapped_column(Sealed("referral_step.private_note"))
    shared_note: Mapped[str | None] = mapped_column(Sealed("referral_step.shared_note"))

    referral: Mapped[Referral] = relationship(back_populates="steps")


class AnswerCode(Base):
    """A code with which a person answers what is open in one referral, without an account.

    It is told by message or on a slip, works until it is used or its day, and names nobody.
    """

    __tablename__ = "answer_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    referral_id: Mapped[int] = mapped_column(
        ForeignKey("referral.id", ondelete="CASCADE"), index=True
    )
    code_digest: Mapped[str] = mapped_column(String(64), unique=True)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[Created]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None] = mapped_column(doc="used, or replaced by another one")

    referral: Mapped[Referral] = relationship()
