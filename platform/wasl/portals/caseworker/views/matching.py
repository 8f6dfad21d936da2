"""The run of the matching, started from a page."""

from flask import current_app, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select

from matching.engine import Keep
from models.person import Person
from wasl.access import Permission, current_viewer, requires
from wasl.clock import today_in_baghdad
from wasl.config import Settings
from wasl.extensions import db
from wasl.i18n.texts import gettext as _
from wasl.jobs.turn import at_work
from wasl.jobs.wake import Jobs
from wasl.operations.compute_matches import compute_matches
from wasl.portals.caseworker.blueprint import blueprint
from wasl.portals.caseworker.views.helpers import own_target
from wasl.ui.formats import format_number

WHILE_WAITING = 2_000
"""Up to so many people the matches are there with the next page, in about a second."""

JOB = "compute_matches"


@blueprint.post("/matching")
@requires(Permission.RUN_MATCHING)
def run_matching() -> ResponseReturnValue:
    """Compute all matches: at once with few people, otherwise as a job that nobody waits for."""
    target = redirect(own_target(url_for(".desk")))
    if is_computing():
        flash(_("The matches are being computed. Look again in a while."), "info")
    elif (db.session.scalar(select(func.count(Person.id))) or 0) > WHILE_WAITING:
        jobs: Jobs = current_app.extensions["jobs"]
        jobs.ask(JOB, current_viewer().name)
        flash(_("The matches are being computed. Look again in a while."), "done")
    else:
        flash(_compute(), "done")
    return target


def is_computing() -> bool:
    """Tell whether the job is at work now."""
    settings: Settings = current_app.config["SETTINGS"]
    return at_work(db.engine, settings, JOB)


def _compute() -> str:
    settings: Settings = current_app.config["SETTINGS"]
    keep = Keep(settings.keep_eligible, settings.keep_near)
    run = compute_matches(db.session, current_viewer(), today_in_baghdad(), keep)
    return _(
        "Matches are computed. People: %(people)s. Opportunities: %(opportunities)s.",
        people=format_number(run.people),
        opportunities=format_number(run.opportunities),
    )
