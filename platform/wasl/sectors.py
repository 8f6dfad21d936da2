"""Sectors of ISIC Rev. 4 by name, in the language of a page."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.taxonomy import Sector


@dataclass(frozen=True, kw_only=True)
class SectorName:
    """A section or division. section: the letter; of a section its own."""

    code: str
    section: str
    name: str


def list_sectors(session: Session, language: str) -> list[SectorName]:
    """Return each section followed by its divisions, in the order of ISIC."""
    label = getattr(Sector, f"label_{language}")
    rows = session.execute(select(Sector.code, Sector.section, label))
    found = [SectorName(code=code, section=section, name=name) for code, section, name in rows]
    return sorted(found, key=lambda one: (one.section, one.code != one.section, one.code))


def name_sections(session: Session, language: str) -> Mapping[str, str]:
    """Return the names of the sections by letter, in order."""
    sectors = list_sectors(session, language)
    return {one.code: one.name for one in sectors if one.code == one.section}


def name_sector(session: Session, code: str | None, language: str) -> str | None:
    """Return what a sector is called; none for an unknown one."""
    found = session.get(Sector, code) if code else None
    return getattr(found, f"label_{language}") if found else None
