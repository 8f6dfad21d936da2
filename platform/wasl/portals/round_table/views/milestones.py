"""Milestones of a measure of policy: added, done with evidence, taken up again."""

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from models.commitment import Commitment, Milestone
from models.round_table_enums import CommitmentKind
from wasl.access import Permission, current_viewer, requires
from wasl.clock import today_in_baghdad
from wasl.extensions import db
from wasl.i18n.texts import gettext as _
from wasl.operations.commitments import milestones as steps
from wasl.operations.commitments.errors import NotDoneYetError
from wasl.portals.round_table.blueprint import blueprint
from wasl.portals.round_table.commitment_forms import DoneForm, MilestoneForm
from wasl.portals.round_table.views.commitment_helpers import attempt, own_commitment


def _measure(commitment_id: str) -> Commitment:
    found = own_commitment(Permission.CHANGE_COMMITMENT, commitment_id)
    if found.kind is not CommitmentKind.POLICY:
        abort(404)
    return found


def _milestone(found: Commitment) -> Milestone:
    """Return the milestone that a form or an address names, of this commitment."""
    named = request.values.get("milestone", "")
    return next((one for one in found.milestones if one.public_id == named), None) or abort(404)


def _back(found: Commitment) -> ResponseReturnValue:
    address = url_for(".commitment", commitment_id=found.public_id, _anchor="milestones")
    return redirect(address)


@blueprint.post("/commitments/<commitment_id>/milestones")
@requires(Permission.CHANGE_COMMITMENT)
def add_milestone(commitment_id: str) -> ResponseReturnValue:
    """Add a step."""
    found, form = _measure(commitment_id), MilestoneForm()
    if not form.validate_on_submit():
        return render_template("round_table/commitment/milestone.html", form=form, one=found), 422
    text, due_on = form.text.data or "", form.due_on.data
    attempt(
        lambda: steps.add_milestone(db.session, current_viewer(), found, text, due_on), _("Added.")
    )
    return _back(found)


@blueprint.route("/commitments/<commitment_id>/milestones/done", methods=["GET", "POST"])
@requires(Permission.CHANGE_COMMITMENT)
def finish_milestone(commitment_id: str) -> ResponseReturnValue:
    """Note that a step is done, and what shows it."""
    found = _measure(commitment_id)
    milestone, form = _milestone(found), DoneForm(done_on=today_in_baghdad())
    if form.validate_on_submit() and _finish(milestone, form):
        return _back(found)
    page = render_template(
        "round_table/commitment/done.html", form=form, one=found, milestone=milestone
    )
    return page, 422 if form.errors else 200


def _finish(milestone: Milestone, form: DoneForm) -> bool:
    """Note it and say what became of it; return whether the form is done with."""
    done_on, evidence, today = form.done_on.data, form.evidence.data or "", today_in_baghdad()
    if done_on is None:
        return False
    try:
        attempt(
            lambda: steps.finish_milestone(
                db.session,
                current_viewer(),
                milestone,
                done_on=done_on,
                evidence=evidence,
                today=today,
            ),
            _("Done. It counts from now on."),
        )
    except NotDoneYetError:
        form.done_on.errors = [_("This day has not come yet.")]
        return False
    return True


@blueprint.post("/commitments/<commitment_id>/milestones/reopen")
@requires(Permission.CHANGE_COMMITMENT)
def reopen_milestone(commitment_id: str) -> ResponseReturnValue:
    """Note that a step is not done after all."""
    found = _measure(commitment_id)
    milestone = _milestone(found)
    attempt(
        lambda: steps.reopen_milestone(db.session, current_viewer(), milestone),
        _("Not done after all."),
    )
    return _back(found)


@blueprint.post("/commitments/<commitment_id>/milestones/remove")
@requires(Permission.CHANGE_COMMITMENT)
def remove_milestone(commitment_id: str) -> ResponseReturnValue:
    """Take away a step that was written down by mistake."""
    found = _measure(commitment_id)
    milestone = _milestone(found)
    attempt(lambda: steps.remove_milestone(db.session, current_viewer(), milestone), _("Removed."))
    return _back(found)
