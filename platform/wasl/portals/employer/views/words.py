"""How the title and the skills of a posting were understood, and how to put that right."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from models.opportunity import Opportunity
from wasl.access import Permission, current_viewer, requires
from wasl.clock import today_in_baghdad
from wasl.extensions import db
from wasl.i18n.language import choose_language
from wasl.i18n.texts import gettext as _
from wasl.occupations import search_occupations
from wasl.operations.confirm_occupation import UnknownOccupationError, confirm_occupation
from wasl.operations.postings.errors import (
    PostingChangedError,
    PostingInvalidError,
    PostingNotOpenError,
)
from wasl.operations.postings.hold import hold_posting
from wasl.operations.postings.skills import reword_skill
from wasl.operations.postings.write import WRITABLE
from wasl.portals.employer.blueprint import blueprint
from wasl.portals.employer.posting_step_forms import MeaningOfTitleForm, SkillForm
from wasl.portals.employer.queries.posting import read_posting
from wasl.portals.employer.views.helpers import own_posting, review_policy

OWN = Permission.CHANGE_OWN_OPPORTUNITY


@blueprint.get("/opportunities/<opportunity_id>/words")
@requires(OWN)
def words(opportunity_id: str) -> ResponseReturnValue:
    """Show what title and skills were understood as; the title may be searched for."""
    found, language = own_posting(OWN, opportunity_id), choose_language()
    sought = request.args.get("q", "")
    return render_template(
        "employer/posting/words.html",
        opportunity=found,
        record=read_posting(db.session, found, language),
        words=sought,
        results=search_occupations(db.session, sought, language),
        choosing="choose" in request.args or bool(sought),
        writable=found.status in WRITABLE,
    )


@blueprint.post("/opportunities/<opportunity_id>/occupation")
@requires(OWN)
def confirm_title(opportunity_id: str) -> ResponseReturnValue:
    """Keep what the title means."""
    found, form = own_posting(OWN, opportunity_id), MeaningOfTitleForm()
    if not form.validate_on_submit():
        flash(_("Choose an occupation first."), "error")
        return redirect(url_for(".words", opportunity_id=opportunity_id))
    try:
        _check_writable(found, form.seen())
        confirm_occupation(db.session, current_viewer(), found, form.wanted())
        flash(_("Kept."), "done")
    except UnknownOccupationError:
        abort(400)
    except (PostingChangedError, PostingNotOpenError):
        _say_quicker()
    return redirect(url_for(".words", opportunity_id=opportunity_id))


@blueprint.post("/opportunities/<opportunity_id>/skill")
@requires(OWN)
def change_skill(opportunity_id: str) -> ResponseReturnValue:
    """Say a skill in other words, or leave it out."""
    found, form = own_posting(OWN, opportunity_id), SkillForm()
    change = (form.wording.data or "", form.words())
    if not change[1] and not form.leaves_out():
        flash(_("Write other words first."), "error")
        return redirect(url_for(".words", opportunity_id=opportunity_id))
    by, today = current_viewer(), today_in_baghdad()
    try:
        done = reword_skill(
            db.session, by, found, change, today, seen=form.seen(), policy=review_policy()
        )
        flash(_("Kept.") if done.changed else _("Nothing was changed."), "done")
    except (PostingChangedError, PostingNotOpenError):
        _say_quicker()
    except PostingInvalidError:
        flash(_("This is too long for a skill. Nothing was changed."), "error")
    return redirect(url_for(".words", opportunity_id=opportunity_id))


def _check_writable(found: Opportunity, seen: int) -> None:
    hold_posting(db.session, found, seen)
    if found.status not in WRITABLE:
        raise PostingNotOpenError(found.status)


def _say_quicker() -> None:
    flash(_("Somebody was quicker. This is how it stands now."), "warning")
