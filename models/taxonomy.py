"""Occupations (ISCO-08), sectors (ISIC) and skills with their labels and the words for them."""

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Code, Created, Name
from models.enums import TermKind, TermSource


class Occupation(Base):
    """A group of ISCO-08; four digits are a unit group."""

    __tablename__ = "occupation"
    __table_args__ = (CheckConstraint("length(code) BETWEEN 1 AND 4", name="code_length"),)

    code: Mapped[str] = mapped_column(String(4), primary_key=True)
    label_en: Mapped[Name]
    label_ar: Mapped[Name]
    label_ckb: Mapped[Name]


class OccupationTerm(Base):
    """A wording for one or more unit groups, the likeliest first."""

    __tablename__ = "occupation_term"
    __table_args__ = (UniqueConstraint("source", "language", "term"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    codes: Mapped[str] = mapped_column(String(64), doc="unit groups joined by |")
    language: Mapped[str] = mapped_column(String(3))
    kind: Mapped[TermKind]
    term: Mapped[Name]
    source: Mapped[TermSource]


class Skill(Base):
    """A skill as an employer would list it."""

    __tablename__ = "skill"

    code: Mapped[str] = mapped_column(String(80), primary_key=True)
    label_en: Mapped[Name]
    label_ar: Mapped[Name]
    label_ckb: Mapped[Name]

    terms: Mapped[list["SkillTerm"]] = relationship(cascade="all, delete-orphan")
    occupations: Mapped[list["SkillOccupation"]] = relationship(cascade="all, delete-orphan")


class SkillTerm(Base):
    """A wording for a skill."""

    __tablename__ = "skill_term"
    __table_args__ = (UniqueConstraint("source", "language", "term"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    skill_code: Mapped[str] = mapped_column(String(80), ForeignKey("skill.code"), index=True)
    language: Mapped[str] = mapped_column(String(3))
    term: Mapped[Name]
    source: Mapped[TermSource]


class SkillOccupation(Base):
    """A unit group for which a skill is a core skill."""

    __tablename__ = "skill_occupation"

    skill_code: Mapped[str] = mapped_column(String(80), ForeignKey("skill.code"), primary_key=True)
    occupation_code: Mapped[str] = mapped_column(
        String(4), ForeignKey("occupation.code"), primary_key=True
    )


class Sector(Base):
    """A section (a letter) or division (two digits) of ISIC Rev. 4."""

    __tablename__ = "sector"
    __table_args__ = (
        CheckConstraint("(length(code) = 1) = (code = section)", name="section_of_division"),
    )

    code: Mapped[str] = mapped_column(String(2), primary_key=True)
    section: Mapped[str] = mapped_column(String(1), doc="the letter; a section's is its own")
    label_en: Mapped[Name]
    label_ar: Mapped[Name]
    label_ckb: Mapped[Name]


class ReferenceData(Base):
    """Which edition of a reference file the database holds."""

    __tablename__ = "reference_data"

    name: Mapped[Code] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), doc="SHA-256 of the file")
    loaded_at: Mapped[Created]
