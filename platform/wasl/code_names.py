"""Named queries: what places, occupations and skills are called, by their codes."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.enums import PlaceLevel
from models.place import Place
from models.taxonomy import Occupation, Skill


def list_governorates(session: Session, language: str) -> list[tuple[str, str]]:
    """Return code and name of the governorates, by name."""
    name = getattr(Place, f"name_{language}")
    rows = session.execute(
        select(Place.code, name).where(Place.level == PlaceLevel.GOVERNORATE).order_by(name)
    )
    return [(code, text) for code, text in rows]


def _names(session: Session, key: Any, text: Any, codes: Iterable[str | None]) -> dict[str, str]:
    wanted = sorted({code for code in codes if code})
    if not wanted:
        return {}
    rows = session.execute(select(key, text).where(key.in_(wanted)))
    return {row[0]: row[1] for row in rows}


def name_places(session: Session, codes: Iterable[str | None], language: str) -> dict[str, str]:
    """Return the names of places by code."""
    return _names(session, Place.code, getattr(Place, f"name_{language}"), codes)


def name_occupations(
    session: Session, codes: Iterable[str | None], language: str
) -> dict[str, str]:
    """Return the labels of occupations by code."""
    return _names(session, Occupation.code, getattr(Occupation, f"label_{language}"), codes)


def name_skills(session: Session, codes: Iterable[str | None], language: str) -> dict[str, str]:
    """Return the labels of skills by code."""
    return _names(session, Skill.code, getattr(Skill, f"label_{language}"), codes)
