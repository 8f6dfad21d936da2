"""After somebody was placed: what the person says to a check, to a receipt, or that it is over."""

from flask import abort, flash, request
from flask.typing import ResponseReturnValue

from models.placement import Placement, PlacementCheck
from models.placement_states import AllocationStep
from models.referral import Referral
from models.referral_enums import Side
from wasl.access import Permission, current_viewer, requires
from wasl.clock import today_in_baghdad
from wasl.extensions import db
from wasl.i18n.texts import gettext as _
from wasl.operations.placements.checks import answer_check, say_ended
from wasl.operations.placements.errors import (
    AllocationStepRefusedError,
    CheckNotOpenError,
    CheckSettledError,
    NothingToSettleError,
    PlacementEndedError,
    WrongSideError,
)
from wasl.operations.placements.made import allocation_of, placement_of
from wasl.operations.placements.settle import settle_check
from wasl.operations.placements.stock import move_allocation
from wasl.portals.caseworker.blueprint import blueprint
from wasl.portals.caseworker.placement_forms import PersonCheckForm, SettleForm
from wasl.portals.caseworker.queries.placements import find_check
from wasl.portals.caseworker.views.referral_helpers import find_or_404, to_page
from wasl.ui.placed_forms import EndForm, StockForm


@blueprint.post("/referrals/<referral_id>/check")
@requires(Permission.ACT_ON_REFERRAL)
def answer_check_for_person(referral_id: str) -> ResponseReturnValue:
    """Write down whether a person says that they are still there."""
    found, form = find_or_404(Permission.ACT_ON_REFERRAL, referral_id), PersonCheckForm()
    check = find_check(_placement(found), request.form.get("check", ""))
    if check is None or not form.validate():
        abort(404 if check is None else 400)
    try:
        _write_down(check, form)
        flash(_("Written down. The employer does not see it before they have answered."), "done")
    except CheckNotOpenError:
        flash(_("Both sides have answered, or the time is over."), "warning")
    return to_page(found)


def _write_down(check: PlacementCheck, form: PersonCheckForm) -> None:
    answer, cause = form.word()
    answer_check(
        db.session,
        current_viewer(),
        check,
        answer,
        side=Side.PERSON,
        end_cause=cause,
        given_by=form.giver(),
        today=today_in_baghdad(),
    )


@blueprint.post("/referrals/<referral_id>/ended")
@requires(Permission.ACT_ON_REFERRAL)
def note_ended(referral_id: str) -> ResponseReturnValue:
    """Note that a person is not there any more, as the office knows from both."""
    found, form = find_or_404(Permission.ACT_ON_REFERRAL, referral_id), EndForm()
    placement = _placement(found)
    if not form.validate():
        abort(400)
    viewer, today = current_viewer(), today_in_baghdad()
    try:
        say_ended(db.session, viewer, placement, form.cause(), side=Side.OFFICE, today=today)
        flash(_("Noted. Nobody is asked any more."), "done")
    except PlacementEndedError:
        flash(_("This was said before."), "warning")
    return to_page(found)


@blueprint.post("/referrals/<referral_id>/settle")
@requires(Permission.ACT_ON_REFERRAL)
def settle_disagreement(referral_id: str) -> ResponseReturnValue:
    """Write down what the office found out where the person and the employer disagree."""
    found, form = find_or_404(Permission.ACT_ON_REFERRAL, referral_id), SettleForm()
    placement = _placement(found)
    if not form.validate():
        abort(400)
    try:
        _settle(placement, form)
        flash(_("Written down. It is off the list; both answers stay as they were given."), "done")
    except (CheckSettledError, NothingToSettleError):
        flash(_("Somebody was quicker. This is how it stands now."), "warning")
    return to_page(found)


def _settle(placement: Placement, form: SettleForm) -> None:
    answer, cause = form.found()
    viewer, today, day = current_viewer(), today_in_baghdad(), int(form.day.data)
    settle_check(db.session, viewer, placement, day, answer, end_cause=cause, today=today)


@blueprint.post("/referrals/<referral_id>/stock")
@requires(Permission.ACT_ON_REFERRAL)
def move_stock_for_person(referral_id: str) -> ResponseReturnValue:
    """Note that a person received something, gave it back, or does not need it."""
    found, form = find_or_404(Permission.ACT_ON_REFERRAL, referral_id), StockForm()
    allocation = allocation_of(db.session, found)
    if allocation is None or not form.validate():
        abort(404 if allocation is None else 400)
    viewer, today, step = current_viewer(), today_in_baghdad(), form.taken()
    try:
        move_allocation(db.session, viewer, allocation, step, side=Side.OFFICE, today=today)
        flash(_received() if step is AllocationStep.RECEIPT else _free(), "done")
    except (AllocationStepRefusedError, WrongSideError):
        flash(_("Somebody was quicker. This is how it stands now."), "warning")
    return to_page(found)


def _received() -> str:
    return _("Written down: they received it.")


def _free() -> str:
    return _("Written down. It is free for somebody else.")


def _placement(found: Referral) -> Placement:
    placement = placement_of(db.session, found)
    return placement if placement is not None else abort(404)
