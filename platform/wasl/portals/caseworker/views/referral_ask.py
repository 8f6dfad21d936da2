"""The office asks a person about an opportunity, or says no for them."""

from flask import flash
from flask.typing import ResponseReturnValue

from wasl.access import Permission, current_viewer, requires
from wasl.extensions import db
from wasl.i18n.texts import gettext as _
from wasl.operations.referrals.pass_on import oppose, pass_on
from wasl.portals.caseworker.blueprint import blueprint
from wasl.portals.caseworker.referral_forms import AskForm, OpposeForm
from wasl.portals.caseworker.views.referral_helpers import (
    REFUSED,
    find_or_404,
    refuse,
    show_form,
    to_page,
)
from wasl.transactions import leaves_trace

_ASK, _OPPOSE = "caseworker/referral/ask.html", "caseworker/referral/oppose.html"


@blueprint.route("/referrals/<referral_id>/ask", methods=["GET", "POST"])
@requires(Permission.ACT_ON_REFERRAL)
@leaves_trace
def ask_person(referral_id: str) -> ResponseReturnValue:
    """Pass an employer's wish on, or ask again."""
    found, form = find_or_404(Permission.ACT_ON_REFERRAL, referral_id), AskForm()
    form.offer_days()
    if not form.validate_on_submit():
        return show_form(_ASK, found, form)
    viewer, said, seen = current_viewer(), form.said(), form.seen()
    try:
        pass_on(db.session, viewer, found, said, asking=form.asking(), seen=seen)
    except REFUSED as error:
        return refuse(found, error) or show_form(_ASK, found, form)
    flash(_("Asked. Write down here what they answer, or let them answer with their code."), "done")
    return to_page(found)


@blueprint.route("/referrals/<referral_id>/oppose", methods=["GET", "POST"])
@requires(Permission.ACT_ON_REFERRAL)
@leaves_trace
def oppose_referral(referral_id: str) -> ResponseReturnValue:
    """Say no for the office, with the reason."""
    found, form = find_or_404(Permission.ACT_ON_REFERRAL, referral_id), OpposeForm()
    form.offer_reasons()
    if not form.validate_on_submit():
        return show_form(_OPPOSE, found, form)
    try:
        oppose(db.session, current_viewer(), found, form.said(), seen=form.seen())
    except REFUSED as error:
        return refuse(found, error) or show_form(_OPPOSE, found, form)
    flash(
        _("Kept. The employer, if they knew of it, hears that the person is not available."), "done"
    )
    return to_page(found)
