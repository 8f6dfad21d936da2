"""Postings that may count for a commitment: a person says, one by one or several at once."""

from collections.abc import Callable

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from models.commitment import Citation
from wasl.access import Permission, current_viewer, requires, scope
from wasl.access.limits import EXPORTS, limited
from wasl.clock import today_in_baghdad
from wasl.code_names import list_governorates
from wasl.extensions import db
from wasl.i18n.language import choose_language
from wasl.i18n.texts import gettext as _
from wasl.i18n.texts import ngettext
from wasl.operations.commitments import cite
from wasl.operations.commitments.suggest import decide_suggestion, suggest_citations
from wasl.portals.round_table.blueprint import blueprint
from wasl.portals.round_table.citation_file import citation_sheets
from wasl.portals.round_table.queries.citations import (
    list_citations,
    list_decided,
    list_waiting,
    named_commitment,
    named_posting,
)
from wasl.portals.round_table.seen_form import seen_version
from wasl.portals.round_table.workbooks import send_workbook

_YES, _NO = "yes", "no"
_MOST = 500  # in one form


@blueprint.get("/citations")
@requires(Permission.DECIDE_CITATION)
def citations() -> ResponseReturnValue:
    """Show what waits for a word, what Wasl found, and what was decided last."""
    return render_template(
        "round_table/citations.html",
        pairs=list_waiting(db.session, current_viewer()),
        suggestions=suggest_citations(db.session),
        decided=list_decided(db.session, current_viewer()),
        places=dict(list_governorates(db.session, choose_language())),
    )


@blueprint.get("/citations.xlsx")
@requires(Permission.DECIDE_CITATION)
@limited(EXPORTS)
def citations_file() -> ResponseReturnValue:
    """Send every posting that names a commitment as a workbook."""
    today = today_in_baghdad()
    sheets = citation_sheets(list_citations(db.session, current_viewer()), today)
    return send_workbook(sheets, "postings-that-count", today)


@blueprint.post("/citations")
@requires(Permission.DECIDE_CITATION)
def decide_citations() -> ResponseReturnValue:
    """Say of those that were ticked whether they count; each as it was seen, or not at all."""
    counts, by = _answer(), current_viewer()

    def decide(name: str, version: str) -> None:
        seen = seen_version(version)
        cite.decide_citation(db.session, by, _own(name), counts=counts, seen=seen)

    return _each_ticked(decide)


@blueprint.post("/citations/suggested")
@requires(Permission.DECIDE_CITATION)
def decide_suggested() -> ResponseReturnValue:
    """Say of those that Wasl found and somebody ticked whether they count."""
    counts, by = _answer(), current_viewer()

    def decide(posting_id: str, commitment_id: str) -> None:
        posting = named_posting(db.session, posting_id) or abort(404)
        commitment = named_commitment(db.session, commitment_id) or abort(404)
        decide_suggestion(db.session, by, posting, commitment, counts=counts)

    return _each_ticked(decide)


@blueprint.post("/citations/<citation_id>/unite")
@requires(Permission.DECIDE_CITATION)
def unite_organisations(citation_id: str) -> ResponseReturnValue:
    """Say that who posted and who promised are one: all their postings count for one another."""
    citation, named = _own(citation_id), request.form.get("party", "")
    parties = {one.organisation.public_id: one.organisation for one in citation.commitment.parties}
    party = parties.get(named) or abort(404)
    count = cite.unite_organisations(db.session, current_viewer(), citation, party)
    flash(
        ngettext(
            "They are one now. One posting counts by it.",
            "They are one now. %(num)s postings count by it.",
            count,
        ),
        "done",
    )
    return redirect(url_for(".citations"))


def _own(citation_id: str) -> Citation:
    viewer, can = current_viewer(), Permission.DECIDE_CITATION
    found: Citation | None = scope.find(db.session, viewer, can, citation_id)
    return found or abort(404)


def _answer() -> bool:
    said = request.form.get("answer", "")
    if said not in {_YES, _NO}:
        abort(400)
    return said == _YES


def _ticked() -> list[str]:
    return list(dict.fromkeys(request.form.getlist("chosen")))[:_MOST]


def _each_ticked(decide: Callable[[str, str], None]) -> ResponseReturnValue:
    """Decide each line that was ticked, by the two words of its box; say what came of it."""
    done = missed = 0
    for ticked in _ticked():
        first, _dot, second = ticked.partition(".")
        try:
            decide(first, second)
            done += 1
        except cite.CitationMovedError:
            missed += 1
    return _tell(done, missed)


def _tell(done: int, missed: int) -> ResponseReturnValue:
    if done:
        flash(ngettext("One posting decided.", "%(num)s postings decided.", done), "done")
    if missed:
        flash(
            _("Something changed meanwhile. Look at what is left once more, then decide."), "error"
        )
    if not done and not missed:
        flash(_("Nothing was ticked."), "error")
    return redirect(url_for(".citations"))
