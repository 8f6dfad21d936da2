"""The list of opportunities."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from wasl.access import Permission, current_viewer, requires
from wasl.clock import today_in_baghdad
from wasl.extensions import db
from wasl.i18n.language import choose_language
from wasl.operations.compute_matches import latest_run
from wasl.portals.caseworker.blueprint import blueprint
from wasl.portals.caseworker.forms import OpportunityFilterForm
from wasl.portals.caseworker.queries.common import list_governorates
from wasl.portals.caseworker.queries.opportunities import find_opportunities, list_employers
from wasl.portals.caseworker.views.helpers import chosen_occupations
from wasl.ui.labels import as_choices, as_names


@blueprint.get("/desk/opportunities")
@requires(Permission.SEE_ALL_OPPORTUNITIES)
def opportunities() -> ResponseReturnValue:
    """List the opportunities that search and filters find."""
    form = OpportunityFilterForm(request.args)
    form.governorate.choices = as_choices(list_governorates(db.session, choose_language()))
    form.employer.choices = as_names(list_employers(db.session, choose_language()))
    wanted = form.wanted(chosen_occupations(form.occupation.data))
    return render_template(
        "caseworker/opportunities.html",
        form=form,
        found=find_opportunities(
            db.session, current_viewer(), wanted, form.page.data or 1, choose_language()
        ),
        order=wanted.order.value,
        run=latest_run(db.session),
        today=today_in_baghdad(),
    )
