"""A person who returned: who they are, what they can, want and need."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Code, Created, Name, PublicId, Updated
from models.coding import CodedOccupation, CodedSkill, between
from models.consent_query import last_word
from models.enums import (
    Area,
    Category,
    ConsentPurpose,
    EvidenceGrade,
    Hours,
    Housing,
    LanguageLevel,
    MaritalStatus,
    Need,
    OpportunityKind,
    PhoneOwner,
    Sex,
    Vulnerability,
)
from models.register import Consent, RegisterEntry
from models.sealed import Sealed, SealedDate


class Person(Base):
    """One human being, however many registers know them. Holds nothing that names them."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[PublicId]
    sex: Mapped[Sex | None]
    category: Mapped[Category | None]
    area: Mapped[Area | None]
    governorate_code: Mapped[Code | None] = mapped_column(ForeignKey("place.code"), index=True)
    district_code: Mapped[Code | None] = mapped_column(ForeignKey("place.code"))
    district_wording: Mapped[Name | None] = mapped_column(doc="as given, when not recognised")
    origin_code: Mapped[Code | None] = mapped_column(ForeignKey("place.code"))
    created_at: Mapped[Created]
    updated_at: Mapped[Updated]
    anonymised_at: Mapped[datetime | None] = mapped_column(doc="identity is gone, figures stay")
    version: Mapped[int] = mapped_column(default=1)

    identity: Mapped["PersonIdentity"] = relationship(cascade="all, delete-orphan")
    household: Mapped["Household | None"] = relationship(cascade="all, delete-orphan")
    journey: Mapped["ReturnJourney | None"] = relationship(cascade="all, delete-orphan")
    education: Mapped["Education | None"] = relationship(cascade="all, delete-orphan")
    preference: Mapped["Preference | None"] = relationship(cascade="all, delete-orphan")
    certificates: Mapped[list["Certificate"]] = relationship(
        cascade="all, delete-orphan", order_by="Certificate.id"
    )
    experiences: Mapped[list["WorkExperience"]] = relationship(
        cascade="all, delete-orphan", order_by="WorkExperience.id"
    )
    desired_work: Mapped[list["DesiredWork"]] = relationship(
        cascade="all, delete-orphan", order_by="DesiredWork.id"
    )
    skills: Mapped[list["PersonSkill"]] = relationship(
        cascade="all, delete-orphan", order_by="PersonSkill.id"
    )
    languages: Mapped[list["PersonLanguage"]] = relationship(
        cascade="all, delete-orphan", order_by="PersonLanguage.id"
    )
    licences: Mapped[list["PersonLicence"]] = relationship(
        cascade="all, delete-orphan", order_by="PersonLicence.id"
    )
    wants: Mapped[list["WantedKind"]] = relationship(cascade="all, delete-orphan")
    relocations: Mapped[list["Relocation"]] = relationship(cascade="all, delete-orphan")
    needs: Mapped[list["PersonNeed"]] = relationship(cascade="all, delete-orphan")
    vulnerabilities: Mapped[list["PersonVulnerability"]] = relationship(
        cascade="all, delete-orphan"
    )
    consents: Mapped[list["Consent"]] = relationship(
        cascade="all, delete-orphan", order_by="Consent.id"
    )
    entries: Mapped[list["RegisterEntry"]] = relationship(
        back_populates="person", order_by="RegisterEntry.id"
    )

    __mapper_args__ = {"version_id_col": version}

    def allows(self, purpose: ConsentPurpose) -> bool:
        """Tell whether the latest statement on a purpose is a yes; no statement is a no."""
        word = last_word(self.consents, purpose)
        return word is not None and word.granted


class PersonIdentity(Base):
    """What names a person: sealed, and apart from the rest so that it is loaded only where it may
    be seen. It is found again by `PersonKey`."""

    __tablename__ = "person_identity"
    __table_args__ = (
        CheckConstraint("name_ar IS NOT NULL OR name_latin IS NOT NULL", name="has_a_name"),
        CheckConstraint("birth_year BETWEEN 1900 AND 2100", name="birth_year_range"),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    name_ar: Mapped[str | None] = mapped_column(Sealed("person_identity.name_ar"))
    name_latin: Mapped[str | None] = mapped_column(Sealed("person_identity.name_latin"))
    known_as: Mapped[str | None] = mapped_column(Sealed("person_identity.known_as"))
    mother_name: Mapped[str | None] = mapped_column(Sealed("person_identity.mother_name"))
    birth_date: Mapped[date | None] = mapped_column(
        SealedDate("person_identity.birth_date"), doc="empty when only the year is known"
    )
    birth_year: Mapped[int | None] = mapped_column(doc="in the clear, for age bands of statistics")
    national_id: Mapped[str | None] = mapped_column(Sealed("person_identity.national_id"))
    phone: Mapped[str | None] = mapped_column(
        Sealed("person_identity.phone"), doc="E.164 where it could be read as such"
    )
    phone_owner: Mapped[PhoneOwner | None]
    email: Mapped[str | None] = mapped_column(Sealed("person_identity.email"))

    keys: Mapped[list["PersonKey"]] = relationship(
        cascade="all, delete-orphan",
        primaryjoin="PersonIdentity.person_id == foreign(PersonKey.person_id)",
    )


class PersonKey(Base):
    """A keyed digest under which a person is found: of a name's first letters, a number, a phone.

    A digest of three letters says little even to who holds the key; who is found by it is checked
    against the opened identity.
    """

    __tablename__ = "person_key"

    digest: Mapped[str] = mapped_column(String(32), primary_key=True)
    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class Household(Base):
    """Whom the person lives with and cares for."""

    __tablename__ = "household"
    __table_args__ = (between("dependants", 0, 40),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    marital_status: Mapped[MaritalStatus | None]
    dependants: Mapped[int | None]
    female_head: Mapped[bool | None]
    housing: Mapped[Housing | None]


class ReturnJourney(Base):
    """From where and when the person returned."""

    __tablename__ = "return_journey"
    __table_args__ = (between("years_abroad", 0, 90),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    country_code: Mapped[Code | None] = mapped_column(doc="ISO 3166-1 alpha-2")
    country_wording: Mapped[Name | None] = mapped_column(doc="as given, when not recognised")
    return_date: Mapped[date | None]
    years_abroad: Mapped[float | None]
    reason_migrated: Mapped[str | None] = mapped_column(Sealed("return_journey.reason_migrated"))


class Education(Base):
    """Highest level reached."""

    __tablename__ = "education"
    __table_args__ = (between("level", 0, 8),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    level: Mapped[int | None] = mapped_column(doc="ISCED 2011, 0 to 8")
    field_of_study: Mapped[Name | None]


class Certificate(Base):
    """A paper the person has or says they have."""

    __tablename__ = "certificate"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[Name]
    recognised: Mapped[bool | None] = mapped_column(doc="empty: nobody said")


class WorkExperience(CodedOccupation, Base):
    """Work done at home or abroad."""

    __tablename__ = "work_experience"
    __table_args__ = (between("years", 0, 70),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    years: Mapped[float | None]
    country_code: Mapped[Code | None] = mapped_column(doc="ISO 3166-1 alpha-2; IQ is at home")
    country_wording: Mapped[Name | None] = mapped_column(doc="as given, when not recognised")


class DesiredWork(CodedOccupation, Base):
    """Work the person would like to do or learn."""

    __tablename__ = "desired_work"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)


class PersonSkill(CodedSkill, Base):
    """A skill with the grade of its evidence."""

    __tablename__ = "person_skill"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    evidence: Mapped[EvidenceGrade] = mapped_column(default=EvidenceGrade.DECLARED)


class PersonLanguage(Base):
    """A language and its level; an empty level was not said."""

    __tablename__ = "person_language"
    __table_args__ = (UniqueConstraint("person_id", "language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    language: Mapped[Name] = mapped_column(doc="ISO 639 code, or the wording when not recognised")
    level: Mapped[LanguageLevel | None]


class PersonLicence(Base):
    """A licence the person holds."""

    __tablename__ = "person_licence"
    __table_args__ = (UniqueConstraint("person_id", "licence"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    licence: Mapped[Name] = mapped_column(doc="a code of enums.Licence, or the wording")


class Preference(Base):
    """Conditions under which the person would accept."""

    __tablename__ = "preference"
    __table_args__ = (CheckConstraint("wage_min >= 0", name="wage_not_negative"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    wage_min: Mapped[int | None] = mapped_column(doc="IQD a month")
    hours: Mapped[Hours | None]
    available_from: Mapped[date | None]
    relocate_anywhere: Mapped[bool] = mapped_column(default=False)
    aspirations: Mapped[str | None] = mapped_column(Sealed("preference.aspirations"))


class WantedKind(Base):
    """A kind of opportunity the person wants; none listed means any."""

    __tablename__ = "wanted_kind"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    kind: Mapped[OpportunityKind] = mapped_column(primary_key=True)


class Relocation(Base):
    """A governorate the person would move to."""

    __tablename__ = "relocation"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    place_code: Mapped[Code] = mapped_column(ForeignKey("place.code"), primary_key=True)


class PersonNeed(Base):
    """A service the person asked for."""

    __tablename__ = "person_need"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    need: Mapped[Need] = mapped_column(primary_key=True)


class PersonVulnerability(Base):
    """A vulnerability noted at intake; never read by the engine."""

    __tablename__ = "person_vulnerability"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    vulnerability: Mapped[Vulnerability] = mapped_column(primary_key=True)
