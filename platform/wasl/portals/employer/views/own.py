"""The list of the employer's own opportunities."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from wasl.access import Permission, current_viewer, requires
from wasl.extensions import db
from wasl.i18n.texts import gettext as _
from wasl.operations.vet_organisation import VettingRuleError
from wasl.operations.vet_organisation import apply_again as ask_to_be_vetted
from wasl.portals.employer.blueprint import blueprint
from wasl.portals.employer.queries.own import own_opportunities
from wasl.portals.employer.views.helpers import listed_at_most, own_organisation


@blueprint.get("/opportunities")
@requires(Permission.SEE_OWN_OPPORTUNITIES)
def opportunities() -> ResponseReturnValue:
    """List the organisation's opportunities with the number of people who fit."""
    organisation = own_organisation()
    rows = own_opportunities(db.session, current_viewer())
    return render_template(
        "employer/opportunities.html",
        organisation=organisation,
        rows=rows,
        listed_at_most=listed_at_most(),
    )


@blueprint.post("/apply-again")
@requires(Permission.SEE_OWN_OPPORTUNITIES)
def apply_again() -> ResponseReturnValue:
    """Ask to be vetted once more after a refusal."""
    try:
        ask_to_be_vetted(db.session, current_viewer(), own_organisation())
        flash(_("You applied again. Two people look at your organisation anew."), "done")
    except VettingRuleError:
        flash(_("Your organisation was not refused, so there is nothing to apply for."), "error")
    return redirect(url_for(".opportunities"))
