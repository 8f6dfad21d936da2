"""The first page of a caseworker, and the run of the matching."""

from flask import render_template
from flask.typing import ResponseReturnValue

from wasl.access import Permission, current_viewer, requires
from wasl.extensions import db
from wasl.portals.caseworker.blueprint import blueprint
from wasl.portals.caseworker.queries.desk import read_desk


@blueprint.get("/desk")
@requires(Permission.SEE_PEOPLE)
def desk() -> ResponseReturnValue:
    """Show how many there are, what waits and what was done last."""
    return render_template("caseworker/desk.html", desk=read_desk(db.session, current_viewer()))
