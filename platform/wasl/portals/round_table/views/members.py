"""Who takes part in a meeting: add, change, take off; answers, attendance, printed letters."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from models.meeting import Meeting, Participant
from models.round_table_enums import Attendance, InvitationAnswer, ParticipantPart
from wasl.access import Permission, current_viewer, requires
from wasl.extensions import db
from wasl.i18n.language import choose_language
from wasl.i18n.texts import gettext as _
from wasl.i18n.texts import ngettext
from wasl.operations.meetings import participants
from wasl.operations.meetings.attendance import note_attendance
from wasl.operations.meetings.call import when_of, where_of
from wasl.portals.round_table.blueprint import blueprint
from wasl.portals.round_table.meeting_forms import (
    AddMembersForm,
    AnswerForm,
    MemberForm,
    SeenForm,
)
from wasl.portals.round_table.queries.members import (
    find_member,
    find_organisations,
    list_members,
    offer_organisations,
)
from wasl.portals.round_table.views.meeting_helpers import attempt, own_meeting
from wasl.ui.labels import choices


def _back(meeting: Meeting) -> Response:
    return redirect(url_for(".members", meeting_id=meeting.public_id))


def _member(meeting: Meeting) -> Participant | None:
    """Return the member that the form or the address names; one of another meeting is none."""
    return find_member(db.session, meeting, request.values.get("member", ""))


@blueprint.get("/meetings/<meeting_id>/members")
@requires(Permission.CHANGE_MEETING)
def members(meeting_id: str) -> ResponseReturnValue:
    """List who takes part, and offer whom to add."""
    found = own_meeting(Permission.CHANGE_MEETING, meeting_id)
    words = request.args.get("q", "")
    return render_template(
        "round_table/meeting/members.html",
        meeting=found,
        members=list_members(db.session, found),
        words=words,
        offered=offer_organisations(db.session, found, words),
        form=AddMembersForm(formdata=None),
        seen=SeenForm(formdata=None, version=found.version),
        attendances=choices(Attendance),
    )


@blueprint.post("/meetings/<meeting_id>/members")
@requires(Permission.CHANGE_MEETING)
def add_members(meeting_id: str) -> ResponseReturnValue:
    """Seat the organisations that are ticked."""
    found, form = own_meeting(Permission.CHANGE_MEETING, meeting_id), AddMembersForm()
    if not form.validate_on_submit():
        flash(_("Tick at least one organisation."), "error")
        return _back(found)
    wanted = find_organisations(db.session, form.organisations.data or [])
    by, part = current_viewer(), ParticipantPart(form.part.data)
    done = ngettext("One organisation was added.", "%(num)d organisations were added.", len(wanted))
    attempt(lambda: participants.add_participants(db.session, by, found, wanted, part), done)
    return _back(found)


@blueprint.get("/meetings/<meeting_id>/member")
@requires(Permission.CHANGE_MEETING)
def member(meeting_id: str) -> ResponseReturnValue:
    """Show one member with what can be changed; which one stands in the address."""
    found = own_meeting(Permission.CHANGE_MEETING, meeting_id)
    seat = _member(found)
    if seat is None:
        return _back(found)
    form = MemberForm(formdata=None, part=seat.part.value, role=seat.role)
    answer = AnswerForm(
        formdata=None,
        answer=seat.answer.value if seat.answer else None,
        role=seat.role,
        note=seat.answer_note,
    )
    return _show(found, seat, form, answer)


def _show(meeting: Meeting, seat: Participant, form: MemberForm, answer: AnswerForm) -> str:
    return render_template(
        "round_table/meeting/member.html", meeting=meeting, seat=seat, form=form, answer=answer
    )


@blueprint.post("/meetings/<meeting_id>/member")
@requires(Permission.CHANGE_MEETING)
def change_member(meeting_id: str) -> ResponseReturnValue:
    """Say what a member does there and who of it comes."""
    found, form = own_meeting(Permission.CHANGE_MEETING, meeting_id), MemberForm()
    seat = _member(found)
    if seat is None:
        return _back(found)
    if not form.validate_on_submit():
        return _show(found, seat, form, AnswerForm(formdata=None)), 422
    by, part, role = current_viewer(), ParticipantPart(form.part.data), form.role.data or ""
    attempt(
        lambda: participants.change_participant(db.session, by, found, seat, part=part, role=role),
        _("Saved."),
    )
    return _back(found)


@blueprint.post("/meetings/<meeting_id>/member/answer")
@requires(Permission.CHANGE_MEETING)
def note_answer(meeting_id: str) -> ResponseReturnValue:
    """Note what a member said to the invitation."""
    found, form = own_meeting(Permission.CHANGE_MEETING, meeting_id), AnswerForm()
    seat = _member(found)
    if seat is None:
        return _back(found)
    if not form.validate_on_submit():
        shown = MemberForm(formdata=None, part=seat.part.value, role=seat.role)
        return _show(found, seat, shown, form), 422
    by, answer = current_viewer(), InvitationAnswer(form.answer.data)
    said: dict[str, Any] = {"role": form.role.data or "", "note": form.note.data or ""}
    attempt(
        lambda: participants.answer_invitation(db.session, by, found, seat, answer, **said),
        _("Noted."),
    )
    return _back(found)


@blueprint.post("/meetings/<meeting_id>/member/remove")
@requires(Permission.CHANGE_MEETING)
def remove_member(meeting_id: str) -> ResponseReturnValue:
    """Take a member off; one that was invited is told."""
    found = own_meeting(Permission.CHANGE_MEETING, meeting_id)
    seat, by = _member(found), current_viewer()
    if seat is not None:
        attempt(
            lambda: participants.remove_participant(db.session, by, found, seat),
            _("Taken off. Whoever was invited was told."),
        )
    return _back(found)


@blueprint.post("/meetings/<meeting_id>/attendance")
@requires(Permission.CHANGE_MEETING)
def attendance(meeting_id: str) -> ResponseReturnValue:
    """Note who was there; the form has a field for each member."""
    found, by = own_meeting(Permission.CHANGE_MEETING, meeting_id), current_viewer()
    known = {one.value: one for one in Attendance}
    sent = {
        seat.public_id: request.form.get(f"was-{seat.public_id}") for seat in found.participants
    }
    if any(said and said not in known for said in sent.values()):
        abort(400)
    noted = {key: known.get(said) for key, said in sent.items() if said is not None}
    attempt(lambda: note_attendance(db.session, by, found, noted), _("Noted who was there."))
    return _back(found)


@blueprint.get("/meetings/<meeting_id>/letters")
@requires(Permission.CHANGE_MEETING)
def letters(meeting_id: str) -> ResponseReturnValue:
    """Show invitations to print: of one member, or of all that no message reaches."""
    found, language = own_meeting(Permission.CHANGE_MEETING, meeting_id), choose_language()
    one = _member(found)
    listed = [seat.seat for seat in list_members(db.session, found) if not seat.reachable]
    return render_template(
        "round_table/meeting/letters.html",
        meeting=found,
        seats=[one] if one is not None else listed,
        when=when_of(found, language),
        where=where_of(found, language),
    )
