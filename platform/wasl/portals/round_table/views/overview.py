"""The hub of the round table: what waits, the next meeting, and the ways on."""

from collections.abc import Iterator

from flask import current_app, render_template, url_for
from flask.typing import ResponseReturnValue

from wasl.access import Permission, may, requires
from wasl.clock import today_in_baghdad
from wasl.extensions import db
from wasl.i18n.texts import lazy_gettext, ngettext
from wasl.portals.round_table.blueprint import blueprint
from wasl.portals.round_table.queries.overview import Waiting, count_waiting, next_meeting
from wasl.portals.round_table.queries.totals import totals

PLACES = (
    (
        lazy_gettext("Meetings"),
        lazy_gettext("Roundtables and committees: invitations, agenda, minutes"),
        "round_table.meetings",
        Permission.PLAN_MEETINGS,
        "date",
    ),
    (
        lazy_gettext("Commitments"),
        lazy_gettext("What was promised, and what of it was offered, filled and lasted"),
        "round_table.commitments",
        Permission.SEE_COMMITMENT,
        "work",
    ),
    (
        lazy_gettext("Postings that may count"),
        lazy_gettext("Cited by an employer or a list, or found by Wasl; a person says"),
        "round_table.citations",
        Permission.ADD_COMMITMENT,
        "soft",
    ),
    (
        lazy_gettext("Recommendations, decisions, actions"),
        lazy_gettext("What is not settled yet, in all meetings together"),
        "round_table.resolutions",
        Permission.PLAN_MEETINGS,
        "list",
    ),
    (
        lazy_gettext("Gap board"),
        lazy_gettext("Where people are ready and places are missing"),
        "round_table.gaps",
        Permission.SEE_GAPS,
        "place",
    ),
    (
        lazy_gettext("Who is who"),
        lazy_gettext("Ministries, chambers, unions, companies: what they do, with whom"),
        "round_table.stakeholders",
        Permission.SEE_STAKEHOLDERS,
        "person",
    ),
    (
        lazy_gettext("Search the minutes"),
        lazy_gettext("A word of any meeting, in any of the three scripts"),
        "round_table.search",
        Permission.PLAN_MEETINGS,
        "search",
    ),
)


def _places() -> Iterator[tuple[str, str, str, str]]:
    """Yield address, title, purpose and icon of what this account may open."""
    for title, purpose, endpoint, permission, icon in PLACES:
        if endpoint in current_app.view_functions and may(permission):
            yield url_for(endpoint), title, purpose, icon


def _tiles(waiting: Waiting) -> Iterator[tuple[int, str, str | None]]:
    """Yield what waits: how much, of what, and where to settle it."""
    kinds = (
        (
            waiting.minutes,
            ngettext(
                "meeting whose minutes are not out",
                "meetings whose minutes are not out",
                waiting.minutes,
            ),
            "round_table.meetings",
        ),
        (
            waiting.answers,
            ngettext(
                "invitation without an answer", "invitations without an answer", waiting.answers
            ),
            "round_table.meetings",
        ),
        (
            waiting.citations,
            ngettext("posting that may count", "postings that may count", waiting.citations),
            "round_table.citations",
        ),
        (
            waiting.overdue,
            ngettext("commitment that is overdue", "commitments that are overdue", waiting.overdue),
            "round_table.commitments",
        ),
        (
            waiting.resolutions,
            ngettext(
                "action or decision that is overdue",
                "actions and decisions that are overdue",
                waiting.resolutions,
            ),
            "round_table.resolutions",
        ),
        (
            waiting.asks,
            ngettext("ask that is not sent yet", "asks that are not sent yet", waiting.asks),
            "round_table.meetings",
        ),
    )
    for count, text, endpoint in kinds:
        if count:
            known = endpoint in current_app.view_functions
            yield count, text, url_for(endpoint) if known else None


@blueprint.get("")
@requires(Permission.SEE_ROUND_TABLE)
def overview() -> ResponseReturnValue:
    """Show what waits, the next meeting, and the ways on."""
    today, works = today_in_baghdad(), may(Permission.PLAN_MEETINGS)
    return render_template(
        "round_table/overview.html",
        tiles=list(_tiles(count_waiting(db.session, today))) if works else None,
        coming=next_meeting(db.session, today) if works else None,
        places=list(_places()),
        totals=None if may(Permission.SEE_COMMITMENT) else totals(db.session, today),
    )
