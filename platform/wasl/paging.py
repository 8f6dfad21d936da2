"""Lists in pages: where a page begins, and how many there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

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
