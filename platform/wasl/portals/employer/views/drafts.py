"""All drafts on one page, to be sent in together: what a file brought in, above all."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from models.enums import OpportunityStatus
from wasl.access import Permission, current_viewer, requires
from wasl.clock import today_in_baghdad
from wasl.extensions import db
from wasl.i18n.texts import ngettext
from wasl.operations.postings.send_in import problems_of
from wasl.operations.postings.send_in_several import SentIn, send_in_several
from wasl.portals.employer.blueprint import blueprint
from wasl.portals.employer.queries.own import find_several, list_own
from wasl.portals.employer.views.helpers import review_policy
from wasl.ui.forms import Form

MOST_AT_ONCE = 25  # a page of the list


@blueprint.get("/drafts")
@requires(Permission.CHANGE_OWN_OPPORTUNITY)
def drafts() -> ResponseReturnValue:
    """List the drafts with what each lacks; those that lack nothing are ticked."""
    page, today = request.args.get("page", 1, type=int), today_in_baghdad()
    found = list_own(db.session, current_viewer(), status=OpportunityStatus.DRAFT, page=page)
    rows = [
        (row.opportunity, len(problems_of(db.session, row.opportunity, today)))
        for row in found.rows
    ]
    return render_template("employer/posting/drafts.html", found=found, rows=rows, form=Form())


@blueprint.post("/drafts")
@requires(Permission.CHANGE_OWN_OPPORTUNITY)
def send_in_drafts() -> ResponseReturnValue:
    """Send in the drafts that are ticked."""
    chosen = request.form.getlist("postings")[:MOST_AT_ONCE]
    own = find_several(db.session, current_viewer(), chosen)
    sent = send_in_several(db.session, current_viewer(), own, review_policy(), today_in_baghdad())
    _tell(sent)
    return redirect(url_for(".drafts" if sent.left or not own else ".opportunities"))


def _tell(sent: SentIn) -> None:
    if sent.published:
        flash(
            ngettext("One is published.", "%(num)d are published.", sent.published),
            "done",
        )
    if sent.in_review:
        flash(
            ngettext(
                "One is read first; you get a message as soon as it was read.",
                "%(num)d are read first; you get a message as soon as they were read.",
                sent.in_review,
            ),
            "done",
        )
    if sent.left or sent == SentIn():
        flash(
            ngettext(
                "%(num)d draft was not sent in: something is missing in it.",
                "%(num)d drafts were not sent in: something is missing in them.",
                sent.left,
            ),
            "warning",
        )
