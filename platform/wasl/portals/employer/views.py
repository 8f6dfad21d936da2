"""The employer's own opportunities, and who fits them, without names."""

from typing import Any

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from models.opportunity import Opportunity, Organisation
from wasl.access import Permission, current_account, current_viewer, requires
from wasl.access.scope import find
from wasl.clock import today_in_baghdad
from wasl.config import Settings
from wasl.extensions import db
from wasl.i18n.language import choose_language
from wasl.i18n.texts import gettext as _
from wasl.operations.vet_organisation import VettingRuleError
from wasl.operations.vet_organisation import apply_again as ask_to_be_vetted
from wasl.portals.employer.cards import present_candidate, wage_range
from wasl.portals.employer.named import list_named
from wasl.portals.employer.queries import (
    ALL_OF_AN_OPPORTUNITY,
    CARDS_ON_A_PAGE,
    list_candidates,
    load_names,
    own_opportunities,
    shows_candidates,
)
from wasl.transactions import leaves_trace
from wasl.ui.explanation import codes_of

LAST_PAGE = 100_000
blueprint = Blueprint("employer", __name__, url_prefix="/employer")


def _own_organisation() -> Organisation:
    organisation = current_account().organisation
    if organisation is None:
        abort(404)
    return organisation


@blueprint.get("")
@requires(Permission.SEE_OWN_OPPORTUNITIES)
def opportunities() -> ResponseReturnValue:
    """List the organisation's opportunities with the number of people who fit."""
    organisation = _own_organisation()
    rows = own_opportunities(db.session, current_viewer())
    return render_template(
        "employer/opportunities.html",
        organisation=organisation,
        rows=rows,
        listed_at_most=_listed_at_most(),
    )


@blueprint.post("/apply-again")
@requires(Permission.SEE_OWN_OPPORTUNITIES)
def apply_again() -> ResponseReturnValue:
    """Ask to be vetted once more after a refusal."""
    try:
        ask_to_be_vetted(db.session, current_viewer(), _own_organisation())
        flash(_("You applied again. Two people look at your organisation anew."), "done")
    except VettingRuleError:
        flash(_("Your organisation was not refused, so there is nothing to apply for."), "error")
    return redirect(url_for(".opportunities"))


def _listed_at_most() -> int:
    """Return how many fitting people a run keeps for an opportunity: there may be more."""
    settings: Settings = current_app.config["SETTINGS"]
    return settings.keep_eligible


@blueprint.get("/opportunities/<opportunity_id>")
@requires(Permission.SEE_WORK_CARDS)
@leaves_trace
def opportunity(opportunity_id: str) -> ResponseReturnValue:
    """Show an opportunity of one's own with its candidates as work cards."""
    found: Opportunity | None = find(
        db.session,
        current_viewer(),
        Permission.SEE_WORK_CARDS,
        opportunity_id,
        ALL_OF_AN_OPPORTUNITY,
    )
    if found is None:
        abort(404)
    return render_template("employer/opportunity.html", **_candidates(found))


def _candidates(found: Opportunity) -> dict[str, Any]:
    """Return what the page of an opportunity shows, one page of its candidates."""
    # A number of any length may stand in an address, but not in a statement.
    page = min(max(1, request.args.get("page", 1, type=int)), LAST_PAGE)
    language = choose_language()
    shown = list_candidates(
        db.session,
        current_viewer(),
        found,
        page=page,
        language=language,
        today=today_in_baghdad(),
    )
    pages = max(1, -(-shown.total // CARDS_ON_A_PAGE))
    if page > pages:
        abort(404)
    named = list_named(db.session, current_viewer(), found)
    codes = codes_of(candidate.explanation for candidate in shown.candidates)
    names = load_names(db.session, codes, language)
    return {
        "opportunity": found,
        "wage": wage_range(found),
        "open": shows_candidates(found),
        "shown": shown,
        "cards": [present_candidate(candidate, names) for candidate in shown.candidates],
        "named": named,
        "listed_at_most": _listed_at_most(),
        "page": page,
        "pages": pages,
    }
