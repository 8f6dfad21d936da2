"""The page before publishing: what the wording says, who fits, what each condition costs."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from models.enums import OpportunityStatus
from wasl.access import Permission, current_viewer, requires
from wasl.access.limits import REACH, has_room
from wasl.clock import today_in_baghdad
from wasl.extensions import db
from wasl.i18n.language import choose_language
from wasl.operations.postings.send_in import problems_of
from wasl.portals.employer.blueprint import blueprint
from wasl.portals.employer.posting_forms import FORMS
from wasl.portals.employer.queries.check import check_draft
from wasl.portals.employer.views.helpers import own_posting, review_policy, say_problems


@blueprint.get("/opportunities/<opportunity_id>/check")
@requires(Permission.CHANGE_OWN_OPPORTUNITY)
def check(opportunity_id: str) -> ResponseReturnValue:
    """Show what publishing a draft would mean; the numbers of people only so often a day."""
    room = has_room(REACH, str(current_viewer().organisation_id))
    draft = own_posting(Permission.CHANGE_OWN_OPPORTUNITY, opportunity_id)
    if draft.status is not OpportunityStatus.DRAFT:
        return redirect(url_for(".posting", opportunity_id=opportunity_id))
    today, policy, language = today_in_baghdad(), review_policy(), choose_language()
    checked = check_draft(db.session, draft, policy, today, language=language, with_reach=room)
    form = FORMS[draft.kind]()
    say_problems(form, problems_of(db.session, draft, today))
    return render_template("employer/check.html", opportunity=draft, checked=checked, form=form)
