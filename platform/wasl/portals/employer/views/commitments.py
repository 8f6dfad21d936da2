"""What the organisation promised: how far it has come, what it says itself, what to post next."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from models.commitment import Commitment
from models.opportunity import Opportunity
from wasl.access import Permission, current_viewer, requires
from wasl.access.scope import find
from wasl.clock import today_in_baghdad
from wasl.code_names import name_places
from wasl.extensions import db
from wasl.i18n.language import choose_language
from wasl.i18n.texts import gettext as _
from wasl.operations.commitments.cite import NotAPartyError
from wasl.operations.commitments.errors import CommitmentWithdrawnError
from wasl.operations.commitments.post_for import (
    NothingToPostError,
    OtherKindError,
    cite_own_posting,
    post_for_commitment,
)
from wasl.operations.commitments.report import report_commitment
from wasl.operations.postings.errors import PostingInvalidError
from wasl.portals.employer.blueprint import blueprint
from wasl.portals.employer.commitment_forms import CiteForm, PostForm, ReportForm
from wasl.portals.employer.commitment_page import page_of
from wasl.portals.employer.commitment_words import how_many, next_text, time_text
from wasl.portals.employer.queries.commitments import list_own_commitments
from wasl.portals.employer.views.helpers import own_organisation

REPORT = Permission.REPORT_COMMITMENT


@blueprint.get("/commitments")
@requires(Permission.SEE_OWN_COMMITMENTS)
def commitments() -> ResponseReturnValue:
    """List what the organisation promised, the most urgent first."""
    today = today_in_baghdad()
    found = list_own_commitments(db.session, current_viewer(), today)
    codes = [one.commitment.governorate_code for one in found]
    return render_template(
        "employer/commitments.html",
        organisation=own_organisation(),
        rows=found,
        places=name_places(db.session, codes, choose_language()),
        how_many=how_many,
        next_text=next_text,
        time_text=lambda one: time_text(one, today),
    )


@blueprint.get("/commitments/<commitment_id>")
@requires(Permission.SEE_OWN_COMMITMENTS)
def commitment(commitment_id: str) -> ResponseReturnValue:
    """Show one of them: what counts, what waits, what was said about it, what to do next."""
    return page_of(_own(Permission.SEE_OWN_COMMITMENTS, commitment_id))


@blueprint.post("/commitments/<commitment_id>/report")
@requires(REPORT)
def report(commitment_id: str) -> ResponseReturnValue:
    """Add what the organisation itself says about how far it has come."""
    found, form = _own(REPORT, commitment_id), ReportForm()
    form.fill()
    if not form.validate_on_submit():
        return page_of(found, reporting=form), 422
    try:
        report_commitment(db.session, current_viewer(), found, own_organisation(), form.said())
        flash(_("Thank you. The secretariat reads what you reported."), "done")
    except (NotAPartyError, CommitmentWithdrawnError):
        flash(_not_any_more(), "error")
    return _back(found)


@blueprint.post("/commitments/<commitment_id>/post")
@requires(REPORT)
def post_for(commitment_id: str) -> ResponseReturnValue:
    """Begin a posting for it, filled in from what was promised; or go on with the one begun."""
    found, form, today = _own(REPORT, commitment_id), PostForm(), today_in_baghdad()
    if not form.validate_on_submit():
        return page_of(found, posting=form), 422
    by, party, title = current_viewer(), own_organisation(), form.title.data or ""
    try:
        draft = post_for_commitment(db.session, by, found, party, title, today=today)
    except (NotAPartyError, CommitmentWithdrawnError, NothingToPostError):
        flash(_not_any_more(), "error")
        return _back(found)
    except PostingInvalidError:
        form.title.errors = [_("Give it a title")]
        return page_of(found, posting=form), 422
    flash(_("This draft is filled in from your commitment. Add what is missing."), "done")
    return redirect(url_for(".edit_opportunity", opportunity_id=draft.public_id))


@blueprint.post("/commitments/<commitment_id>/cite")
@requires(REPORT)
def cite(commitment_id: str) -> ResponseReturnValue:
    """Say that a posting which is there already keeps this commitment."""
    found, form = _own(REPORT, commitment_id), CiteForm()
    chosen = _own_posting(form.posting.data)
    if not form.validate_on_submit() or chosen is None:
        flash(_("Choose a posting first."), "error")
        return _back(found)
    try:
        cite_own_posting(db.session, current_viewer(), chosen, found, own_organisation())
        flash(_("This posting keeps the commitment from now on."), "done")
    except OtherKindError:
        flash(_("This posting is of another kind than what was promised."), "error")
    except (NotAPartyError, CommitmentWithdrawnError):
        flash(_not_any_more(), "error")
    return _back(found)


def _own(permission: Permission, commitment_id: str) -> Commitment:
    found: Commitment | None = find(db.session, current_viewer(), permission, commitment_id)
    if found is None:
        abort(404)
    return found


def _own_posting(public_id: str | None) -> Opportunity | None:
    own = Permission.CHANGE_OWN_OPPORTUNITY
    found: Opportunity | None = find(db.session, current_viewer(), own, public_id or "")
    return found


def _not_any_more() -> str:
    return _("Nothing was changed: this commitment does not stand any more.")


def _back(found: Commitment) -> ResponseReturnValue:
    return redirect(url_for(".commitment", commitment_id=found.public_id))
