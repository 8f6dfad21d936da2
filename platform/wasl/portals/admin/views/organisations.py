"""Vetting: which organisations wait, what is known of one, and the word on it."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from models.enums import OrganisationStanding
from models.opportunity import Organisation
from wasl.access import Permission, current_viewer, requires
from wasl.extensions import db
from wasl.i18n.language import choose_language
from wasl.i18n.texts import gettext as _
from wasl.operations.vet_organisation import VettingRuleError, vet_organisation
from wasl.portals.admin.blueprint import blueprint
from wasl.portals.admin.forms import VettingForm, member
from wasl.portals.admin.queries.organisations import (
    count_standings,
    list_organisations,
    show_organisation,
)
from wasl.portals.admin.rule_texts import VETTING_RULES
from wasl.portals.admin.views.helpers import found
from wasl.ui.labels import label


def _tabs(shown: OrganisationStanding) -> list[tuple[str, str, bool, int]]:
    counts = count_standings(db.session)
    return [
        (label(one), url_for(".organisations", standing=one.value), one is shown, counts[one])
        for one in OrganisationStanding
    ]


@blueprint.get("/organisations")
@requires(Permission.VET_ORGANISATIONS)
def organisations() -> ResponseReturnValue:
    """List the organisations that wait, or those of another standing."""
    asked = member(OrganisationStanding, request.args.get("standing"))
    standing = asked or OrganisationStanding.UNVETTED
    page = list_organisations(db.session, standing, request.args.get("page", 1, type=int))
    return render_template(
        "admin/organisations.html", page=page, standing=standing, tabs=_tabs(standing)
    )


def _show(organisation: Organisation, form: VettingForm, status: int = 200) -> ResponseReturnValue:
    shown = show_organisation(db.session, current_viewer(), organisation, choose_language())
    return render_template("admin/organisation.html", shown=shown, form=form), status


@blueprint.get("/organisations/<organisation_id>")
@requires(Permission.SEE_ORGANISATION)
def organisation(organisation_id: str) -> ResponseReturnValue:
    """Show what is known of an organisation."""
    return _show(found(Permission.SEE_ORGANISATION, organisation_id), VettingForm())


@blueprint.post("/organisations/<organisation_id>/vet")
@requires(Permission.VET_ORGANISATIONS)
def vet(organisation_id: str) -> ResponseReturnValue:
    """Keep a word on an organisation."""
    chosen: Organisation = found(Permission.VET_ORGANISATIONS, organisation_id)
    form = VettingForm()
    if not form.validate_on_submit():
        return _show(chosen, form, 422)
    try:
        standing = vet_organisation(
            db.session, current_viewer(), chosen, form.wanted(), form.note.data or ""
        )
    except VettingRuleError as error:
        form.note.errors = [VETTING_RULES[error.rule]]
        return _show(chosen, form, 422)
    flash(_outcome(standing), "done")
    return redirect(url_for(".organisations"))


def _outcome(standing: OrganisationStanding) -> str:
    if standing is OrganisationStanding.VETTED:
        return _("Approved by two people: what it posts can be seen and matched from now on.")
    if standing is OrganisationStanding.REFUSED:
        return _("Refused: nothing it posts is seen. It was told and may apply again.")
    return _("Your yes is kept. It takes a second yes, by somebody else.")
