"""What stands between people and work, measured; from it to the agenda of a roundtable."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from models.plan_enums import Barrier
from wasl.access import Permission, current_viewer, requires
from wasl.access.limits import EXPORTS, limited
from wasl.clock import today_in_baghdad
from wasl.code_names import list_governorates
from wasl.extensions import db
from wasl.files.write_workbook import RIGHT_TO_LEFT
from wasl.i18n.language import choose_language
from wasl.i18n.texts import gettext as _
from wasl.operations.barriers.put_on_agenda import BarrierRuleError, Finding, put_on_agenda
from wasl.portals.round_table import barrier_words
from wasl.portals.round_table.barrier_forms import FindingForm
from wasl.portals.round_table.barrier_picture import Line, draw, weekly
from wasl.portals.round_table.blueprint import blueprint
from wasl.portals.round_table.minutes_words import attempt
from wasl.portals.round_table.queries.barriers import (
    BarrierLine,
    list_ahead,
    read_barriers,
    read_places,
)
from wasl.portals.round_table.views.meeting_helpers import own_meeting
from wasl.portals.round_table.workbooks import send_workbook


def _place() -> str | None:
    """Return the governorate that the address names; what does not exist is the country."""
    given = request.args.get("governorate", "")
    return given if given in dict(list_governorates(db.session, choose_language())) else None


def _lines(place: str | None) -> list[BarrierLine]:
    return read_barriers(db.session, current_viewer(), place, today_in_baghdad())


def _drawn(line: BarrierLine) -> Line | None:
    return draw(weekly(line.course), right_to_left=choose_language() in RIGHT_TO_LEFT)


def _frame(place: str | None) -> dict[str, Any]:
    """Return what all pages of barriers need."""
    governorates = list_governorates(db.session, choose_language())
    return {
        "place": place or "",
        "governorates": governorates,
        "names": dict(governorates),
        "words": barrier_words,
        "language": choose_language(),
        "drawn": _drawn,
    }


@blueprint.get("/barriers")
@requires(Permission.SEE_BARRIERS)
def barriers() -> ResponseReturnValue:
    """Show all barriers of the country or of a governorate, the worst first."""
    place = _place()
    lines = _lines(place)
    answered = [line for line in lines if line.answers]
    return render_template(
        "round_table/barriers.html",
        lines=lines,
        measured=max((line.now.day for line in lines if line.now), default=None),
        answered=len(answered),
        standing=sum(not line.fallen for line in answered),
        **_frame(place),
    )


@blueprint.get("/barriers.xlsx")
@requires(Permission.SEE_BARRIERS)
@limited(EXPORTS)
def barriers_file() -> ResponseReturnValue:
    """Give them as a workbook, for the same place as the page."""
    place, today, language = _place(), today_in_baghdad(), choose_language()
    names = dict(list_governorates(db.session, language))
    where = names[place] if place else _("The whole country")
    sheet = barrier_words.file_sheet(_lines(place), where, language, today)
    return send_workbook([sheet], "barriers", today)


@blueprint.get("/barriers/one")
@requires(Permission.SEE_BARRIERS)
def barrier() -> ResponseReturnValue:
    """Show one barrier: how it is counted, its course, where it is worst, what was made of it."""
    if not (named := request.args.get("barrier", "")):
        return redirect(url_for(".barriers"))
    known = {one.value: one for one in Barrier}.get(named)
    if known is None:
        abort(404)
    place = _place()
    found = Finding(barrier=known, governorate=place)
    return render_template(
        "round_table/barrier.html",
        line=next(line for line in _lines(place) if line.barrier is known),
        weekly=weekly,
        places=_worst_places(known),
        meetings=list_ahead(db.session, found, today_in_baghdad()),
        **_frame(place),
    )


def _worst_places(known: Barrier) -> list[Any]:
    """Return the governorates of which something is told, the worst first."""
    told = [one for one in read_places(db.session, known) if one[1].met]
    return sorted(told, key=lambda one: (-(one[1].met or 0), one[0]))


@blueprint.post("/meetings/<meeting_id>/agenda/barrier")
@requires(Permission.CHANGE_MEETING)
def put_barrier(meeting_id: str) -> ResponseReturnValue:
    """Put a barrier on the agenda of a meeting, with its evidence in words."""
    meeting, form = own_meeting(Permission.CHANGE_MEETING, meeting_id), FindingForm()
    places = dict(list_governorates(db.session, choose_language()))
    if not form.validate_on_submit() or not form.is_known(places):
        abort(400)
    found = form.finding()
    line = next(one for one in _lines(found.governorate) if one.barrier is found.barrier)
    name = places.get(found.governorate or "")
    point = barrier_words.write_point(found.barrier, name, line.now, choose_language())
    try:
        attempt(
            lambda: put_on_agenda(db.session, current_viewer(), meeting, found, point),
            _("It is on the agenda of this meeting now."),
        )
    except BarrierRuleError as error:
        flash(str(barrier_words.RULES[error.rule]), "error")
    return redirect(url_for(".barrier", barrier=found.barrier.value, governorate=found.governorate))
