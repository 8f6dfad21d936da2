"""The figures of a day: made once, kept, and the same for everybody until the next day."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from threading import Lock
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from models.figures import PublishedFigures
from wasl.clock import today_in_baghdad
from wasl.database import WRITE
from wasl.figures.count import Offer, count_offers, count_people
from wasl.figures.filled import count_filled
from wasl.figures.gaps import GapPeople, count_gap_people
from wasl.figures.promised import count_promised
from wasl.figures.protect import protect
from wasl.figures.supply import SupplyPeople, count_supply
from wasl.figures.tables import ALL, PublishedTable, Shown
from wasl.short_writes import short_write

# One thread makes them, the others wait: it is work for a second, and for a second connection.
_MAKING = Lock()


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What is published of a day. people: protected tables; offers: exact, they are no people.

    filled: who got something of what was offered, protected as well. gaps: who could begin, for
    those who prepare roundtables; none for a day that was published without. promised: who got
    what was promised there, protected, in one table or none. supply: what people want and need,
    for those who prepare roundtables as well.
    """

    day: date
    people: Sequence[PublishedTable]
    offers: Sequence[Offer]
    filled: Sequence[PublishedTable]
    gaps: Sequence[GapPeople] | None = None
    promised: Sequence[PublishedTable] = ()
    supply: Sequence[SupplyPeople] | None = None

    @property
    def everybody(self) -> Shown:
        """How many people are registered, as published."""
        return self.people[0].cell(ALL, ALL)

    def table(self, name: str) -> PublishedTable:
        """Return the table with a name. Raises KeyError."""
        tables = (*self.people, *self.filled, *self.promised)
        found = next((table for table in tables if table.name == name), None)
        if found is None:
            raise KeyError(name)
        return found

    def as_json(self) -> dict[str, Any]:
        """Return what is published as plain data."""
        return {
            "day": self.day.isoformat(),
            "people": [table.as_json() for table in self.people],
            "offers": [asdict(offer) for offer in self.offers],
            "filled": [table.as_json() for table in self.filled],
            "gaps": None if self.gaps is None else [asdict(cell) for cell in self.gaps],
            "promised": [table.as_json() for table in self.promised],
            "supply": None if self.supply is None else [asdict(cell) for cell in self.supply],
        }

    @classmethod
    def from_json(cls, given: dict[str, Any]) -> "Figures":
        """Read what `as_json` wrote."""
        return cls(
            day=date.fromisoformat(given["day"]),
            people=tuple(PublishedTable.from_json(table) for table in given["people"]),
            offers=tuple(Offer(**offer) for offer in given["offers"]),
            # Those of the day on which this was put in service were published without.
            filled=tuple(PublishedTable.from_json(table) for table in given.get("filled", ())),
            gaps=_gaps(given.get("gaps")),
            promised=tuple(PublishedTable.from_json(one) for one in given.get("promised", ())),
            supply=_supply(given.get("supply")),
        )


def make_figures(session: Session, today: date) -> Figures:
    """Count what is there now and protect it."""
    people = tuple(protect(count_people(session, today)))
    return Figures(
        day=today,
        people=people,
        offers=tuple(count_offers(session)),
        filled=tuple(protect(count_filled(session, today))),
        gaps=tuple(count_gap_people(session)),
        promised=tuple(protect([count_promised(session)])),
        supply=tuple(count_supply(session, people[0])),
    )


def _gaps(given: Sequence[dict[str, Any]] | None) -> Sequence[GapPeople] | None:
    return None if given is None else tuple(GapPeople(**cell) for cell in given)


def _supply(given: Sequence[dict[str, Any]] | None) -> Sequence[SupplyPeople] | None:
    return None if given is None else tuple(SupplyPeople(**cell) for cell in given)


def read_figures(session: Session, today: date | None = None) -> Figures:
    """Return the figures of today (in Iraq), made when they are first asked for.

    They are kept in a transaction of their own: asking for figures is no change of the caller's.
    What was registered since shows tomorrow, so that nobody who looks twice sees one person come.
    """
    today = today or today_in_baghdad()
    kept = session.get(PublishedFigures, today)
    if kept is not None:
        return Figures.from_json(kept.tables)
    if session.connection().get_execution_options().get(WRITE):
        return _keep(session, make_figures(session, today))
    with _MAKING:
        return _make_apart(session, today)


def _make_apart(session: Session, today: date) -> Figures:
    engine = session.connection().engine
    with Session(engine) as own:  # it sees what was kept while this thread waited for its turn
        kept = own.get(PublishedFigures, today)
        figures = Figures.from_json(kept.tables) if kept else make_figures(own, today)
    if kept is not None:
        return figures
    try:
        with short_write(engine) as own:
            return _keep(own, figures)
    except OperationalError:
        return figures  # a long list is going in; the next reader keeps them


def _keep(session: Session, figures: Figures) -> Figures:
    """Keep figures, unless somebody else has meanwhile; return those that hold."""
    on_postgresql = session.get_bind().dialect.name == "postgresql"
    insert: Any = postgresql.insert if on_postgresql else sqlite.insert
    values = {"day": figures.day, "tables": figures.as_json()}
    session.execute(insert(PublishedFigures).values(values).on_conflict_do_nothing())
    return Figures.from_json(session.get_one(PublishedFigures, figures.day).tables)
