"""What a person says about an opportunity, written down by the office beside them."""

from flask import flash
from flask.typing import ResponseReturnValue

from models.referral import Referral
from wasl.access import Permission, current_viewer, requires
from wasl.extensions import db
from wasl.i18n.texts import gettext as _
from wasl.operations.referrals.record_answer import answer_proposal, withdraw_answer
from wasl.operations.spoken import StatementIncompleteError
from wasl.portals.caseworker.blueprint import blueprint
from wasl.portals.caseworker.referral_forms import AnswerForm, PersonForm
from wasl.portals.caseworker.views.referral_helpers import (
    REFUSED,
    find_or_404,
    refuse,
    show_form,
    to_page,
)
from wasl.transactions import leaves_trace

_ANSWER, _WITHDRAW = "caseworker/referral/answer.html", "caseworker/referral/withdraw.html"


@blueprint.route("/referrals/<referral_id>/answer", methods=["GET", "POST"])
@requires(Permission.ACT_ON_REFERRAL)
@leaves_trace
def record_answer(referral_id: str) -> ResponseReturnValue:
    """Write down a person's yes or no."""
    found, form = find_or_404(Permission.ACT_ON_REFERRAL, referral_id), AnswerForm()
    form.offer_reasons()
    if not form.validate_on_submit() or not form.says_why():
        return show_form(_ANSWER, found, form)
    try:
        _answer(found, form)
    except StatementIncompleteError as error:
        form.mark_missing(error.missing)
        return show_form(_ANSWER, found, form)
    except REFUSED as error:
        return refuse(found, error) or show_form(_ANSWER, found, form)
    flash(_("Written down. This is how it stands now."), "done")
    return to_page(found)


def _answer(found: Referral, form: AnswerForm) -> None:
    answer_proposal(
        db.session,
        current_viewer(),
        found,
        form.yes,
        form.said(),
        share=form.shared(),
        seen=form.seen(),
    )


@blueprint.route("/referrals/<referral_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.ACT_ON_REFERRAL)
@leaves_trace
def withdraw_yes(referral_id: str) -> ResponseReturnValue:
    """Take a person's yes back, because they say so."""
    found, form = find_or_404(Permission.ACT_ON_REFERRAL, referral_id), PersonForm()
    form.offer_reasons()
    if not form.validate_on_submit():
        return show_form(_WITHDRAW, found, form)
    try:
        withdraw_answer(db.session, current_viewer(), found, form.said(), seen=form.seen())
    except StatementIncompleteError as error:
        form.mark_missing(error.missing)
        return show_form(_WITHDRAW, found, form)
    except REFUSED as error:
        return refuse(found, error) or show_form(_WITHDRAW, found, form)
    flash(_("Taken back. The employer does not see this person any more."), "done")
    return to_page(found)
