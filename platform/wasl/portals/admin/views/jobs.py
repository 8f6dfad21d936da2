"""What the platform does by itself: when it did it last, what came of it, and doing it now."""

from flask import abort, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from wasl.access import Permission, current_viewer, requires
from wasl.config import Settings
from wasl.extensions import db
from wasl.i18n.texts import gettext as _
from wasl.jobs.overview import overview
from wasl.jobs.schedule import SCHEDULE
from wasl.jobs.turn import at_work
from wasl.jobs.wake import Jobs
from wasl.portals.admin.blueprint import blueprint
from wasl.ui.job_words import result_words


@blueprint.get("/jobs")
@requires(Permission.RUN_JOBS)
def jobs() -> ResponseReturnValue:
    """List all jobs with their last runs."""
    settings: Settings = current_app.config["SETTINGS"]
    lines = overview(db.session)
    working = {name for name in SCHEDULE if at_work(db.engine, settings, name)}
    return render_template(
        "admin/jobs.html",
        lines=lines,
        working=working,
        apart=settings.jobs == "apart",
        idle=all(line.last is None for line in lines),
        result_words=result_words,
    )


@blueprint.post("/jobs/<job_name>/run")
@requires(Permission.RUN_JOBS)
def run_job_now(job_name: str) -> ResponseReturnValue:
    """Have a job run soon; the page does not wait for it."""
    if job_name not in SCHEDULE:
        abort(404)
    jobs: Jobs = current_app.extensions["jobs"]
    jobs.ask(job_name, current_viewer().name)
    flash(_("It begins in a moment. Open this page again to see what came of it."), "done")
    return redirect(url_for(".jobs"))
