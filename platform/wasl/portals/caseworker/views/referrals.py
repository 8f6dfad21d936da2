"""The worklist of what is between people and employers, and the page of one."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from models.base import utc_now
from models.referral import Referral
from models.referral_enums import Axis
from wasl.access import Permission, current_viewer, requires
from wasl.audit.looking import list_people
from wasl.clock import today_in_baghdad
from wasl.extensions import db
from wasl.i18n.language import choose_language
from wasl.i18n.texts import gettext as _
from wasl.operations.referrals.core import possible_steps
from wasl.operations.referrals.errors import NothingToAnswerError
from wasl.operations.referrals.pass_on import can_be_asked
from wasl.operations.referrals.questions import print_code
from wasl.operations.referrals.tell_answer import note_told
from wasl.portals.caseworker.blueprint import blueprint
from wasl.portals.caseworker.placement_forms import placed_part
from wasl.portals.caseworker.presenting_referral import TAB_TEXTS, WAITS_TEXTS, present_referral
from wasl.portals.caseworker.queries.referral import read_referral
from wasl.portals.caseworker.queries.referrals import (
    ReferralFilter,
    count_tabs,
    find_referrals,
    list_employers_of_referrals,
)
from wasl.portals.caseworker.referral_forms import ReferralFilterForm, SlotForm
from wasl.portals.caseworker.sharing_forms import EmptyForm
from wasl.portals.caseworker.views.referral_helpers import find_or_404, see_referral, to_page
from wasl.transactions import leaves_trace
from wasl.ui.labels import as_names


@blueprint.get("/referrals")
@requires(Permission.SEE_REFERRALS)
@leaves_trace
def referrals() -> ResponseReturnValue:
    """List what is between people of the caseload and employers: what waits for us first."""
    viewer, now = current_viewer(), utc_now()
    form = ReferralFilterForm(request.args)
    form.employer.choices = as_names(
        list_employers_of_referrals(db.session, viewer, choose_language())
    )
    wanted = form.wanted()
    found = find_referrals(db.session, viewer, wanted, form.page.data or 1, now)
    list_people(
        db.session, viewer, (row.referral.person.public_id for row in found.rows), "referrals"
    )
    return render_template(
        "caseworker/referrals.html",
        form=form,
        wanted=wanted,
        found=found,
        tab_links=_tabs(form, wanted),
        waits_texts=WAITS_TEXTS,
    )


def _tabs(form: ReferralFilterForm, wanted: ReferralFilter) -> list[tuple[str, str, bool, int]]:
    kept = {"mine": form.mine.data, "employer": form.employer.data, "kind": form.kind.data}
    asked = {name: value for name, value in kept.items() if value}
    counts = count_tabs(db.session, current_viewer(), wanted, utc_now())
    return [
        (text, url_for(".referrals", tab=tab.value, **asked), tab is wanted.tab, counts[tab])
        for tab, text in TAB_TEXTS.items()
    ]


@blueprint.get("/referrals/<referral_id>")
@requires(Permission.SEE_REFERRAL)
@leaves_trace
def referral(referral_id: str) -> ResponseReturnValue:
    """Show where a person and an employer stand with each other, and what comes next."""
    found = find_or_404(Permission.SEE_REFERRAL, referral_id)
    see_referral(found, "referral")
    viewer, today = current_viewer(), today_in_baghdad()
    record = read_referral(db.session, viewer, found, today)
    return render_template(
        "caseworker/referral.html",
        referral=found,
        record=record,
        texts=present_referral(found, record),
        slot_form=SlotForm(formdata=None, version=found.version),
        form=EmptyForm(formdata=None),
        askable=can_be_asked(found),
        steps=_steps(found),
        today=today,
        **placed_part(db.session, found, today),
    )


def _steps(found: Referral) -> set[str]:
    """Return the steps that are possible now, by name."""
    axes = (Axis.CONSENT, Axis.VIEW)
    return {step.value for axis in axes for step in possible_steps(found, axis)}


@blueprint.post("/referrals/<referral_id>/code")
@requires(Permission.ACT_ON_REFERRAL)
def print_answer_code(referral_id: str) -> ResponseReturnValue:
    """Put a slip with a new code among those that the office prints."""
    found = find_or_404(Permission.ACT_ON_REFERRAL, referral_id)
    try:
        slip = print_code(db.session, current_viewer(), found, today_in_baghdad())
    except NothingToAnswerError:
        flash(_("Nothing waits for the person's answer now."), "warning")
        return to_page(found)
    flash(_("The slip is ready. Print it and hand it over."), "done")
    return redirect(url_for(".slip", message_id=slip.public_id))


@blueprint.post("/referrals/<referral_id>/told")
@requires(Permission.ACT_ON_REFERRAL)
def told_person(referral_id: str) -> ResponseReturnValue:
    """Note that the person was told how it ended."""
    found = find_or_404(Permission.ACT_ON_REFERRAL, referral_id)
    if note_told(db.session, current_viewer(), found):
        flash(_("Noted: the person knows."), "done")
    return to_page(found)
