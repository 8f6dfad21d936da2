"""The queue of titles that the coder was not sure about."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from wasl.access import Permission, current_viewer, requires
from wasl.extensions import db
from wasl.i18n.language import choose_language
from wasl.i18n.texts import gettext as _
from wasl.i18n.texts import ngettext
from wasl.occupations import search_occupations
from wasl.operations.confirm_occupation import (
    UnknownOccupationError,
    UnusableWordingError,
    confirm_wording,
)
from wasl.portals.caseworker.blueprint import blueprint
from wasl.portals.caseworker.forms import OccupationForm
from wasl.portals.caseworker.queries.coding import (
    find_candidates,
    find_open_wordings,
    find_wording,
)


def _wording(key: str) -> str:
    found = find_wording(db.session, current_viewer(), key)
    if found is None:
        abort(404)
    return found


@blueprint.get("/coding")
@requires(Permission.CHECK_TITLES)
def coding() -> ResponseReturnValue:
    """List the titles nobody is sure of, the most frequent first."""
    page = request.args.get("page", 1, type=int)
    found = find_open_wordings(db.session, current_viewer(), page, choose_language())
    return render_template("caseworker/coding.html", found=found)


@blueprint.get("/coding/<key>")
@requires(Permission.CHECK_TITLES)
def choose_occupation_of_wording(key: str) -> ResponseReturnValue:
    """Let the caseworker say what a wording means, from the best five or the whole list."""
    wording = _wording(key)
    language, words = choose_language(), request.args.get("q", "")
    return render_template(
        "caseworker/occupation_of_wording.html",
        wording=wording,
        key=key,
        words=words,
        candidates=find_candidates(db.session, [wording], language).get(wording, []),
        results=search_occupations(db.session, words, language),
    )


@blueprint.post("/coding/<key>")
@requires(Permission.CHECK_TITLES)
def confirm_occupation_of_wording(key: str) -> ResponseReturnValue:
    """Keep what a wording means, wherever it stands, and learn it."""
    wording = find_wording(db.session, current_viewer(), key)
    form = OccupationForm()
    if wording is None:
        flash(_("Somebody else has just decided on this title."), "info")
        return redirect(url_for(".coding"))
    if not form.validate_on_submit():
        flash(_("Choose an occupation first."), "error")
        return redirect(url_for(".choose_occupation_of_wording", key=key))
    try:
        changed = confirm_wording(db.session, current_viewer(), wording, form.wanted())
    except (UnknownOccupationError, UnusableWordingError):
        abort(400)
    flash(_kept(wording, changed), "done")
    return redirect(url_for(".coding"))


def _kept(wording: str, changed: int) -> str:
    return ngettext(
        "“%(wording)s” is decided in one record.",
        "“%(wording)s” is decided in %(num)d records.",
        changed,
        wording=wording,
    )
