"""Figures in words, as tables and as files: for who may see no person."""

import csv
import io

from flask import Response, abort, render_template, request
from flask.typing import ResponseReturnValue

from wasl.access import Permission, requires
from wasl.access.limits import EXPORTS, limited
from wasl.extensions import db
from wasl.figures import Figures, read_figures
from wasl.figures.tables import Mark
from wasl.i18n.language import choose_language
from wasl.portals.figures.blueprint import blueprint
from wasl.portals.figures.presenting import (
    OFFERS,
    TITLES,
    Namer,
    Sheet,
    cell_text,
    present_map,
    present_offers,
    present_shares,
    present_table,
)


@blueprint.get("")
@requires(Permission.SEE_FIGURES)
def overview() -> ResponseReturnValue:
    """Show how many people there are in all of Iraq, and of whom."""
    figures, namer = read_figures(db.session), Namer(db.session, choose_language())
    everybody = figures.everybody
    return render_template(
        "figures/overview.html",
        day=figures.day,
        everybody=cell_text(everybody),
        whole=None if isinstance(everybody, Mark) else everybody,
        groups=[
            (table.name, TITLES[table.name], present_shares(table, namer))
            for table in figures.people
        ],
        offers=sum(offer.count for offer in figures.offers),
        seats=sum(offer.seats for offer in figures.offers),
    )


def _sheet(figures: Figures, namer: Namer) -> Sheet:
    """Return the table that the address asks for."""
    by = request.args.get("by", "sex")
    if by == OFFERS:
        return present_offers(figures, namer)
    try:
        return present_table(figures.table(by), namer) if by in TITLES else abort(404)
    except KeyError:
        abort(404)  # a day that was published without it


@blueprint.get("/table")
@requires(Permission.SEE_FIGURES)
def table() -> ResponseReturnValue:
    """Show one table by governorate."""
    figures, namer = read_figures(db.session), Namer(db.session, choose_language())
    found = _sheet(figures, namer)
    return render_template(
        "figures/table.html",
        day=figures.day,
        sheet=found,
        map=present_map(figures, found.by, namer),
        titles=TITLES,
        offers=OFFERS,
    )


@blueprint.get("/table.csv")
@requires(Permission.SEE_FIGURES)
@limited(EXPORTS)
def table_file() -> ResponseReturnValue:
    """Give one table as a file that spreadsheets open; hidden cells stay hidden."""
    figures, namer = read_figures(db.session), Namer(db.session, choose_language())
    sheet, text = _sheet(figures, namer), io.StringIO()
    writer = csv.writer(text)
    writer.writerow([sheet.title, *(name for _, name in sheet.columns)])
    for line in sheet.lines:
        writer.writerow([line.name, *(line.cells[code] for code, _ in sheet.columns)])
    name = f"wasl-{sheet.by}-{figures.day.isoformat()}.csv"
    # With a mark of byte order, or Excel takes Arabic for something else.
    return Response(
        "\ufeff" + text.getvalue(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
