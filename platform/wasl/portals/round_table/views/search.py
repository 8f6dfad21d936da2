"""Search across the minutes of all meetings."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from wasl.access import Permission, current_viewer, requires
from wasl.access.guard import may
from wasl.extensions import db
from wasl.portals.round_table.blueprint import blueprint
from wasl.portals.round_table.minutes_forms import SearchMinutesForm
from wasl.portals.round_table.queries.search import search_minutes


@blueprint.get("/search")
@requires(Permission.SEE_MEETING)
def search() -> ResponseReturnValue:
    """Find meetings by what was said in them, in whatever script and spelling."""
    words = SearchMinutesForm(request.args).q.data or ""
    page = request.args.get("page", 1, type=int)
    return render_template(
        "round_table/search.html",
        words=words,
        page=search_minutes(db.session, current_viewer(), words, page),
        writes=may(Permission.CHANGE_MEETING),
    )
