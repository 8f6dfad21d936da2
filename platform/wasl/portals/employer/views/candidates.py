"""Who fits an opportunity, without names."""

from typing import Any

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from models.opportunity import Opportunity
from wasl.access import Permission, current_viewer, requires
from wasl.access.scope import find
from wasl.clock import today_in_baghdad
from wasl.extensions import db
from wasl.i18n.language import choose_language
from wasl.portals.employer.blueprint import blueprint
from wasl.portals.employer.cards import present_candidate, wage_range
from wasl.portals.employer.named import list_named
from wasl.portals.employer.queries.candidates import (
    ALL_OF_AN_OPPORTUNITY,
    CARDS_ON_A_PAGE,
    list_candidates,
    load_names,
)
from wasl.portals.employer.queries.fitting import shows_candidates
from wasl.portals.employer.views.helpers import listed_at_most
from wasl.transactions import leaves_trace
from wasl.ui.explanation import codes_of

LAST_PAGE = 100_000


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
        "listed_at_most": listed_at_most(),
        "page": page,
        "pages": pages,
    }
