"""Offer somebody a place, units of support or an amount; take an offer back."""

from flask import render_template
from flask.typing import ResponseReturnValue

from models.referral import Referral
from models.referral_enums import Side
from wasl.access import Permission, current_viewer, requires
from wasl.clock import today_in_baghdad
from wasl.extensions import db
from wasl.i18n.texts import gettext as _
from wasl.operations.referrals.core import Said
from wasl.operations.referrals.note_rules import NoteRefusedError
from wasl.operations.referrals.offers import OfferRefusedError, make_offer, withdraw_offer
from wasl.operations.referrals.seats import free_now
from wasl.portals.employer.blueprint import blueprint
from wasl.portals.employer.meeting_forms import OfferForm, offer_form
from wasl.portals.employer.meeting_words import OFFER_REFUSALS
from wasl.portals.employer.queries.meeting import note_seen
from wasl.portals.employer.views.acting import do, find_own, seen_version
from wasl.transactions import leaves_trace
from wasl.ui.wording_sentences import refused_words


@blueprint.route("/people/<referral_id>/offer", methods=["GET", "POST"])
@requires(Permission.ANSWER_REFERRAL)
@leaves_trace
def offer(referral_id: str) -> ResponseReturnValue:
    """Make an offer, which holds a place until it is answered."""
    referral = find_own(Permission.ANSWER_REFERRAL, referral_id)
    form, status = offer_form(referral.opportunity, today_in_baghdad()), 200
    if form.is_submitted():
        answer = _make(referral, form) if form.validate() else None
        if answer is not None:
            return answer
        status = 422
    note_seen(db.session, current_viewer(), referral, named=False)
    free = free_now(db.session, referral.opportunity)
    return render_template("employer/offer.html", referral=referral, form=form, free=free), status


def _make(referral: Referral, form: OfferForm) -> ResponseReturnValue | None:
    """Make the offer; return nothing when there is something wrong with it."""
    seen, offering, today = seen_version(), form.offering(), today_in_baghdad()
    try:
        return do(
            referral,
            lambda: make_offer(db.session, current_viewer(), referral, offering, seen, today=today),
            _("Your offer is made and its place is held. You hear when it is answered."),
        )
    except OfferRefusedError as error:
        name, words = OFFER_REFUSALS[error.why]
        form[name].errors = [words()]
    except NoteRefusedError as error:
        form[error.finding.field].errors = [refused_words(error.finding)]
    return None


@blueprint.post("/people/<referral_id>/offer/withdraw")
@requires(Permission.ANSWER_REFERRAL)
def take_offer_back(referral_id: str) -> ResponseReturnValue:
    """Take an offer back before it is answered."""
    referral, seen = find_own(Permission.ANSWER_REFERRAL, referral_id), seen_version()
    said = Said(side=Side.EMPLOYER)
    return do(
        referral,
        lambda: withdraw_offer(db.session, current_viewer(), referral, said, seen),
        _("Your offer is taken back, and the place is free again."),
    )
