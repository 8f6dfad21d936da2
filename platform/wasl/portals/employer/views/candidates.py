"""Who fits an opportunity, without names."""

from datetime import timedelta
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from models.base import utc_now
from models.opportunity import Opportunity
from wasl.access import Permission, current_viewer, requires
from wasl.access.limits import limited
from wasl.access.scope import find
from wasl.clock import today_in_baghdad
from wasl.extensions import db
from wasl.i18n.language import choose_language
from wasl.i18n.texts import gettext as _
from wasl.operations.count_tries import Limit
from wasl.operations.referrals.ask_to_meet import (
    NoCandidatesShownError,
    TooManyWishesError,
    ask_to_meet,
    wishes_left,
)
from wasl.portals.employer.blueprint import blueprint
from wasl.portals.employer.cards import present_candidate, wage_range
from wasl.portals.employer.meeting_words import (
    stage_name,
    tone_of,
    too_many_wishes,
    what_next,
    words_of_asked,
)
from wasl.portals.employer.named import list_named
from wasl.portals.employer.queries.candidates import (
    ALL_OF_AN_OPPORTUNITY,
    CARDS_ON_A_PAGE,
    list_candidates,
    load_names,
)
from wasl.portals.employer.queries.fitting import shows_candidates
from wasl.portals.employer.queries.meetings import gone_cards, rows_of_posting
from wasl.portals.employer.views.helpers import listed_at_most
from wasl.transactions import leaves_trace
from wasl.ui.explanation import codes_of

LAST_PAGE = 100_000
ASKING = Limit(name="ask-to-meet", most=60, window=timedelta(hours=1))


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
        "met": rows_of_posting(db.session, current_viewer(), found),
        "gone": gone_cards(db.session, found),
        "wishes_left": wishes_left(db.session, found),
        "what_next": lambda row: what_next(row, utc_now()),
        "stage_name": stage_name,
        "tone_of": tone_of,
        "listed_at_most": listed_at_most(),
        "page": page,
        "pages": pages,
    }


@blueprint.post("/opportunities/<opportunity_id>/ask")
@requires(Permission.ASK_TO_MEET)
@limited(ASKING)
def ask(opportunity_id: str) -> ResponseReturnValue:
    """Ask to meet one person by the number of the card, or all who are ticked."""
    found: Opportunity | None = find(
        db.session, current_viewer(), Permission.ASK_TO_MEET, opportunity_id
    )
    if found is None:
        abort(404)
    one = request.form.get("one")
    cards = [one] if one else request.form.getlist("cards")[:CARDS_ON_A_PAGE]
    done = _ask(found, cards)
    # Back to the card, which now says how it stands; all else is told at the top.
    anchor = f"card-{one}" if one and done else None
    return redirect(url_for(".opportunity", opportunity_id=opportunity_id, _anchor=anchor))


def _ask(found: Opportunity, cards: list[str]) -> bool:
    """Ask, say what became of it, and tell whether all went through."""
    if not cards:
        flash(_("Tick at least one card first."), "error")
        return False
    try:
        told = words_of_asked(ask_to_meet(db.session, current_viewer(), found, cards))
    except TooManyWishesError as error:
        told = [(too_many_wishes(error.left), "error")]
    except NoCandidatesShownError:
        told = [(_("Candidates are shown while an opportunity is published."), "error")]
    for text, tone in told:
        flash(text, tone)
    return all(tone == "done" for _text, tone in told)
