"""The agenda of a meeting and the page of one point: its words, its minutes, its place."""

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from models.meeting import AgendaItem, Meeting
from wasl.access import Permission, current_viewer, requires
from wasl.access.scope import find
from wasl.clock import today_in_baghdad
from wasl.extensions import db
from wasl.i18n.texts import gettext as _
from wasl.operations.meetings import agenda as operations
from wasl.operations.meetings.agenda import may_write
from wasl.operations.meetings.carry_over import carry_over, open_points
from wasl.operations.meetings.publish import is_minuted
from wasl.portals.round_table.blueprint import blueprint
from wasl.portals.round_table.minutes_forms import (
    AddResolutionForm,
    CarryForm,
    MinutesForm,
    PlaceForm,
    PointForm,
    SeenForm,
)
from wasl.portals.round_table.minutes_words import attempt
from wasl.portals.round_table.queries.minutes import list_members, read_agenda, read_item
from wasl.portals.round_table.views.meeting_helpers import own_meeting


def own_item(item_id: str) -> AgendaItem:
    """Return a point that the viewer may change; any other does not exist."""
    found: AgendaItem | None = find(db.session, current_viewer(), Permission.CHANGE_ITEM, item_id)
    if found is None:
        abort(404)
    return found


@blueprint.get("/meetings/<meeting_id>/agenda")
@requires(Permission.CHANGE_MEETING)
def agenda(meeting_id: str) -> ResponseReturnValue:
    """Show the agenda to who writes it, with what is open from the meetings before."""
    found = own_meeting(Permission.CHANGE_MEETING, meeting_id)
    return _show_agenda(found, PointForm(formdata=None))


def _show_agenda(found: Meeting, form: PointForm, status: int = 200) -> ResponseReturnValue:
    form.offer(list_members(db.session, found))
    lines = read_agenda(db.session, current_viewer(), found)
    return render_template(
        "round_table/agenda.html",
        meeting=found,
        lines=lines,
        open_points=open_points(db.session, found) if may_write(found) else [],
        minuted=is_minuted(found),
        writable=may_write(found),
        form=form,
    ), status


@blueprint.post("/meetings/<meeting_id>/agenda")
@requires(Permission.CHANGE_MEETING)
def add_item(meeting_id: str) -> ResponseReturnValue:
    """Put a point at the end of the agenda."""
    found, form = own_meeting(Permission.CHANGE_MEETING, meeting_id), PointForm()
    members = list_members(db.session, found)
    form.offer(members)
    if not form.validate_on_submit():
        return _show_agenda(found, form, 422)
    point = form.point(members)
    attempt(
        lambda: operations.add_item(db.session, current_viewer(), found, point),
        _("The point is on the agenda."),
    )
    return redirect(url_for(".agenda", meeting_id=meeting_id))


@blueprint.post("/meetings/<meeting_id>/agenda/carry")
@requires(Permission.CHANGE_MEETING)
def carry(meeting_id: str) -> ResponseReturnValue:
    """Put what is open from the meetings before on the agenda, all of it or one point."""
    found, form = own_meeting(Permission.CHANGE_MEETING, meeting_id), CarryForm()
    if form.validate_on_submit():
        only = form.item.data or None
        attempt(
            lambda: carry_over(db.session, current_viewer(), found, only),
            _("What was open is on the agenda now."),
        )
    return redirect(url_for(".agenda", meeting_id=meeting_id))


@blueprint.get("/items/<item_id>")
@requires(Permission.CHANGE_ITEM)
def item(item_id: str) -> ResponseReturnValue:
    """Show a point: what was said, what came of it, and where it comes from."""
    return show_item(own_item(item_id))


def show_item(
    found: AgendaItem,
    *,
    point: PointForm | None = None,
    minutes: MinutesForm | None = None,
    adding: AddResolutionForm | None = None,
) -> ResponseReturnValue:
    """Show a point with its forms; one that was filled in wrongly stands as it was sent."""
    shown = read_item(db.session, current_viewer(), found)
    wrong, written = point or minutes or adding, None
    if minutes is None:
        minutes = MinutesForm(formdata=None)
        minutes.show(found)
    elif minutes.catch_up(found):
        written = found.minutes
    if point is None:
        point = PointForm(formdata=None, prefix="point-")
        point.offer(shown.members)
        point.show(found)
    if adding is None:
        adding = AddResolutionForm(formdata=None, prefix="new-")
        adding.offer(shown.members, shown.earlier)
    return render_template(
        "round_table/item.html",
        meeting=found.meeting,
        item=found,
        shown=shown,
        point=point,
        minutes=minutes,
        adding=adding,
        writable=may_write(found.meeting),
        now_written=written,
        today=today_in_baghdad(),
    ), 422 if wrong else 200


@blueprint.post("/items/<item_id>")
@requires(Permission.CHANGE_ITEM)
def change_item(item_id: str) -> ResponseReturnValue:
    """Change the words of a point, or who presents it."""
    found, form = own_item(item_id), PointForm(prefix="point-")
    members = list_members(db.session, found.meeting)
    form.offer(members)
    if not form.validate_on_submit():
        return show_item(found, point=form)
    point, seen = form.point(members), form.seen.data or ""
    if not attempt(
        lambda: operations.change_item(db.session, current_viewer(), found, point, seen=seen),
        _("Saved."),
    ):
        form.seen.data = operations.point_seen(found)
        return show_item(found, point=form)
    return redirect(url_for(".item", item_id=item_id))


@blueprint.post("/items/<item_id>/minutes")
@requires(Permission.CHANGE_ITEM)
def write_minutes(item_id: str) -> ResponseReturnValue:
    """Write what was said about a point."""
    found, form = own_item(item_id), MinutesForm()
    if not form.validate_on_submit():
        return show_item(found, minutes=form)
    text, seen = form.minutes.data or "", form.seen.data or ""
    if not attempt(
        lambda: operations.write_minutes(db.session, current_viewer(), found, text, seen=seen),
        _("The minutes of this point are saved."),
    ):
        return show_item(found, minutes=form)
    return redirect(url_for(".item", item_id=item_id))


@blueprint.post("/items/<item_id>/place")
@requires(Permission.CHANGE_ITEM)
def place_item(item_id: str) -> ResponseReturnValue:
    """Put a point one place up or down."""
    found, form = own_item(item_id), PlaceForm()
    if form.validate_on_submit():
        up = form.up.data == "1"
        attempt(
            lambda: operations.move_item(db.session, current_viewer(), found, up=up),
            _("The order is changed."),
        )
    return redirect(url_for(".agenda", meeting_id=found.meeting.public_id))


@blueprint.post("/items/<item_id>/remove")
@requires(Permission.CHANGE_ITEM)
def remove_item(item_id: str) -> ResponseReturnValue:
    """Take a point off the agenda about which nothing was said."""
    found, form = own_item(item_id), SeenForm()
    meeting_id = found.meeting.public_id
    done = form.validate_on_submit() and attempt(
        lambda: operations.remove_item(db.session, current_viewer(), found),
        _("The point is off the agenda."),
    )
    if done:
        return redirect(url_for(".agenda", meeting_id=meeting_id))
    return redirect(url_for(".item", item_id=item_id))
