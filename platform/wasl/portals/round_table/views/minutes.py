"""The minutes of a meeting as a page to read and print; publishing and correcting them."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from models.round_table_states import MEETING_TRANSITIONS, MeetingStep
from wasl.access import Permission, current_viewer, requires
from wasl.access.guard import may
from wasl.access.limits import EXPORTS, limited
from wasl.clock import today_in_baghdad
from wasl.code_names import name_places
from wasl.extensions import db
from wasl.i18n.language import choose_language
from wasl.i18n.texts import gettext as _
from wasl.operations.meetings import publish
from wasl.portals.round_table.blueprint import blueprint
from wasl.portals.round_table.minutes_file import minutes_sheets
from wasl.portals.round_table.minutes_forms import SeenForm
from wasl.portals.round_table.minutes_words import attempt
from wasl.portals.round_table.queries.minuted import read_minuted
from wasl.portals.round_table.queries.minutes import list_seats, read_agenda
from wasl.portals.round_table.views.meeting_helpers import own_meeting
from wasl.portals.round_table.workbooks import send_workbook


@blueprint.get("/meetings/<meeting_id>/minutes")
@requires(Permission.SEE_MEETING)
def minutes(meeting_id: str) -> ResponseReturnValue:
    """Show the minutes of a meeting, to members once they are published."""
    found = own_meeting(Permission.SEE_MEETING, meeting_id)
    writes = may(Permission.CHANGE_MEETING)
    out = publish.are_out(found)
    lines = read_agenda(db.session, current_viewer(), found) if out or writes else []
    places = name_places(db.session, [found.governorate_code], choose_language())
    return render_template(
        "round_table/minutes.html",
        meeting=found,
        lines=lines,
        out=out,
        writes=writes,
        seats=list_seats(db.session, found),
        place=places.get(found.governorate_code or ""),
        may_publish=writes and found.state in MEETING_TRANSITIONS[MeetingStep.PUBLISH].sources,
        seen=publish.record_seen(found),
        today=today_in_baghdad(),
    )


@blueprint.get("/meetings/<meeting_id>/minutes.xlsx")
@requires(Permission.SEE_MEETING)
@limited(EXPORTS)
def minutes_file(meeting_id: str) -> ResponseReturnValue:
    """Send agenda and minutes as a workbook, to members once they are published."""
    found = own_meeting(Permission.SEE_MEETING, meeting_id)
    if not publish.are_out(found) and not may(Permission.CHANGE_MEETING):
        return redirect(url_for(".minutes", meeting_id=meeting_id))  # which says so
    today, written = today_in_baghdad(), read_minuted(db.session, current_viewer(), [found])
    return send_workbook(minutes_sheets(written, found.title, today), "minutes", today)


@blueprint.post("/meetings/<meeting_id>/minutes/publish")
@requires(Permission.CHANGE_MEETING)
def publish_minutes(meeting_id: str) -> ResponseReturnValue:
    """Let the members read the minutes, and tell them."""
    found, form = own_meeting(Permission.CHANGE_MEETING, meeting_id), SeenForm()
    if form.validate_on_submit():
        seen = form.seen.data or ""
        attempt(
            lambda: publish.publish_minutes(db.session, current_viewer(), found, seen=seen),
            _("The minutes are published, and the members were told."),
        )
    return redirect(url_for(".minutes", meeting_id=meeting_id))


@blueprint.post("/meetings/<meeting_id>/minutes/reopen")
@requires(Permission.CHANGE_MEETING)
def reopen_minutes(meeting_id: str) -> ResponseReturnValue:
    """Take the minutes back to correct them."""
    found, form = own_meeting(Permission.CHANGE_MEETING, meeting_id), SeenForm()
    if form.validate_on_submit():
        attempt(
            lambda: publish.reopen_minutes(db.session, current_viewer(), found),
            _("Correct the minutes now, and publish them again. Until then members cannot read."),
        )
    return redirect(url_for(".minutes", meeting_id=meeting_id))
