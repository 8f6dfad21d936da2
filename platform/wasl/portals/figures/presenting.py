"""Published figures in words: what rows, columns and cells are called."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.enums import Category, OpportunityKind, PlaceLevel, Sex
from models.place import Place
from models.taxonomy import Occupation
from wasl.figures import Figures
from wasl.figures.count import EARLIER, MAJOR_GROUPS, RETURNED, UNKNOWN, Prospect
from wasl.figures.tables import ALL, Mark, PublishedTable, Shown
from wasl.i18n.texts import gettext as _
from wasl.i18n.texts import lazy_gettext
from wasl.ui.formats import format_number
from wasl.ui.labels import label
from wasl.ui.tile_map import TileMap, Told, draw_map

OFFERS = "offers"

TITLES: Mapping[str, str] = {
    "sex": lazy_gettext("Women and men"),
    "category": lazy_gettext("How people came back"),
    "age": lazy_gettext("Age"),
    "occupation": lazy_gettext("Work that people have done longest"),
    RETURNED: lazy_gettext("When people came back"),
    "prospect": lazy_gettext("Whether something fits"),
    OFFERS: lazy_gettext("Opportunities that are open"),
}
_WORDS: Mapping[str, str] = {
    "under_18": lazy_gettext("Under 18"),
    "18_24": lazy_gettext("18 to 24"),
    "25_34": lazy_gettext("25 to 34"),
    "35_44": lazy_gettext("35 to 44"),
    "45_54": lazy_gettext("45 to 54"),
    "55": lazy_gettext("55 and older"),
    EARLIER: lazy_gettext("Earlier"),
    Prospect.FITS: lazy_gettext("Something fits"),
    Prospect.NOTHING_YET: lazy_gettext("Nothing fits yet"),
    Prospect.NOT_ALLOWED: lazy_gettext("Matching not allowed"),
    UNKNOWN: lazy_gettext("Not known"),
    ALL: lazy_gettext("Everybody"),
    **{one.value: label(one) for one in (*Sex, *Category, *OpportunityKind)},
}


@dataclass(frozen=True, kw_only=True)
class Line:
    """A row as it is shown: what it is called, its cells by column, which hold no number."""

    name: str
    cells: Mapping[str, str]
    hidden: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A table in words. columns: code and what it is called."""

    by: str
    title: str
    columns: Sequence[tuple[str, str]]
    lines: Sequence[Line]


@dataclass(frozen=True, kw_only=True)
class Share:
    """One group of everybody. count: none where no number is shown, then `text` says why."""

    name: str
    text: str
    count: int | None


def cell_text(cell: Shown) -> str:
    """Write a cell: a number, or why there is none."""
    if cell is Mark.FEW:
        return _("under 5")
    return _("not shown") if isinstance(cell, Mark) else format_number(cell)


class Namer:
    """Names of codes in the language of the page."""

    def __init__(self, session: Session, language: str) -> None:
        place = select(Place.code, getattr(Place, f"name_{language}"))
        group = select(Occupation.code, getattr(Occupation, f"label_{language}"))
        self.places: dict[str, str] = dict(
            session.execute(place.where(Place.level == PlaceLevel.GOVERNORATE)).all()
        )
        self._groups: dict[str, str] = dict(
            session.execute(group.where(Occupation.code.in_(MAJOR_GROUPS))).all()
        )

    def row(self, code: str) -> str:
        """Name a governorate."""
        if code == ALL:
            return _("All of Iraq")
        return str(_WORDS[UNKNOWN]) if code == UNKNOWN else str(self.places.get(code, code))

    def column(self, by: str, code: str) -> str:
        """Name a column of a table."""
        if by == "occupation" and code in self._groups:
            return str(self._groups[code])
        return str(_WORDS.get(code, code))


def present_table(table: PublishedTable, namer: Namer) -> Sheet:
    """Put a table of people into words."""
    lines = [
        Line(
            name=namer.row(row),
            cells={code: cell_text(cell) for code, cell in zip(table.columns, cells, strict=True)},
        )
        for row, cells in zip(table.rows, table.cells, strict=True)
    ]
    columns = [(code, namer.column(table.name, code)) for code in table.columns]
    return Sheet(by=table.name, title=str(TITLES[table.name]), columns=columns, lines=lines)


def present_map(figures: Figures, by: str, namer: Namer) -> TileMap:
    """Return everybody of a table, or all that is open, as a map of the governorates."""
    if by == OFFERS:
        counted: Counter[str] = Counter()
        for offer in figures.offers:
            counted[offer.governorate] += offer.count
        cells: dict[str, Shown] = {code: counted[code] for code in namer.places}
    else:
        table = figures.table(by)
        cells = {code: table.cell(code, ALL) for code in namer.places}
    told = {
        code: Told(text=cell_text(cell), value=None if isinstance(cell, Mark) else cell)
        for code, cell in cells.items()
    }
    return draw_map(told, namer.places)


def present_offers(figures: Figures, namer: Namer) -> Sheet:
    """Put what is open into words: opportunities and, in brackets, their places."""
    kinds = [kind.value for kind in OpportunityKind]
    found = {(offer.governorate, offer.kind): offer for offer in figures.offers}
    places = list(dict.fromkeys(offer.governorate for offer in figures.offers))

    def line(name: str, rows: Sequence[str]) -> Line:
        cells = {}
        for kind in (*kinds, ALL):
            wanted = kinds if kind == ALL else [kind]
            offers = [found[key] for key in ((r, k) for r in rows for k in wanted) if key in found]
            count, seats = sum(one.count for one in offers), sum(one.seats for one in offers)
            cells[kind] = (
                _("%(count)s (%(seats)s)", count=format_number(count), seats=format_number(seats))
                if count
                else "0"
            )
        return Line(name=name, cells=cells)

    lines = [line(namer.row(place), [place]) for place in places]
    columns = [*((kind, namer.column(OFFERS, kind)) for kind in kinds), (ALL, _("All kinds"))]
    whole = line(namer.row(ALL), places)
    return Sheet(by=OFFERS, title=str(TITLES[OFFERS]), columns=columns, lines=[*lines, whole])


def present_shares(table: PublishedTable, namer: Namer) -> list[Share]:
    """Return the groups of everybody in all of Iraq, in the order of the table."""
    shares = []
    for code in table.columns[:-1]:
        cell = table.cell(ALL, code)
        count = None if isinstance(cell, Mark) else cell
        shares.append(Share(name=namer.column(table.name, code), text=cell_text(cell), count=count))
    return shares
