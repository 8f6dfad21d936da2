"""What people want and need, by governorate: each of them may want several kinds.

A table of it has no sums that people could be worked out by, so its cells are blurred and told
from five on, as those of the gap board are. They agree with the number of people who live in a
place as it is published: none is told where that number is not, and none is larger, so that they
say nothing about it that it does not say itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.person import Person, PersonNeed, WantedKind
from models.sealed import keys_of
from wasl.figures.blur import Blur
from wasl.figures.count import UNKNOWN, list_governorates
from wasl.figures.gaps import shown_cells
from wasl.figures.tables import ALL, Mark, PublishedTable, Shown

WANTED, NEEDED = "wanted", "needed"
_NAME = "supply"


@dataclass(frozen=True, kw_only=True)
class SupplyPeople:
    """About how many people want a kind or need a service in a governorate, in fives.

    by: `WANTED` or `NEEDED`; code: the kind or the service; governorate: `ALL` is all of Iraq.
    """

    by: str
    code: str
    governorate: str
    people: int


def count_supply(session: Session, everybody: PublishedTable) -> list[SupplyPeople]:
    """Count what people want and need. everybody: a table of all people as it is published."""
    return [*_told(session, WANTED, everybody), *_told(session, NEEDED, everybody)]


def _told(session: Session, by: str, everybody: PublishedTable) -> Iterator[SupplyPeople]:
    blur = Blur(keys_of(session.get_bind().dialect).index(_NAME, by))
    places = set(list_governorates(session)) - {UNKNOWN}
    told = shown_cells(session.execute(_statement(by)), places, blur)
    for (code, place), count in sorted(told.items()):
        people = _agreeing(count, everybody.cell(place, ALL))
        if people is not None:
            yield SupplyPeople(by=by, code=str(code), governorate=place, people=people)


def _agreeing(count: int, living: Shown) -> int | None:
    """Return what may be told of a count beside what is published of all who live there."""
    return None if isinstance(living, Mark) else min(count, living)


def _statement(by: str) -> Any:
    """Return, for everybody who lives somewhere known, each thing that they want or need."""
    said, code = (WantedKind, WantedKind.kind) if by == WANTED else (PersonNeed, PersonNeed.need)
    return (
        select(code, Person.governorate_code, Person.id)
        .join(Person, Person.id == said.person_id)
        .where(Person.governorate_code.is_not(None))
    )
