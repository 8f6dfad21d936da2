"""Postings that wait to be read: the queue, one of them, and what becomes of it."""

from collections.abc import Callable

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from models.enums import OpportunityStatus
from models.opportunity import Opportunity
from wasl.access import Permission, current_viewer, requires
from wasl.access.scope import find
from wasl.clock import today_in_baghdad
from wasl.extensions import db
from wasl.i18n.language import choose_language
from wasl.i18n.texts import gettext as _
from wasl.operations.move_opportunity import DeadlinePassedError, StepRefusedError
from wasl.operations.postings import review
from wasl.operations.postings.errors import PostingChangedError
from wasl.portals.secretariat.blueprint import blueprint
from wasl.portals.secretariat.forms import ReadForm, RefuseForm, SendBackForm
from wasl.portals.secretariat.queries.postings import TO_READ, list_waiting, read_posting
from wasl.ui.formats import format_day
from wasl.ui.opportunity_texts import own_facts, place_text, wage_text
from wasl.ui.wording_sentences import ADVICE


def _posting(opportunity_id: str) -> Opportunity:
    permission = Permission.MOVE_OPPORTUNITIES
    found: Opportunity | None = find(
        db.session, current_viewer(), permission, opportunity_id, TO_READ
    )
    if found is None:
        abort(404)
    return found


@blueprint.get("/postings")
@requires(Permission.MOVE_OPPORTUNITIES)
def postings() -> ResponseReturnValue:
    """List the postings that wait to be read."""
    page = list_waiting(db.session, current_viewer(), request.args.get("page", 1, type=int))
    return render_template("secretariat/postings.html", page=page, advice=ADVICE)


@blueprint.get("/postings/<opportunity_id>")
@requires(Permission.MOVE_OPPORTUNITIES)
def posting(opportunity_id: str) -> ResponseReturnValue:
    """Show a posting that waits, with what was found in it."""
    found = _posting(opportunity_id)
    if found.status is not OpportunityStatus.IN_REVIEW:
        flash(_("This posting does not wait any more."))
        return redirect(url_for(".postings"))
    return _show(found, SendBackForm(formdata=None), RefuseForm(formdata=None))


def _show(
    found: Opportunity, back: SendBackForm, refuse: RefuseForm, status: int = 200
) -> ResponseReturnValue:
    shown = read_posting(db.session, current_viewer(), found, choose_language())
    texts = {"place": place_text(found, shown.places), "wage": wage_text(found)}
    return render_template(
        "secretariat/posting.html",
        shown=shown,
        one=found,
        texts=texts,
        own=own_facts(found),
        back=back,
        refuse=refuse,
    ), status


@blueprint.post("/postings/<opportunity_id>/publish")
@requires(Permission.MOVE_OPPORTUNITIES)
def publish(opportunity_id: str) -> ResponseReturnValue:
    """Show a posting to everybody."""
    found, form = _posting(opportunity_id), ReadForm()
    if not form.validate_on_submit():
        return _show(found, SendBackForm(formdata=None), RefuseForm(formdata=None), 422)

    def act() -> None:
        seen = form.seen()
        review.publish_reviewed(db.session, current_viewer(), found, today_in_baghdad(), seen=seen)

    return _decide(act, _("Published. Its employer was told."))


@blueprint.post("/postings/<opportunity_id>/send-back")
@requires(Permission.MOVE_OPPORTUNITIES)
def send_back(opportunity_id: str) -> ResponseReturnValue:
    """Give a posting back with what to change."""
    found, form = _posting(opportunity_id), SendBackForm()
    if not form.validate_on_submit():
        return _show(found, form, RefuseForm(formdata=None), 422)

    def act() -> None:
        seen, note = form.seen(), form.note.data or ""
        viewer, today = current_viewer(), today_in_baghdad()
        review.send_back(db.session, viewer, found, today, note=note, seen=seen)

    return _decide(act, _("Sent back. Its employer was told what to change."))


@blueprint.post("/postings/<opportunity_id>/refuse")
@requires(Permission.MOVE_OPPORTUNITIES)
def refuse(opportunity_id: str) -> ResponseReturnValue:
    """Say that a posting will not be shown."""
    found, form = _posting(opportunity_id), RefuseForm()
    if not (form.validate_on_submit() and form.says_why()):
        return _show(found, SendBackForm(formdata=None), form, 422)

    def act() -> None:
        viewer, today, note = current_viewer(), today_in_baghdad(), form.why.data or ""
        seen, reason = form.seen(), form.wanted()
        review.refuse_posting(db.session, viewer, found, today, reason=reason, note=note, seen=seen)

    return _decide(act, _("Refused. Its employer was told why."))


def _decide(act: Callable[[], None], done: str) -> ResponseReturnValue:
    """Act, and go back to the queue with what became of it."""
    try:
        act()
    except review.OwnPostingError:
        flash(_("You have part in this posting, so somebody else must read it."), "error")
    except (PostingChangedError, StepRefusedError):
        flash(_("Somebody was quicker. This is how it stands now."), "warning")
    except DeadlinePassedError as error:
        day = format_day(error.apply_by)
        flash(_("Its last day to apply was %(day)s. Send it back to be changed.", day=day), "error")
    else:
        flash(done, "done")
    return redirect(url_for(".postings"))
