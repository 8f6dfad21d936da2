"""Meetings: the list, the page of one, and what is done with it before it is minuted."""

from enum import StrEnum
from typing import TypeVar

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from models.base import utc_now
from models.round_table_enums import MeetingKind, MeetingState
from wasl.access import Permission, current_viewer, requires
from wasl.access.guard import may
from wasl.access.limits import EXPORTS, limited
from wasl.calendars import CALENDAR_TYPE
from wasl.clock import today_in_baghdad
from wasl.code_names import name_places
from wasl.extensions import db
from wasl.i18n.language import choose_language
from wasl.meeting_reading import read_as_member
from wasl.operations.meetings.call import calendar_of
from wasl.operations.meetings.steps import possible_steps
from wasl.portals.round_table.blueprint import blueprint
from wasl.portals.round_table.meeting_file import meeting_sheets
from wasl.portals.round_table.meeting_forms import MeetingFilterForm, PlanAgainForm, SeenForm
from wasl.portals.round_table.meeting_parts import load_parts
from wasl.portals.round_table.queries.attendance import list_seats_of
from wasl.portals.round_table.queries.meetings import (
    Answers,
    MeetingFilter,
    all_meetings,
    count_answers,
    count_items,
    list_meetings,
    list_series,
)
from wasl.portals.round_table.views.meeting_helpers import own_meeting
from wasl.portals.round_table.workbooks import send_workbook
from wasl.ui.labels import as_names, choices

_E = TypeVar("_E", bound=StrEnum)


@blueprint.get("/meetings")
@requires(Permission.SEE_MEETING)
def meetings() -> ResponseReturnValue:
    """List the meetings that somebody may see, those ahead first; members have their own list."""
    if may(Permission.ANSWER_INVITATION):
        return redirect(url_for("employer.roundtables"))
    wanted, page = _wanted(), request.args.get("page", 1, type=int)
    return render_template(
        "round_table/meetings.html",
        page=list_meetings(db.session, current_viewer(), wanted, page, today_in_baghdad()),
        wanted=wanted,
        series=as_names(
            (one.public_id, one.name) for one in list_series(db.session, current_viewer())
        ),
        kinds=choices(MeetingKind),
        states=choices(MeetingState),
    )


@blueprint.get("/meetings.xlsx")
@requires(Permission.SEE_MEETING)
@limited(EXPORTS)
def meetings_file() -> ResponseReturnValue:
    """Send the list as a workbook; who answered and who was there only to who prepares."""
    today = today_in_baghdad()
    rows = all_meetings(db.session, current_viewer(), _wanted(), today)
    codes = [row.meeting.governorate_code for row in rows]
    places = name_places(db.session, codes, choose_language())
    prepares = may(Permission.PLAN_MEETINGS)
    ids = [row.meeting.id for row in rows]
    seats = list_seats_of(db.session, ids) if prepares else None
    return send_workbook(meeting_sheets(rows, places, seats, today), "meetings", today)


def _wanted() -> MeetingFilter:
    form = MeetingFilterForm(request.args)
    return MeetingFilter(
        words=form.q.data or "",
        kind=_one_of(MeetingKind, form.kind.data),
        state=_one_of(MeetingState, form.state.data),
        series=form.series.data or "",
    )


def _one_of(kind: type[_E], said: str | None) -> _E | None:
    """Return what the address says of a closed list; a word that is not on it is no filter."""
    return next((member for member in kind if member.value == said), None)


@blueprint.get("/meetings/<meeting_id>")
@requires(Permission.SEE_MEETING)
def meeting(meeting_id: str) -> ResponseReturnValue:
    """Show a meeting: to who prepares it as a hub, to others as its members may read it."""
    found = own_meeting(Permission.SEE_MEETING, meeting_id)
    if may(Permission.ANSWER_INVITATION):
        return redirect(url_for("employer.roundtable", meeting_id=found.public_id))
    places = name_places(db.session, [found.governorate_code], choose_language())
    if not may(Permission.CHANGE_MEETING):
        shown = read_as_member(db.session, current_viewer(), found, choose_language())
        return render_template("round_table/meeting_read.html", meeting=found, shown=shown)
    return render_template(
        "round_table/meeting.html",
        meeting=found,
        place=places.get(found.governorate_code or ""),
        answers=count_answers(db.session, [found.id]).get(found.id, Answers()),
        items=count_items(db.session, found),
        steps={step.value for step in possible_steps(found)},
        today=today_in_baghdad(),
        form=SeenForm(formdata=None, version=found.version),
        again=PlanAgainForm(formdata=None, version=found.version),
        parts=load_parts(found),
    )


@blueprint.get("/meetings/<meeting_id>/meeting.ics")
@requires(Permission.SEE_MEETING)
def meeting_calendar(meeting_id: str) -> ResponseReturnValue:
    """Send a meeting as a calendar file."""
    found = own_meeting(Permission.SEE_MEETING, meeting_id)
    cancelled = found.state is MeetingState.CANCELLED
    written = calendar_of(found, choose_language(), utc_now(), cancelled=cancelled)
    sent = Response(written, content_type=CALENDAR_TYPE)
    sent.headers["Content-Disposition"] = 'attachment; filename="meeting.ics"'
    return sent
