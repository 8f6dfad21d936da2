"""Organisations and the six kinds of opportunity they offer."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Code, Created, Json, JsonList, Name, PublicId, Updated
from models.coding import CodedOccupation, CodedSkill, between
from models.enums import (
    Hours,
    LanguageLevel,
    OpportunityKind,
    OpportunityStatus,
    OrganisationStanding,
)
from models.referral_enums import OrganisationSize


class Organisation(Base):
    """A company, chamber, union or provider."""

    __tablename__ = "organisation"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    name: Mapped[Name]
    name_key: Mapped[Name] = mapped_column(unique=True, doc="folded name, for finding it again")
    registration_no: Mapped[Code | None]
    sector_code: Mapped[Code | None] = mapped_column(doc="ISIC Rev. 4 section or division")
    sector_wording: Mapped[Name | None]
    governorate_code: Mapped[Code | None] = mapped_column(doc="where its seat is")
    standing: Mapped[OrganisationStanding] = mapped_column(default=OrganisationStanding.UNVETTED)
    size: Mapped[OrganisationSize | None]
    about: Mapped[str | None] = mapped_column(doc="what it does, in its own words; public")
    website: Mapped[Name | None]
    profile_at: Mapped[datetime | None] = mapped_column(doc="when its profile was last confirmed")
    registered_at: Mapped[datetime | None] = mapped_column(
        doc="when it registered itself, or last applied again; empty: from an office's list"
    )
    created_at: Mapped[Created]

    opportunities: Mapped[list["Opportunity"]] = relationship(
        back_populates="organisation", order_by="Opportunity.id"
    )
    other_names: Mapped[list["OrganisationName"]] = relationship(
        back_populates="organisation", order_by="OrganisationName.id", cascade="all, delete-orphan"
    )


class OrganisationName(Base):
    """Another name of an organisation: in another language, or the one it had before.

    Files and searches find it by each of them; no two organisations share one.
    """

    __tablename__ = "organisation_name"
    __table_args__: Any = (
        UniqueConstraint("organisation_id", "language"),
        CheckConstraint("language IN ('ar', 'ckb', 'en')", name="language_of_the_pages"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    name: Mapped[Name]
    name_key: Mapped[Name] = mapped_column(unique=True, doc="folded name, for finding it")
    language: Mapped[Code | None] = mapped_column(
        doc="it is shown on pages of this language; empty: only for finding the organisation"
    )
    created_at: Mapped[Created]

    organisation: Mapped[Organisation] = relationship(back_populates="other_names")


class Opportunity(CodedOccupation, Base):
    """What an organisation offers, and to whom it is open."""

    __tablename__ = "opportunity"
    __table_args__: Any = (
        UniqueConstraint("organisation_id", "ref"),
        CheckConstraint("seats > 0", name="seats_positive"),
        CheckConstraint("seats_taken BETWEEN 0 AND seats", name="seats_never_overbooked"),
        CheckConstraint("wage_min >= 0", name="wage_min_not_negative"),
        CheckConstraint("wage_max >= wage_min", name="wage_order"),
        CheckConstraint("length(title) > 0", name="title_given"),
        between("education_min", 0, 8),
        between("experience_min_years", 0, 50),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    ref: Mapped[str] = mapped_column(String(120), doc="the employer's own reference")
    employer_wording: Mapped[Name] = mapped_column(doc="the employer's name as the file had it")
    kind: Mapped[OpportunityKind]
    status: Mapped[OpportunityStatus] = mapped_column(default=OpportunityStatus.DRAFT, index=True)
    description: Mapped[str | None]
    education_min: Mapped[int | None] = mapped_column(doc="ISCED 2011, 0 to 8")
    experience_min_years: Mapped[float | None]
    governorate_code: Mapped[Code | None] = mapped_column(ForeignKey("place.code"), index=True)
    district_code: Mapped[Code | None] = mapped_column(ForeignKey("place.code"))
    district_wording: Mapped[Name | None] = mapped_column(doc="as given, when not recognised")
    remote: Mapped[bool | None]
    seats: Mapped[int] = mapped_column(doc="places, or units of in-kind support")
    seats_taken: Mapped[int] = mapped_column(
        default=0, doc="held by open offers, or filled; changed by `operations.seats` alone"
    )
    wage_min: Mapped[int | None] = mapped_column(doc="IQD a month")
    wage_max: Mapped[int | None] = mapped_column(doc="IQD a month")
    hours: Mapped[Hours | None]
    start_date: Mapped[date | None]
    apply_by: Mapped[date | None]
    accessible: Mapped[bool | None]
    transport: Mapped[bool | None]
    childcare: Mapped[bool | None]
    accommodation: Mapped[bool | None]
    women_encouraged: Mapped[bool | None] = mapped_column(doc="a signal, never a filter")
    commitment_ref: Mapped[Code | None] = mapped_column(doc="roundtable commitment it cites")
    capacity_id: Mapped[int | None] = mapped_column(
        ForeignKey("capacity.id"), index=True, doc="line of the employer's profile it came from"
    )
    flags: Mapped[JsonList] = mapped_column(
        default=list, doc="what its wording was found to smell of when it was last sent in"
    )
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    published_at: Mapped[datetime | None] = mapped_column(doc="first or again, the last time")
    attended_at: Mapped[Created] = mapped_column(doc="when its employer last did something with it")
    asked_after_at: Mapped[datetime | None] = mapped_column(
        doc="when its employer was asked whether it still stands"
    )
    expiry_told_at: Mapped[datetime | None]
    search_words: Mapped[str | None] = mapped_column(
        Text, doc="folded words of what it says, kept by `operations.opportunity_words`"
    )
    digest: Mapped[str] = mapped_column(String(64), default="")
    unrecognised: Mapped[Json] = mapped_column(default=dict)
    typed: Mapped[Json] = mapped_column(
        default=dict, doc="parts of a draft that could not be read, as they were typed, by column"
    )
    created_at: Mapped[Created]
    updated_at: Mapped[Updated]
    version: Mapped[int] = mapped_column(default=1)

    organisation: Mapped[Organisation] = relationship(back_populates="opportunities")
    skills: Mapped[list["OpportunitySkill"]] = relationship(
        cascade="all, delete-orphan", order_by="OpportunitySkill.id"
    )
    languages: Mapped[list["OpportunityLanguage"]] = relationship(
        cascade="all, delete-orphan", order_by="OpportunityLanguage.id"
    )
    licences: Mapped[list["OpportunityLicence"]] = relationship(
        cascade="all, delete-orphan", order_by="OpportunityLicence.id"
    )

    __mapper_args__: dict[str, Any] = {"polymorphic_on": "kind", "version_id_col": version}

    @property
    def key(self) -> str:
        """The posting as files name it, `employer/ref`."""
        return f"{self.employer_wording}/{self.ref}"


class OpportunitySkill(CodedSkill, Base):
    """A skill that is required or desired."""

    __tablename__ = "opportunity_skill"

    id: Mapped[int] = mapped_column(primary_key=True)
    opportunity_id: Mapped[int] = mapped_column(ForeignKey("opportunity.id"), index=True)
    required: Mapped[bool]


class OpportunityLanguage(Base):
    """A language with the lowest level that will do."""

    __tablename__ = "opportunity_language"
    __table_args__: Any = (UniqueConstraint("opportunity_id", "language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    opportunity_id: Mapped[int] = mapped_column(ForeignKey("opportunity.id"), index=True)
    language: Mapped[Name] = mapped_column(doc="ISO 639 code, or the wording when not recognised")
    level: Mapped[LanguageLevel | None]


class OpportunityLicence(Base):
    """A licence that is required."""

    __tablename__ = "opportunity_licence"
    __table_args__: Any = (UniqueConstraint("opportunity_id", "licence"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    opportunity_id: Mapped[int] = mapped_column(ForeignKey("opportunity.id"), index=True)
    licence: Mapped[Name] = mapped_column(doc="a code of enums.Licence, or the wording")
