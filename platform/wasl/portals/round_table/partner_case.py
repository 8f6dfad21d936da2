"""The business case of who is no company: one page to hand over, in the language of the page.

It says what its page says, less what only the secretariat reads; of people what is published.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from wasl.documents.document import Document, Part, Table
from wasl.i18n.texts import gettext as _
from wasl.portals.round_table.partner_parts import Section
from wasl.portals.round_table.partner_words import sections_of
from wasl.portals.round_table.queries.partner import Partner
from wasl.ui.formats import format_day
from wasl.ui.labels import label
from wasl.ui.names import organisation_name

MOST_ROWS, MOST_ON_SHEET = 5, 9
"""Of a part, and of all of them, so that it fits on one sheet; the page has everything."""


def partner_case(one: Partner, today: date, language: str) -> Document:
    """Return what stands with an organisation and what it could do, as a document for it."""
    where = " · ".join(one.places.get(code, code) for code in one.works_in)
    return Document(
        language=language,
        title=organisation_name(one.names[0]),
        above=_("Business case"),
        facts=[
            (_("What it is"), str(label(one.kind))),
            (_("Where it works"), where or _("All of Iraq")),
            (_("As of"), format_day(today)),
        ],
        parts=list(_parts(one)),
        foot=_("Every number is counted from records. People are counted in fives; none is named."),
    )


def _parts(one: Partner) -> Iterator[Part]:
    tables = [(section.title, _table(section)) for section in sections_of(one)]
    told = [(title, table) for title, table in tables if table.rows]
    sizes = _fitting([len(table.rows) for _title, table in told])
    for (title, table), size in zip(told, sizes, strict=True):
        yield Part(heading=title, table=replace(table, rows=table.rows[:size]))


def _fitting(sizes: Sequence[int]) -> list[int]:
    """Return how many rows of each part fit on the sheet: the longest are cut, none to nothing."""
    fitting = [min(size, MOST_ROWS) for size in sizes]
    while sum(fitting) > max(MOST_ON_SHEET, len(fitting)):
        longest = max(fitting)
        last = len(fitting) - 1 - fitting[::-1].index(longest)
        fitting[last] -= 1
    return fitting


def _table(section: Section) -> Table:
    """Return a part without the rows and the columns that stay inside."""
    told = len(section.header) - section.inside
    rows = [[cell.on_paper for cell in row.cells[:told]] for row in section.rows if row.handed]
    return Table(header=section.header[:told], rows=rows)
