"""Plan a series and its meetings, change them, and take the steps up to the day itself."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from models.meeting import Meeting, MeetingSeries
from models.round_table_enums import MeetingKind, MeetingState
from wasl.access import Permission, current_viewer, requires
from wasl.clock import today_in_baghdad
from wasl.code_names import list_governorates
from wasl.extensions import db
from wasl.i18n.language import choose_language
from wasl.i18n.texts import gettext as _
from wasl.i18n.texts import ngettext
from wasl.operations.meetings import plan
from wasl.operations.meetings.call import call_meeting
from wasl.operations.meetings.rules import MeetingChangedError, MeetingRuleError
from wasl.portals.round_table.blueprint import blueprint
from wasl.portals.round_table.meeting_forms import (
    MeetingForm,
    PlanAgainForm,
    PlanForm,
    SeenForm,
    SeriesForm,
)
from wasl.portals.round_table.meeting_words import SAVE_AGAIN
from wasl.portals.round_table.queries.meetings import list_series
from wasl.portals.round_table.views.meeting_helpers import attempt, own_meeting, say_rule
from wasl.ui.labels import as_choices, as_names


def _back(meeting: Meeting) -> Response:
    return redirect(url_for(".meeting", meeting_id=meeting.public_id))


@blueprint.route("/series/new", methods=["GET", "POST"])
@requires(Permission.PLAN_MEETINGS)
def new_series() -> ResponseReturnValue:
    """Begin a series; its first meeting is planned next."""
    form = SeriesForm()
    if form.validate_on_submit():
        kind, name, about = MeetingKind(form.kind.data), form.name.data, form.about.data or ""
        try:
            made = plan.plan_series(
                db.session, current_viewer(), kind=kind, name=name or "", about=about
            )
        except MeetingRuleError as error:
            say_rule(form, error)
        else:
            return redirect(url_for(".new_meeting", series=made.public_id))
    page = render_template("round_table/meeting/series.html", form=form)
    return page, 422 if form.errors else 200


@blueprint.route("/meetings/new", methods=["GET", "POST"])
@requires(Permission.PLAN_MEETINGS)
def new_meeting() -> ResponseReturnValue:
    """Plan a meeting of a series; without a series there is nothing to plan it in."""
    known = list_series(db.session, current_viewer())
    if not known:
        return redirect(url_for(".new_series"))
    form = PlanForm(series=request.args.get("series", ""))
    form.series.choices = as_names((one.public_id, one.name) for one in known)
    _offer_places(form)
    if form.validate_on_submit():
        made = _plan(form, {one.public_id: one for one in known}[form.series.data])
        if made is not None:
            flash(_("Planned. Add who takes part, then send the invitations."), "done")
            return redirect(url_for(".members", meeting_id=made.public_id))
    page = render_template("round_table/meeting/new.html", form=form)
    return page, 422 if form.errors else 200


def _plan(form: PlanForm, series: MeetingSeries) -> Meeting | None:
    try:
        return plan.plan_meeting(
            db.session,
            current_viewer(),
            series,
            form.facts(),
            today_in_baghdad(),
            ref=form.ref.data or "",
            with_members=form.with_members.data,
        )
    except MeetingRuleError as error:
        say_rule(form, error)
        return None


def _offer_places(form: MeetingForm) -> None:
    places = list_governorates(db.session, choose_language())
    form.governorate_code.choices = as_choices([("", _("Not said")), *places])


@blueprint.route("/meetings/<meeting_id>/change", methods=["GET", "POST"])
@requires(Permission.CHANGE_MEETING)
def change_meeting(meeting_id: str) -> ResponseReturnValue:
    """Change what is planned; who was invited is told when day, time or place changed."""
    found, form = own_meeting(Permission.CHANGE_MEETING, meeting_id), MeetingForm()
    _offer_places(form)
    if form.validate_on_submit():
        if _change(found, form):
            return _back(found)
    elif not form.is_submitted():
        form.show(found)
    invited = found.participants if found.state is MeetingState.CALLED else []
    answered = sum(one.answer is not None for one in invited)
    page = render_template(
        "round_table/meeting/change.html", meeting=found, form=form, answered=answered
    )
    return page, 422 if form.errors else 200


def _change(meeting: Meeting, form: MeetingForm) -> bool:
    by, today = current_viewer(), today_in_baghdad()
    try:
        changed = plan.change_meeting(
            db.session, by, meeting, form.facts(), today, seen=form.seen()
        )
    except MeetingRuleError as error:
        say_rule(form, error)
        return False
    except MeetingChangedError:
        form.title.errors = [str(SAVE_AGAIN)]
        form.version.data = str(meeting.version)
        return False
    flash(_came_of(changed), "done")
    if changed.told is not None:
        _say_letters(len(changed.told.by_letter))
    return True


def _came_of(changed: plan.Changed) -> str:
    """Say what a change came to, also for whoever was invited."""
    if not changed.columns:
        return _("Nothing was different.")
    if changed.told is None:
        return _("Saved.")
    if changed.told.cleared:
        return ngettext(
            "Saved. One answer was cleared: whoever was invited is told of the new day, with a "
            "new calendar file, and asked again.",
            "Saved. %(num)d answers were cleared: whoever was invited is told of the new day, "
            "with a new calendar file, and asked again.",
            changed.told.cleared,
        )
    if "held_on" in changed.columns:
        return _("Saved. Whoever was invited is told of the new day and asked again.")
    return _("Saved. Whoever was invited is told.")


def _say_letters(number: int) -> None:
    """Say how many members have no address, so that a letter is printed for each."""
    if number:
        text = ngettext(
            "One member has no address here: print the letter.",
            "%(num)d members have no address here: print the letters.",
            number,
        )
        flash(text, "warning")


@blueprint.post("/meetings/<meeting_id>/call")
@requires(Permission.CHANGE_MEETING)
def call(meeting_id: str) -> ResponseReturnValue:
    """Send the invitations to who has none yet, or to all once more."""
    found, form = own_meeting(Permission.CHANGE_MEETING, meeting_id), SeenForm()
    if not form.validate_on_submit():
        abort(400)

    def act() -> None:
        everybody = "everybody" in request.form
        came = call_meeting(
            db.session, current_viewer(), found, seen=form.seen(), everybody=everybody
        )
        _say_letters(len(came.by_letter))

    attempt(act, _("The invitations are out."))
    return redirect(url_for(".members", meeting_id=found.public_id))


@blueprint.post("/meetings/<meeting_id>/hold")
@requires(Permission.CHANGE_MEETING)
def hold(meeting_id: str) -> ResponseReturnValue:
    """Note that it was held."""
    found, form = own_meeting(Permission.CHANGE_MEETING, meeting_id), SeenForm()
    if not form.validate_on_submit():
        abort(400)
    by, today, seen = current_viewer(), today_in_baghdad(), form.seen()
    attempt(
        lambda: plan.hold_meeting(db.session, by, found, today, seen=seen),
        _("It was held. Note who was there, and write the minutes."),
    )
    return _back(found)


@blueprint.post("/meetings/<meeting_id>/cancel")
@requires(Permission.CHANGE_MEETING)
def cancel(meeting_id: str) -> ResponseReturnValue:
    """Cancel it; whoever was invited is told."""
    found, form = own_meeting(Permission.CHANGE_MEETING, meeting_id), SeenForm()
    if not form.validate_on_submit():
        abort(400)
    by, seen = current_viewer(), form.seen()
    attempt(
        lambda: plan.cancel_meeting(db.session, by, found, seen=seen),
        _("Cancelled. Whoever was invited was told."),
    )
    return _back(found)


@blueprint.post("/meetings/<meeting_id>/plan-again")
@requires(Permission.CHANGE_MEETING)
def plan_again(meeting_id: str) -> ResponseReturnValue:
    """Take a cancelled meeting up again, on another day."""
    found, form = own_meeting(Permission.CHANGE_MEETING, meeting_id), PlanAgainForm()
    day = form.held_on.data
    if not form.validate_on_submit() or day is None:
        flash(_("Choose the day."), "error")
        return _back(found)
    by, today, seen = current_viewer(), today_in_baghdad(), form.seen()
    attempt(
        lambda: plan.plan_again(db.session, by, found, day, today, seen=seen),
        _("Planned again. Nobody is invited yet."),
    )
    return _back(found)
