"""Stock of a posting: how much is where, handing it over, the slip that goes along."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from models.placement import Allocation
from models.placement_states import STOCK_KINDS, AllocationStep
from models.referral import Referral
from models.referral_enums import Side
from wasl.access import Permission, current_viewer, requires
from wasl.clock import today_in_baghdad
from wasl.extensions import db
from wasl.i18n.texts import gettext as _
from wasl.operations.placements.errors import AllocationStepRefusedError, WrongSideError
from wasl.operations.placements.made import allocation_of
from wasl.operations.placements.stock import move_allocation
from wasl.portals.employer.blueprint import blueprint
from wasl.portals.employer.named import name_one
from wasl.portals.employer.placed_words import (
    STEP_TEXTS,
    hand_over_number,
    how_much,
    slip_lines,
    stock_tiles,
)
from wasl.portals.employer.queries.meeting import note_seen
from wasl.portals.employer.queries.stock import count_stock, list_stock
from wasl.portals.employer.views.acting import find_own
from wasl.portals.employer.views.helpers import own_posting
from wasl.transactions import leaves_trace
from wasl.ui.placed_forms import StockForm


@blueprint.get("/opportunities/<opportunity_id>/stock")
@requires(Permission.SEE_OWN_OPPORTUNITIES)
@leaves_trace
def stock(opportunity_id: str) -> ResponseReturnValue:
    """Show how much of a posting is free, reserved, handed over, received."""
    posting = own_posting(Permission.SEE_OWN_OPPORTUNITIES, opportunity_id)
    if posting.kind not in STOCK_KINDS:  # people take its places, and nothing is handed over
        return redirect(url_for(".posting", opportunity_id=opportunity_id))
    counts = count_stock(db.session, posting)
    return render_template(
        "employer/stock.html",
        posting=posting,
        counts=stock_tiles(counts),
        amounts=counts.amounts,
        how_much=how_much,
        rows=list_stock(db.session, current_viewer(), posting, today_in_baghdad()),
        step_texts=STEP_TEXTS,
    )


@blueprint.post("/people/<referral_id>/stock")
@requires(Permission.ANSWER_REFERRAL)
def move_stock(referral_id: str) -> ResponseReturnValue:
    """Hand over, take back, or let go what was reserved for somebody."""
    referral, form = find_own(Permission.ANSWER_REFERRAL, referral_id), StockForm()
    allocation = _allocation(referral)
    if not form.validate():
        abort(400)
    viewer, today, step = current_viewer(), today_in_baghdad(), form.taken()
    try:
        move_allocation(db.session, viewer, allocation, step, side=Side.EMPLOYER, today=today)
        flash(_DONE[step](), "done")
    except (AllocationStepRefusedError, WrongSideError):
        flash(_("This is not possible any more. This is how it stands now."), "warning")
    return _back(referral)


@blueprint.get("/people/<referral_id>/slip")
@requires(Permission.SEE_OWN_REFERRALS)
@leaves_trace
def stock_slip(referral_id: str) -> ResponseReturnValue:
    """Show the slip that goes along with what is handed over; named only where that is allowed."""
    referral = find_own(Permission.SEE_OWN_REFERRALS, referral_id)
    allocation = _allocation(referral)
    who = name_one(db.session, current_viewer(), referral)
    note_seen(db.session, current_viewer(), referral, named=who is not None)
    lines = slip_lines(referral, allocation, who.names[0] if who and who.names else None)
    number = hand_over_number(allocation)
    return render_template(
        "employer/stock_slip.html", referral=referral, lines=lines, number=number
    )


def _allocation(referral: Referral) -> Allocation:
    found = allocation_of(db.session, referral)
    return found if found is not None else abort(404)


def _back(referral: Referral) -> ResponseReturnValue:
    """Go back to the stock of the posting, or to the page of the person."""
    if request.form.get("from") == "list":
        posting = referral.opportunity.public_id
        return redirect(url_for(".stock", opportunity_id=posting))
    return redirect(url_for(".meeting", referral_id=referral.public_id))


_DONE = {
    AllocationStep.HAND_OVER: lambda: _("Handed over. The person is asked to confirm it."),
    AllocationStep.RECEIPT: lambda: _("Kept."),
    AllocationStep.RETURN: lambda: _("It is back, and free for somebody else."),
    AllocationStep.RELEASE: lambda: _("It is free for somebody else. The office is told."),
}
