"""The map of demand: what enterprises could give and offer, where; who they are; as a file."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from models.enums import OpportunityKind
from wasl.access import Permission, requires
from wasl.access.limits import EXPORTS, limited
from wasl.clock import today_in_baghdad
from wasl.code_names import list_governorates
from wasl.extensions import db
from wasl.figures import read_figures
from wasl.files.write_workbook import XLSX, FileSheet, write_workbook
from wasl.i18n.language import choose_language
from wasl.occupations import list_major_groups
from wasl.portals.secretariat.blueprint import blueprint
from wasl.portals.secretariat.demand_sheets import (
    BYS,
    MEASURES,
    NOT_KNOWN,
    NOT_TIED,
    Axis,
    By,
    Sheet,
    axis_of,
    count_sheet,
    filled_sheet,
    map_of,
    measured,
)
from wasl.portals.secretariat.demand_words import (
    about_filters,
    file_notes,
    file_sheets,
    people_text,
)
from wasl.portals.secretariat.queries.demand import (
    ANYWHERE,
    NO_SECTOR,
    Count,
    Line,
    Measure,
    Wanted,
    read_lines,
)
from wasl.portals.secretariat.queries.enterprises import list_enterprises
from wasl.sectors import SectorName, list_sectors, name_sections
from wasl.ui.labels import choices

Member = TypeVar("Member", bound=StrEnum)
MOST_ENTERPRISES = 20_000


def _member(kind: type[Member], name: str) -> Member | None:
    """Return what an address names of a closed list, or none."""
    try:
        return kind(request.args.get(name, ""))
    except ValueError:
        return None


def _wanted() -> Wanted:
    """Return the filters that the address names; what does not exist filters nothing."""
    language, args = choose_language(), request.args
    sectors = {one.code for one in list_sectors(db.session, language)} | {NO_SECTOR}
    places = {code for code, _name in list_governorates(db.session, language)} | {ANYWHERE}
    groups = {code for code, _name in list_major_groups(db.session, language)}

    def known(name: str, values: set[str]) -> str:
        given = args.get(name, "")
        return given if given in values else ""

    return Wanted(
        kind=_member(OpportunityKind, "kind"),
        sector=known("sector", sectors),
        governorate=known("governorate", places),
        group=known("group", groups),
        vetted=args.get("vetted") == "1",
    )


def _axis(by: By) -> Axis:
    language = choose_language()
    places = list_governorates(db.session, language)
    return axis_of(by, places, name_sections(db.session, language))


def _sheet(lines: Sequence[Line], measure: Measure, by: By, wanted: Wanted) -> Sheet | None:
    """Return a table; none for what was filled when filters are set, or not published today."""
    if measure is not Measure.FILLED:
        return count_sheet(lines, measure, _axis(by))
    if wanted.count:
        return None
    try:
        return filled_sheet(read_figures(db.session), _axis(by))
    except KeyError:
        return None


def _filters(wanted: Wanted) -> dict[str, str | None]:
    """Return filters as the parameters of an address."""
    return {
        "kind": wanted.kind.value if wanted.kind else None,
        "sector": wanted.sector or None,
        "governorate": wanted.governorate or None,
        "group": wanted.group or None,
        "vetted": "1" if wanted.vetted else None,
    }


def _narrowing(wanted: Wanted) -> dict[str, Any]:
    """Return what the filters of the page offer, and what is chosen."""
    language = choose_language()
    sectors = list_sectors(db.session, language)
    return {
        "wanted": wanted,
        "filters": _filters(wanted),
        "kinds": choices(OpportunityKind),
        "sectors": [(one.code, _below(one)) for one in sectors] + [(NO_SECTOR, NOT_KNOWN)],
        "governorates": [*list_governorates(db.session, language), (ANYWHERE, NOT_TIED)],
        "groups": list_major_groups(db.session, language),
    }


def _below(sector: SectorName) -> str:
    """Set the divisions of a section off from it."""
    return sector.name if sector.code == sector.section else f"\u2003{sector.name}"


@blueprint.get("/demand")
@requires(Permission.SEE_DEMAND)
def demand() -> ResponseReturnValue:
    """Show one table of the map."""
    wanted = _wanted()
    measure, by = _member(Measure, "measure") or Measure.COULD_GIVE, _member(By, "by") or By.PLACE
    lines = read_lines(db.session, wanted, today_in_baghdad())
    sheet = _sheet(lines, measure, by, wanted)
    return render_template(
        "secretariat/demand.html",
        sheet=sheet,
        map=map_of(sheet, dict(list_governorates(db.session, choose_language()))),
        whole=Count.of(lines),
        measure=measure,
        measures=MEASURES,
        by=by,
        bys=BYS,
        **_narrowing(wanted),
    )


@blueprint.get("/demand/enterprises")
@requires(Permission.SEE_DEMAND)
def enterprises() -> ResponseReturnValue:
    """List the enterprises behind a number."""
    wanted, language = _wanted(), choose_language()
    lines = read_lines(db.session, wanted, today_in_baghdad())
    number = request.args.get("page", 1, type=int)
    return render_template(
        "secretariat/enterprises.html",
        page=list_enterprises(db.session, lines, number, language),
        about=about_filters(db.session, wanted, language),
        filters=_filters(wanted),
        people_text=people_text,
        measured=measured,
        measures={one.value: one for one in Measure},
    )


@blueprint.get("/demand.xlsx")
@requires(Permission.SEE_DEMAND)
@limited(EXPORTS)
def demand_file() -> ResponseReturnValue:
    """Give the whole map as a workbook: each table, all its lines, and who the enterprises are."""
    today, language = today_in_baghdad(), choose_language()
    name = f"wasl-demand-{today.isoformat()}.xlsx"
    return Response(
        write_workbook(_file_sheets(_wanted(), today), language),
        content_type=XLSX,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _file_sheets(wanted: Wanted, today: date) -> list[FileSheet]:
    language = choose_language()
    lines = read_lines(db.session, wanted, today)
    tables = [_sheet(lines, measure, by, wanted) for by in By for measure in Measure]
    page = list_enterprises(db.session, lines, 1, language, MOST_ENTERPRISES)
    return file_sheets(
        [table for table in tables if table is not None],
        lines,
        (_axis(By.PLACE), _axis(By.SECTOR)),
        page.rows,
        file_notes(about_filters(db.session, wanted, language), today),
    )
