"""What the queries of several pages share: pages of a list, the last run, names of things."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from models.enums import PlaceLevel
from models.place import Place
from models.taxonomy import Occupation, Skill

Row = TypeVar("Row")
PAGE_SIZE = 25


@dataclass(frozen=True)
class Page(Generic[Row]):
    """A page of a list; numbers of pages begin at 1."""

    rows: Sequence[Row]
    number: int
    pages: int
    total: int


@dataclass(frozen=True)
class Slice:
    """Where a page begins, and how many pages and rows there are."""

    number: int
    pages: int
    total: int
    size: int

    @property
    def offset(self) -> int:
        """How many rows come before the page."""
        return (self.number - 1) * self.size

    def page(self, rows: Sequence[Row]) -> Page[Row]:
        """Put rows on the page."""
        return Page(rows, self.number, self.pages, self.total)


def cut(session: Session, found: Select[Any], number: int, size: int = PAGE_SIZE) -> Slice:
    """Count what a statement finds; a number beyond the last page means the last page."""
    total = session.scalar(select(func.count()).select_from(found.order_by(None).subquery())) or 0
    return cut_list(total, number, size)


def cut_list(total: int, number: int, size: int = PAGE_SIZE) -> Slice:
    """Cut so many rows into pages; a number beyond the last page means the last page."""
    pages = max(1, -(-total // size))
    return Slice(min(max(1, number), pages), pages, total, size)


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
