"""The run of the matching, started from a page."""

from flask import current_app, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from matching.engine import Keep
from wasl.access import Permission, current_viewer, requires
from wasl.clock import today_in_baghdad
from wasl.config import Settings
from wasl.extensions import db
from wasl.i18n.texts import gettext as _
from wasl.operations.compute_matches import compute_matches
from wasl.portals.caseworker.blueprint import blueprint
from wasl.portals.caseworker.views.helpers import own_target
from wasl.ui.formats import format_number


@blueprint.post("/matching")
@requires(Permission.RUN_MATCHING)
def run_matching() -> ResponseReturnValue:
    """Compute all matches while the visitor waits: some hundreds of people take about a second.

    A national register takes longer than a request may; for it `wasl match run` is there.
    """
    settings: Settings = current_app.config["SETTINGS"]
    keep = Keep(settings.keep_eligible, settings.keep_near)
    run = compute_matches(db.session, current_viewer(), today_in_baghdad(), keep)
    flash(
        _(
            "Matches are computed. People: %(people)s. Opportunities: %(opportunities)s.",
            people=format_number(run.people),
            opportunities=format_number(run.opportunities),
        ),
        "done",
    )
    return redirect(own_target(url_for(".desk")))
