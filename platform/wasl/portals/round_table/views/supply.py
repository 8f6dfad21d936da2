"""The supply map: who came back, by work, wish, need and time, in each governorate; as a file."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from wasl.access import Permission, requires
from wasl.access.limits import EXPORTS, limited
from wasl.code_names import list_governorates
from wasl.extensions import db
from wasl.figures import read_figures
from wasl.figures.tables import ALL
from wasl.i18n.language import choose_language
from wasl.occupations import list_major_groups
from wasl.portals.round_table import supply_words as words
from wasl.portals.round_table.blueprint import blueprint
from wasl.portals.round_table.queries.supply import By, Supply, read_supply
from wasl.portals.round_table.workbooks import send_workbook


def _names() -> words.SupplyNames:
    language = choose_language()
    return words.SupplyNames(
        places=dict(list_governorates(db.session, language)),
        groups=dict(list_major_groups(db.session, language)),
    )


def _by() -> By:
    """Return what the address tells people apart by; their work when it names nothing known."""
    try:
        return By(request.args.get("by", ""))
    except ValueError:
        return By.OCCUPATION


def _column(supply: Supply | None) -> str:
    """Return the column that the address asks for; everybody when there is no such column."""
    code = request.args.get("of", ALL)
    return code if supply and code in supply.columns else ALL


@blueprint.get("/supply")
@requires(Permission.SEE_SUPPLY)
def supply() -> ResponseReturnValue:
    """Show one table: a column of it as a map, and all of it."""
    figures, by, names = read_figures(db.session), _by(), _names()
    found = read_supply(figures, by)
    column = _column(found)
    return render_template(
        "round_table/supply.html",
        day=figures.day,
        by=by,
        titles=words.TITLES,
        supply=found,
        names=names,
        words=words,
        of=column,
        map=words.map_of(found, column, names) if found else None,
    )


@blueprint.get("/supply.xlsx")
@requires(Permission.SEE_SUPPLY)
@limited(EXPORTS)
def supply_file() -> ResponseReturnValue:
    """Give all tables as a workbook; what is hidden on the page is hidden in it."""
    figures, names = read_figures(db.session), _names()
    found = [table for by in By if (table := read_supply(figures, by))]
    sheets = [words.file_sheet(table, names, figures.day) for table in found]
    return send_workbook(sheets, "supply", figures.day)
