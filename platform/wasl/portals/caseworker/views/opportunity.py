"""An opportunity: what is offered and asked for, and who fits it."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from models.enums import OpportunityStatus
from models.match import MatchRun
from models.opportunity import Opportunity
from models.opportunity_states import OpportunityStep, steps_from
from models.referral_enums import Side
from wasl.access import Permission, current_viewer, requires
from wasl.access.scope import find
from wasl.audit.looking import list_people
from wasl.clock import today_in_baghdad
from wasl.extensions import db
from wasl.i18n.language import choose_language
from wasl.i18n.texts import gettext as _
from wasl.occupations import search_occupations
from wasl.operations.compute_matches import latest_run
from wasl.operations.confirm_occupation import UnknownOccupationError, confirm_occupation
from wasl.operations.move_opportunity import (
    DeadlinePassedError,
    StepRefusedError,
    move_opportunity,
)
from wasl.operations.referrals.responsiveness import responsiveness_of
from wasl.portals.caseworker.blueprint import blueprint
from wasl.portals.caseworker.cards import Shown, Viewing, present_for_opportunity
from wasl.portals.caseworker.forms import OccupationForm, StepForm
from wasl.portals.caseworker.presenting import present_opportunity
from wasl.portals.caseworker.queries.common import name_occupations
from wasl.portals.caseworker.queries.opportunity import (
    ALL_OF_AN_OPPORTUNITY,
    FEW,
    count_others_fitting,
    find_matches_of_opportunity,
    read_opportunity,
)
from wasl.portals.caseworker.queries.referrals import states_for_opportunity
from wasl.transactions import leaves_trace
from wasl.ui.formats import format_day
from wasl.ui.labels import label


def _opportunity(permission: Permission, opportunity_id: str) -> Opportunity:
    found: Opportunity | None = find(
        db.session, current_viewer(), permission, opportunity_id, ALL_OF_AN_OPPORTUNITY
    )
    if found is None:
        abort(404)
    return found


@blueprint.get("/desk/opportunities/<opportunity_id>")
@requires(Permission.SEE_OPPORTUNITY)
@leaves_trace
def opportunity(opportunity_id: str) -> ResponseReturnValue:
    """Show an opportunity and who fits it."""
    found = _opportunity(Permission.SEE_OPPORTUNITY, opportunity_id)
    record = read_opportunity(db.session, found, choose_language())
    run = latest_run(db.session)
    return render_template(
        "caseworker/opportunity.html",
        opportunity=found,
        record=record,
        texts=present_opportunity(record),
        steps=_steps(found),
        to_read=found.status is OpportunityStatus.IN_REVIEW,
        run=run,
        shown=_candidates(found, run),
        few=FEW,
        others=count_others_fitting(db.session, current_viewer(), run, found) if run else 0,
        today=today_in_baghdad(),
        referrals=states_for_opportunity(db.session, current_viewer(), found),
        response=responsiveness_of(db.session, [found.organisation_id])[found.organisation_id],
    )


def _steps(found: Opportunity) -> list[OpportunityStep]:
    """Return the steps of this page; what waits to be read is decided where it is read."""
    if found.status is OpportunityStatus.IN_REVIEW:
        return []
    return steps_from(found.status, Side.OFFICE)


def _candidates(found: Opportunity, run: MatchRun | None) -> Shown | None:
    if run is None or found.status != OpportunityStatus.PUBLISHED:
        return None
    everything = request.args.get("show") == "all"
    viewing = Viewing(
        session=db.session, run=run, language=choose_language(), everything=everything
    )
    matches = find_matches_of_opportunity(db.session, current_viewer(), run, found)
    shown = present_for_opportunity(matches, viewing)
    people = (head.public_id for head in shown.heads)
    subject = ("opportunity", found.public_id)
    list_people(db.session, current_viewer(), people, "opportunity", subject)
    return shown


@blueprint.post("/desk/opportunities/<opportunity_id>/step")
@requires(Permission.MOVE_OPPORTUNITIES)
def move(opportunity_id: str) -> ResponseReturnValue:
    """Take a posting a step on: publish it, pause it, close it."""
    found = _opportunity(Permission.MOVE_OPPORTUNITIES, opportunity_id)
    form = StepForm()
    if not form.validate_on_submit():
        abort(400)
    if found.status is OpportunityStatus.IN_REVIEW:
        return redirect(url_for("secretariat.posting", opportunity_id=opportunity_id))
    try:
        status = move_opportunity(
            db.session, current_viewer(), found, form.wanted(), today_in_baghdad()
        )
    except StepRefusedError as refused:
        state = label(refused.status)
        flash(_("That is not possible now. The posting is: %(state)s.", state=state), "error")
    except DeadlinePassedError as passed:
        day = format_day(passed.apply_by)
        flash(_("The last day to apply was %(day)s. Set a later one first.", day=day), "error")
    else:
        flash(_("The posting is now: %(state)s.", state=label(status)), "done")
    return redirect(url_for(".opportunity", opportunity_id=opportunity_id))


@blueprint.get("/desk/opportunities/<opportunity_id>/occupation")
@requires(Permission.CHECK_TITLE_OF_OPPORTUNITY)
def choose_occupation_of_posting(opportunity_id: str) -> ResponseReturnValue:
    """Let the caseworker say what the title means, from the best five or the whole list."""
    found = _opportunity(Permission.CHECK_TITLE_OF_OPPORTUNITY, opportunity_id)
    language, words = choose_language(), request.args.get("q", "")
    codes = [str(code) for code, _share in found.coding_candidates]
    labels = name_occupations(db.session, codes, language)
    return render_template(
        "caseworker/occupation_of_opportunity.html",
        opportunity=found,
        words=words,
        candidates=[(code, labels[code]) for code in codes if code in labels],
        results=search_occupations(db.session, words, language),
    )


@blueprint.post("/desk/opportunities/<opportunity_id>/occupation")
@requires(Permission.CHECK_TITLE_OF_OPPORTUNITY)
def confirm_occupation_of_posting(opportunity_id: str) -> ResponseReturnValue:
    """Keep what the title of a posting means."""
    found = _opportunity(Permission.CHECK_TITLE_OF_OPPORTUNITY, opportunity_id)
    form = OccupationForm()
    if not form.validate_on_submit():
        flash(_("Choose an occupation first."), "error")
        return redirect(url_for(".choose_occupation_of_posting", opportunity_id=opportunity_id))
    try:
        confirm_occupation(db.session, current_viewer(), found, form.wanted())
    except UnknownOccupationError:
        abort(400)
    flash(_("Kept. Matches change when they are computed again."), "done")
    return redirect(url_for(".opportunity", opportunity_id=opportunity_id))
