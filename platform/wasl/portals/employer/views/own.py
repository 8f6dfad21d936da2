"""The list of the employer's own opportunities, and what is done with several of them at once."""

from enum import StrEnum
from typing import TypeVar

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from models.enums import OpportunityKind, OpportunityStatus
from models.opportunity import Opportunity
from models.opportunity_states import OpportunityStep
from wasl.access import Permission, current_viewer, requires
from wasl.clock import today_in_baghdad
from wasl.extensions import db
from wasl.i18n.texts import gettext as _
from wasl.i18n.texts import ngettext
from wasl.operations.move_opportunity import StepRefusedError, move_opportunity
from wasl.operations.postings.care import extend_posting
from wasl.operations.postings.errors import PostingInvalidError, PostingNotOpenError
from wasl.operations.vet_organisation import VettingRuleError
from wasl.operations.vet_organisation import apply_again as ask_to_be_vetted
from wasl.portals.employer.blueprint import blueprint
from wasl.portals.employer.posting_step_forms import BatchForm, OwnFilterForm
from wasl.portals.employer.queries.own import OwnFilter, count_own, find_several, list_own
from wasl.portals.employer.views.helpers import listed_at_most, own_organisation

_Listed = TypeVar("_Listed", bound=StrEnum)


@blueprint.get("/opportunities")
@requires(Permission.SEE_OWN_OPPORTUNITIES)
def opportunities() -> ResponseReturnValue:
    """List the organisation's opportunities by state, with how many fit and who waits."""
    form = OwnFilterForm(request.args)
    status = _one_of(OpportunityStatus, form.state.data)
    wanted = OwnFilter(
        words=form.q.data or "",
        kind=_one_of(OpportunityKind, form.kind.data),
        commitment=form.commitment.data or "",
    )
    page = request.args.get("page", 1, type=int)
    return render_template(
        "employer/opportunities.html",
        organisation=own_organisation(),
        found=list_own(db.session, current_viewer(), status=status, wanted=wanted, page=page),
        counts=count_own(db.session, current_viewer(), wanted),
        status=status,
        wanted=wanted,
        kept=wanted.address(),
        listed_at_most=listed_at_most(),
        batch=BatchForm(),
    )


def _one_of(kind: type[_Listed], text: str | None) -> _Listed | None:
    """Return a member by its value; a word that is on no list is no filter."""
    return next((member for member in kind if member.value == text), None)


@blueprint.post("/opportunities/batch")
@requires(Permission.CHANGE_OWN_OPPORTUNITY)
def change_several() -> ResponseReturnValue:
    """Close several postings, or give them more time; those that cannot be are left alone."""
    form, today = BatchForm(), today_in_baghdad()
    if not form.validate_on_submit():
        abort(400)
    chosen = find_several(db.session, current_viewer(), form.postings.data or [])
    last_day = form.day_from(None, today)
    if form.action.data == "extend" and last_day is None:
        flash(_("Choose a day first."), "error")
        return redirect(url_for(".opportunities"))
    done = sum(_change(form, found) for found in chosen)
    _tell(form.action.data, done, len(chosen) - done)
    return redirect(url_for(".opportunities"))


def _change(form: BatchForm, found: Opportunity) -> bool:
    by, today = current_viewer(), today_in_baghdad()
    try:
        if form.action.data == "close":
            move_opportunity(db.session, by, found, OpportunityStep.CLOSE, today)
        elif last_day := form.day_from(found.apply_by, today):
            extend_posting(db.session, by, found, last_day, today)
    except (StepRefusedError, PostingNotOpenError, PostingInvalidError):
        return False
    return True


def _tell(action: str, done: int, left: int) -> None:
    if action == "close":
        text = ngettext("One posting was closed.", "%(num)d postings were closed.", done)
    else:
        text = ngettext("One posting has more time.", "%(num)d postings have more time.", done)
    flash(text, "done" if done else "warning")
    if left:
        flash(
            ngettext(
                "One posting was left alone: its state or the day does not allow it.",
                "%(num)d postings were left alone: their state or the day does not allow it.",
                left,
            ),
            "warning",
        )


@blueprint.post("/apply-again")
@requires(Permission.SEE_OWN_OPPORTUNITIES)
def apply_again() -> ResponseReturnValue:
    """Ask to be vetted once more after a refusal."""
    try:
        ask_to_be_vetted(db.session, current_viewer(), own_organisation())
        flash(_("You applied again. Two people look at your organisation anew."), "done")
    except VettingRuleError:
        flash(_("Your organisation was not refused, so there is nothing to apply for."), "error")
    return redirect(url_for(".opportunities"))
