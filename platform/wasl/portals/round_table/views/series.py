"""A series of meetings: its page, its name, and all of its minutes as a file."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from models.meeting import MeetingSeries
from wasl.access import Permission, current_viewer, requires
from wasl.access.limits import EXPORTS, limited
from wasl.access.scope import find
from wasl.clock import today_in_baghdad
from wasl.extensions import db
from wasl.i18n.texts import gettext as _
from wasl.operations.meetings.change_series import change_series, series_seen
from wasl.operations.meetings.rules import MeetingChangedError, MeetingRuleError
from wasl.portals.round_table.blueprint import blueprint
from wasl.portals.round_table.meeting_forms import RenameForm
from wasl.portals.round_table.meeting_words import SAVE_AGAIN
from wasl.portals.round_table.minutes_file import minutes_sheets
from wasl.portals.round_table.queries.minuted import list_minuted, read_minuted
from wasl.portals.round_table.queries.series import read_series
from wasl.portals.round_table.views.meeting_helpers import say_rule
from wasl.portals.round_table.workbooks import send_workbook


def _own_series(permission: Permission, series_id: str) -> MeetingSeries:
    found: MeetingSeries | None = find(db.session, current_viewer(), permission, series_id)
    return found or abort(404)


@blueprint.get("/series/<series_id>")
@requires(Permission.SEE_SERIES)
def series(series_id: str) -> ResponseReturnValue:
    """Show the meetings of a series and what is open of them."""
    found, today = _own_series(Permission.SEE_SERIES, series_id), today_in_baghdad()
    shown = read_series(db.session, current_viewer(), found, today)
    return render_template("round_table/series.html", one=found, shown=shown, today=today)


@blueprint.get("/series/<series_id>/minutes.xlsx")
@requires(Permission.SEE_SERIES)
@limited(EXPORTS)
def series_minutes_file(series_id: str) -> ResponseReturnValue:
    """Send agenda and minutes of all its meetings that the reader may read as a workbook."""
    found, viewer = _own_series(Permission.SEE_SERIES, series_id), current_viewer()
    written = read_minuted(db.session, viewer, list_minuted(db.session, viewer, found))
    today = today_in_baghdad()
    return send_workbook(minutes_sheets(written, found.name, today), "minutes-of-series", today)


@blueprint.route("/series/<series_id>/change", methods=["GET", "POST"])
@requires(Permission.CHANGE_SERIES)
def change_the_series(series_id: str) -> ResponseReturnValue:
    """Rename a series, or say otherwise what it is for."""
    found, form = _own_series(Permission.CHANGE_SERIES, series_id), RenameForm()
    if not form.is_submitted():
        form.name.data, form.about.data = found.name, found.about
        form.seen.data = series_seen(found)
    elif form.validate() and _rename(found, form):
        return redirect(url_for(".series", series_id=found.public_id))
    page = render_template("round_table/meeting/rename.html", one=found, form=form)
    return page, 422 if form.errors else 200


def _rename(found: MeetingSeries, form: RenameForm) -> bool:
    """Rename and say what became of it; return whether the form is done with."""
    name, about, seen = form.name.data or "", form.about.data or "", form.seen.data or ""
    try:
        changed = change_series(
            db.session, current_viewer(), found, name=name, about=about, seen=seen
        )
    except MeetingRuleError as error:
        say_rule(form, error)
        return False
    except MeetingChangedError:
        form.name.errors = [str(SAVE_AGAIN)]
        form.seen.data = series_seen(found)
        return False
    flash(_("Saved.") if changed else _("Nothing was different."), "done")
    return True
