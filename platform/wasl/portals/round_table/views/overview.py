"""The hub of the round table: what waits, the next meeting, and the ways on."""

from collections.abc import Iterator

from flask import current_app, render_template, url_for
from flask.typing import ResponseReturnValue

from wasl.access import Permission, current_viewer, may, requires
from wasl.clock import today_in_baghdad
from wasl.extensions import db
from wasl.figures.totals import totals
from wasl.i18n.texts import lazy_gettext, ngettext
from wasl.portals.round_table.blueprint import blueprint
from wasl.portals.round_table.queries.overview import (
    Waiting,
    count_waiting,
    next_meeting,
    read_published,
)

PLACES = (
    (
        lazy_gettext("Roundtables and committees"),
        lazy_gettext("Invitations, agenda, minutes, what was decided"),
        "round_table.meetings",
        Permission.SEE_MEETING,
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
        Permission.SEE_MEETING,
        "list",
    ),
    (
        lazy_gettext("National plan"),
        lazy_gettext("Priorities, actions with who leads them, and the files on them"),
        "round_table.plan",
        Permission.SEE_PLAN,
        "learn",
    ),
    (
        lazy_gettext("Gap board"),
        lazy_gettext("Where people are ready and places are missing"),
        "round_table.gaps",
        Permission.SEE_GAPS,
        "place",
    ),
    (
        lazy_gettext("Companies"),
        lazy_gettext("How far each has come, what it gave and could give next"),
        "round_table.engagements",
        Permission.SEE_ENGAGEMENT,
        "forward",
    ),
    (
        lazy_gettext("Supply map"),
        lazy_gettext("Who came back, with which work, wishes and needs, and where"),
        "round_table.supply",
        Permission.SEE_SUPPLY,
        "person",
    ),
    (
        lazy_gettext("Barriers"),
        lazy_gettext("What stands between people and work, and whether it falls"),
        "round_table.barriers",
        Permission.SEE_BARRIERS,
        "unmet",
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
        Permission.SEE_MEETING,
        "search",
    ),
    (
        lazy_gettext("Import"),
        lazy_gettext("A workbook of roundtables and commitments, looked at before it goes in"),
        "imports.files",
        Permission.PLAN_MEETINGS,
        "upload",
    ),
)


def _places() -> Iterator[tuple[str, str, str, str]]:
    """Yield address, title, purpose and icon of what this account may open."""
    for title, purpose, endpoint, permission, icon in PLACES:
        if endpoint in current_app.view_functions and may(permission):
            yield url_for(endpoint), title, purpose, icon


def _tiles(waiting: Waiting) -> Iterator[tuple[int, str, str | None]]:
    """Yield what waits: how much, of what, and where to settle it."""
    for count, text, endpoint in _kinds(waiting):
        if count:
            known = endpoint in current_app.view_functions
            yield count, text, url_for(endpoint) if known else None


def _kinds(waiting: Waiting) -> Iterator[tuple[int, str, str]]:
    """Yield how much waits of each kind, in words, with the page where it is settled."""
    n = waiting.minutes
    text = ngettext("meeting whose minutes are not out", "meetings whose minutes are not out", n)
    yield n, text, "round_table.meetings"
    n = waiting.answers
    text = ngettext("invitation without an answer", "invitations without an answer", n)
    yield n, text, "round_table.meetings"
    n = waiting.citations
    yield (
        n,
        ngettext("posting that may count", "postings that may count", n),
        "round_table.citations",
    )
    n = waiting.overdue
    text = ngettext("commitment that is overdue", "commitments that are overdue", n)
    yield n, text, "round_table.commitments"
    n = waiting.resolutions
    text = ngettext(
        "action or decision that is overdue", "actions and decisions that are overdue", n
    )
    yield n, text, "round_table.resolutions"
    n = waiting.asks
    text = ngettext("ask that is not sent yet", "asks that are not sent yet", n)
    yield n, text, "round_table.meetings"


@blueprint.get("")
@requires(Permission.SEE_ROUND_TABLE)
def overview() -> ResponseReturnValue:
    """Show what waits and the next meeting, or the latest minutes; and the ways on."""
    today, works = today_in_baghdad(), may(Permission.PLAN_MEETINGS)
    reads = may(Permission.SEE_MEETING) and not works
    return render_template(
        "round_table/overview.html",
        tiles=list(_tiles(count_waiting(db.session, today))) if works else None,
        coming=next_meeting(db.session, today) if works else None,
        published=read_published(db.session, current_viewer(), today) if reads else None,
        today=today,
        places=list(_places()),
        totals=None if may(Permission.SEE_DRAW_DOWN) else totals(db.session, today),
    )
