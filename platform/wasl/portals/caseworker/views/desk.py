"""The first page of a caseworker, and the run of the matching."""

from flask import render_template
from flask.typing import ResponseReturnValue

from wasl.access import Permission, current_viewer, requires
from wasl.extensions import db
from wasl.portals.caseworker.blueprint import blueprint
from wasl.portals.caseworker.queries.desk import read_desk
from wasl.portals.caseworker.views.matching import is_computing


@blueprint.get("/desk")
@requires(Permission.SEE_PEOPLE)
def desk() -> ResponseReturnValue:
    """Show how many there are, what waits and what was done last."""
    read = read_desk(db.session, current_viewer())
    return render_template("caseworker/desk.html", desk=read, computing=is_computing())
