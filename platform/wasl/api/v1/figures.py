"""`GET /api/v1/figures`: the published figures of today, the same as on the pages.

Cells that would tell of few people hold `few` or `kept_back` in the place of a number.
"""

from dataclasses import dataclass
from typing import Self

from wasl.access import Permission, requires
from wasl.api.v1.blueprint import as_json, blueprint
from wasl.extensions import db
from wasl.figures.count import Offer
from wasl.figures.publish import Figures, read_figures
from wasl.figures.tables import PublishedTable, Shown


@dataclass(frozen=True, kw_only=True)
class TableData:
    """People by kind (rows) and governorate (columns); the last of each, with an empty code, is
    everybody. cells: a line for each row; a multiple of five, `few` or `kept_back`."""

    name: str
    rows: list[str]
    columns: list[str]
    cells: list[list[Shown]]

    @classmethod
    def of(cls, table: PublishedTable) -> Self:
        """Return a protected table as data."""
        cells = [list(line) for line in table.cells]
        return cls(name=table.name, rows=list(table.rows), columns=list(table.columns), cells=cells)


@dataclass(frozen=True, kw_only=True)
class FiguresData:
    """day: ISO 8601, in Iraq. offers: opportunities and their places, exact: they are no people.
    filled: who got something of what was offered in twelve months, by kind."""

    day: str
    people: list[TableData]
    offers: list[Offer]
    filled: list[TableData]

    @classmethod
    def of(cls, figures: Figures) -> Self:
        """Return the figures of a day as data."""
        return cls(
            day=figures.day.isoformat(),
            people=[TableData.of(table) for table in figures.people],
            offers=list(figures.offers),
            filled=[TableData.of(table) for table in figures.filled],
        )


@blueprint.get("/figures")
@requires(Permission.USE_API)
@as_json
def figures() -> FiguresData:
    """Return the figures that are published today."""
    return FiguresData.of(read_figures(db.session))
