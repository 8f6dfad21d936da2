"""Roundtables of the employer's organisation: invitations, answers, and what came of them."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from models.meeting import Meeting, Participant
from models.round_table_enums import InvitationAnswer
from wasl.access import Permission, current_viewer, requires
from wasl.access.scope import find
from wasl.clock import today_in_baghdad
from wasl.extensions import db
from wasl.i18n.language import choose_language
from wasl.i18n.texts import gettext as _
from wasl.i18n.texts import lazy_gettext
from wasl.meeting_reading import read_as_member
from wasl.operations.meetings.participants import answer_invitation, participant_of
from wasl.operations.meetings.rules import MeetingRuleError
from wasl.portals.employer.blueprint import blueprint
from wasl.portals.employer.queries.roundtables import OwnMeeting, list_own_meetings
from wasl.ui.forms import Form
from wasl.ui.labels import choices

_TOO_LONG = lazy_gettext("Write at most %(max)d characters.")


class InvitationForm(Form):
    """Whether somebody of the organisation comes."""

    answer = RadioField(
        lazy_gettext("Does somebody come?"),
        choices=choices(InvitationAnswer),
        validators=[InputRequired(lazy_gettext("Choose an answer."))],
    )
    role = StringField(
        lazy_gettext("Who comes, by role"),
        validators=[Optional(), Length(max=300, message=_TOO_LONG)],
        render_kw={"dir": "auto"},
    )
    note = TextAreaField(
        lazy_gettext("Note to the secretariat"),
        validators=[Optional(), Length(max=1_000, message=_TOO_LONG)],
        render_kw={"dir": "auto", "rows": 2},
    )


def _own(permission: Permission, meeting_id: str) -> Meeting:
    found: Meeting | None = find(db.session, current_viewer(), permission, meeting_id)
    if found is None:
        abort(404)
    return found


def _seat(meeting: Meeting) -> Participant:
    seat = participant_of(db.session, meeting, current_viewer().organisation_id)
    if seat is None:
        abort(404)
    return seat


@blueprint.get("/roundtables")
@requires(Permission.SEE_MEETING)
def roundtables() -> ResponseReturnValue:
    """List the meetings that the organisation is invited to or sat at."""
    viewer = current_viewer()
    if viewer.organisation_id is None:
        return redirect(url_for("round_table.meetings"))
    found = list_own_meetings(db.session, viewer, today_in_baghdad())
    return render_template("employer/roundtables.html", found=found)


@blueprint.get("/roundtables/<meeting_id>")
@requires(Permission.SEE_MEETING)
def roundtable(meeting_id: str) -> ResponseReturnValue:
    """Show a meeting as its members read it; offices and the secretariat have their own page."""
    found = _own(Permission.SEE_MEETING, meeting_id)
    if current_viewer().organisation_id is None:
        return redirect(url_for("round_table.meeting", meeting_id=found.public_id))
    seat = _seat(found)
    form = InvitationForm(
        formdata=None,
        answer=seat.answer.value if seat.answer else None,
        role=seat.role,
        note=seat.answer_note,
    )
    return _show(found, seat, form)


def _show(meeting: Meeting, seat: Participant, form: InvitationForm) -> str:
    shown = read_as_member(db.session, current_viewer(), meeting, choose_language())
    return render_template(
        "employer/roundtable.html",
        meeting=meeting,
        own=OwnMeeting(meeting, seat, today_in_baghdad()),
        shown=shown,
        form=form,
    )


@blueprint.post("/roundtables/<meeting_id>/answer")
@requires(Permission.ANSWER_INVITATION)
def answer_roundtable(meeting_id: str) -> ResponseReturnValue:
    """Say whether somebody comes."""
    found, form = _own(Permission.ANSWER_INVITATION, meeting_id), InvitationForm()
    seat = _seat(found)
    if not form.validate_on_submit():
        return _show(found, seat, form), 422
    said, by = InvitationAnswer(form.answer.data), current_viewer()
    role, note = form.role.data or "", form.note.data or ""
    try:
        answer_invitation(db.session, by, found, seat, said, role=role, note=note)
        flash(_("Thank you. The secretariat sees your answer."), "done")
    except MeetingRuleError:
        flash(_("This invitation cannot be answered any more."), "warning")
    return redirect(url_for(".roundtable", meeting_id=found.public_id))
