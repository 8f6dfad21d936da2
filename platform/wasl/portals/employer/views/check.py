"""The page before publishing: what the wording says, who fits, what each condition costs."""

from flask import abort, current_app, render_template
from flask.typing import ResponseReturnValue

from models.enums import OpportunityStatus
from models.opportunity import Opportunity
from wasl.access import Permission, current_viewer, requires
from wasl.access.limits import REACH, has_room
from wasl.access.scope import find
from wasl.clock import today_in_baghdad
from wasl.config import Settings
from wasl.extensions import db
from wasl.i18n.language import choose_language
from wasl.operations.postings.review import ReviewPolicy
from wasl.operations.postings.send_in import problems_of
from wasl.portals.employer.blueprint import blueprint
from wasl.portals.employer.queries.candidates import ALL_OF_AN_OPPORTUNITY
from wasl.portals.employer.queries.check import check_draft


def _draft(opportunity_id: str) -> Opportunity:
    permission = Permission.CHANGE_OWN_OPPORTUNITY
    found: Opportunity | None = find(
        db.session, current_viewer(), permission, opportunity_id, ALL_OF_AN_OPPORTUNITY
    )
    if found is None or found.status is not OpportunityStatus.DRAFT:
        abort(404)
    return found


@blueprint.get("/opportunities/<opportunity_id>/check")
@requires(Permission.CHANGE_OWN_OPPORTUNITY)
def check(opportunity_id: str) -> ResponseReturnValue:
    """Show what publishing a draft would mean; the numbers of people only so often a day."""
    room = has_room(REACH, str(current_viewer().organisation_id))
    draft, today = _draft(opportunity_id), today_in_baghdad()
    settings: Settings = current_app.config["SETTINGS"]
    checked = check_draft(
        db.session,
        draft,
        ReviewPolicy(settings.review_postings),
        today,
        language=choose_language(),
        with_reach=room,
    )
    missing = len(problems_of(db.session, draft, today))
    return render_template(
        "employer/check.html", opportunity=draft, checked=checked, missing=missing
    )
