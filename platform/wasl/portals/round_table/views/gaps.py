"""The gap board: where people are ready to begin and places are missing; as a file."""

from typing import Any

from flask import Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from wasl.access import Permission, current_viewer, requires
from wasl.access.limits import EXPORTS, limited
from wasl.clock import today_in_baghdad
from wasl.code_names import list_governorates
from wasl.extensions import db
from wasl.figures.tables import ALL
from wasl.files.write_workbook import RIGHT_TO_LEFT, XLSX, write_workbook
from wasl.i18n.language import choose_language
from wasl.occupations import list_major_groups
from wasl.operations.commitments.told import sees_people
from wasl.operations.gaps.board import Board, Gap, read_board, without_people
from wasl.paging import Page, cut_list
from wasl.portals.round_table import barrier_words, gap_words
from wasl.portals.round_table.barrier_words import share_text
from wasl.portals.round_table.blueprint import blueprint
from wasl.portals.round_table.gap_picture import draw
from wasl.portals.round_table.queries.barriers_met import read_barriers_met
from wasl.portals.round_table.queries.gap import read_gap
from wasl.portals.round_table.queries.gaps import (
    COUNTRY,
    GapFilter,
    GapNames,
    group_gaps,
    heat_of,
    name_gaps,
    narrow,
)

_ON_A_PAGE = 25


def _wanted() -> GapFilter:
    """Return the filters that the address names; what does not exist filters nothing."""
    language = choose_language()
    places = {COUNTRY, *(code for code, _name in list_governorates(db.session, language))}
    groups = {code for code, _name in list_major_groups(db.session, language)}
    place, group = request.args.get("governorate", ""), request.args.get("group", "")
    return GapFilter(
        governorate=place if place in places else "", group=group if group in groups else ""
    )


def _read(wanted: GapFilter) -> tuple[Board, list[Gap], GapNames]:
    board = read_board(db.session, today_in_baghdad())
    board = board if sees_people(current_viewer()) else without_people(board)
    gaps = narrow(board, wanted)
    return board, gaps, name_gaps(db.session, gaps, choose_language())


@blueprint.get("/gaps")
@requires(Permission.SEE_GAPS)
def gaps() -> ResponseReturnValue:
    """Show the board by governorate and as a picture; or one by one, the worst gaps first."""
    wanted = _wanted()
    board, found, names = _read(wanted)
    one_by_one = bool(wanted.count or "list" in request.args)
    return render_template(
        "round_table/gaps.html",
        board=board,
        page=_page(found) if one_by_one else None,
        groups=[] if one_by_one else group_gaps(found),
        missing=sum(one.missing or 0 for one in found),
        worst=sum(bool(one.missing) for one in found),
        promised=sum(one.promised for one in found),
        wanted=wanted,
        names=names,
        words=gap_words,
        occupations=list_major_groups(db.session, choose_language()),
        picture=_picture(found, names),
        met=read_barriers_met(db.session),
        share=share_text,
    )


def _page(found: list[Gap]) -> Page[Gap]:
    part = cut_list(len(found), request.args.get("page", 1, type=int), _ON_A_PAGE)
    return part.page(found[part.offset : part.offset + part.size])


def _picture(found: list[Gap], names: GapNames) -> Any:
    heat = heat_of(found, names)
    if not heat.groups:
        return None
    places, rtl = gap_words.places_of(names), choose_language() in RIGHT_TO_LEFT
    return draw(heat, names.occupations, places, right_to_left=rtl)


@blueprint.get("/gaps.xlsx")
@requires(Permission.SEE_GAPS)
@limited(EXPORTS)
def gaps_file() -> ResponseReturnValue:
    """Give the board as a workbook, narrowed as the page is."""
    wanted, today = _wanted(), today_in_baghdad()
    board, found, names = _read(wanted)
    told = gap_words.Told(board=board, names=names, met=read_barriers_met(db.session), today=today)
    sheet = gap_words.file_sheet(told, found, _about(wanted, names))
    name = f"wasl-gaps-{today.isoformat()}.xlsx"
    return Response(
        write_workbook([sheet], choose_language()),
        content_type=XLSX,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@blueprint.get("/gaps/one")
@requires(Permission.SEE_GAPS)
def gap() -> ResponseReturnValue:
    """Show one cell of the board: its numbers, what people met there, what is promised."""
    language = choose_language()
    group, chosen = request.args.get("group", ""), request.args.get("governorate", COUNTRY)
    if not group:
        return redirect(url_for(".gaps"))
    place = ALL if chosen == COUNTRY else chosen
    shown = read_gap(db.session, current_viewer(), group, place, today_in_baghdad())
    names = name_gaps(db.session, [shown.gap], language)
    if group not in names.occupations or place not in gap_words.places_of(names):
        abort(404)
    return render_template(
        "round_table/gap.html",
        shown=shown,
        names=names,
        words=gap_words,
        met=read_barriers_met(db.session),
        barrier_words=barrier_words,
    )


def _about(wanted: GapFilter, names: GapNames) -> list[str]:
    """Return what the board is narrowed to, in words."""
    said = []
    if wanted.governorate:
        said.append(dict(gap_words.place_choices(names))[wanted.governorate])
    if wanted.group:
        said.append(dict(list_major_groups(db.session, choose_language()))[wanted.group])
    return said
