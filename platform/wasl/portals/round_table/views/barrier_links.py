"""Commitments that answer a barrier: linked from either page, taken back, found by words."""

from collections.abc import Callable
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from models.commitment import Commitment
from models.plan_enums import Barrier
from wasl.access import Permission, current_viewer, requires
from wasl.clock import today_in_baghdad
from wasl.code_names import list_governorates
from wasl.extensions import db
from wasl.i18n.language import choose_language
from wasl.i18n.texts import gettext as _
from wasl.operations.barriers.link_promise import link_promise, unlink_promise
from wasl.operations.barriers.put_on_agenda import BarrierRuleError, Finding
from wasl.portals.round_table import barrier_words
from wasl.portals.round_table.barrier_forms import FindingForm, LinkForm
from wasl.portals.round_table.blueprint import blueprint
from wasl.portals.round_table.queries.commitment_barriers import list_to_link
from wasl.portals.round_table.queries.commitments import read_lines
from wasl.portals.round_table.views.commitment_helpers import attempt, own_commitment
from wasl.ui.labels import as_choices


def link_form(made: Commitment) -> LinkForm:
    """Return the form that links a commitment, at first with the governorate that it is for."""
    form = LinkForm(formdata=None, data={"governorate": made.governorate_code or ""})
    form.governorate.choices = as_choices([("", _("The whole country")), *_places().items()])
    return form


def _places() -> dict[str, str]:
    return dict(list_governorates(db.session, choose_language()))


@blueprint.get("/barriers/one/commitments")
@requires(Permission.ADD_COMMITMENT)
def barrier_commitments() -> ResponseReturnValue:
    """List the commitments that could be linked with a barrier."""
    places, asked = _places(), request.args.get("governorate", "")
    known = {one.value: one for one in Barrier}.get(request.args.get("barrier", ""))
    if known is None:
        return redirect(url_for(".barriers"))
    found = Finding(barrier=known, governorate=asked if asked in places else None)
    words, number = request.args.get("q", ""), request.args.get("page", 1, type=int)
    page = list_to_link(db.session, current_viewer(), found, words, number)
    return render_template(
        "round_table/barriers/commitments.html",
        found=found,
        where=places.get(found.governorate or ""),
        words=words,
        page=page,
        lines=read_lines(db.session, current_viewer(), page.rows, today_in_baghdad()),
    )


@blueprint.post("/commitments/<commitment_id>/barriers")
@requires(Permission.CHANGE_COMMITMENT)
def link_barrier(commitment_id: str) -> ResponseReturnValue:
    """Say that a commitment answers a barrier."""
    made, found = own_commitment(Permission.CHANGE_COMMITMENT, commitment_id), _finding()

    def act() -> None:
        link_promise(db.session, current_viewer(), made, found)

    return _act(made, found, act, _("Linked. It is followed until its share has fallen."))


@blueprint.post("/commitments/<commitment_id>/barriers/remove")
@requires(Permission.CHANGE_COMMITMENT)
def unlink_barrier(commitment_id: str) -> ResponseReturnValue:
    """Take back that a commitment answers a barrier."""
    made, found = own_commitment(Permission.CHANGE_COMMITMENT, commitment_id), _finding()

    def act() -> None:
        unlink_promise(db.session, current_viewer(), made, found)

    return _act(made, found, act, _("The link is taken back."))


def _finding() -> Finding:
    form = FindingForm()
    if not form.validate_on_submit() or not form.is_known(_places()):
        abort(400)
    return form.finding()


def _act(made: Commitment, found: Finding, act: Callable[[], Any], done: str) -> Response:
    """Do something, say what became of it, and return to the page that it was done on."""
    try:
        attempt(act, done)
    except BarrierRuleError as error:
        flash(str(barrier_words.RULES[error.rule]), "error")
    if request.form.get("back") == "barrier":
        place = found.governorate
        return redirect(url_for(".barrier", barrier=found.barrier.value, governorate=place))
    anchor = "barriers"
    return redirect(url_for(".commitment", commitment_id=made.public_id, _anchor=anchor))
