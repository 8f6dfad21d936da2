"""Is everybody still there? What the employer is asked about those it took, and its answers."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from models.placement import PlacementCheck
from models.referral import Referral
from models.referral_enums import Side
from wasl.access import Permission, current_viewer, requires
from wasl.clock import today_in_baghdad
from wasl.extensions import db
from wasl.i18n.texts import gettext as _
from wasl.i18n.texts import ngettext
from wasl.operations.placements.checks import answer_all, answer_check, say_ended
from wasl.operations.placements.errors import CheckNotOpenError, PlacementEndedError
from wasl.operations.placements.made import placement_of
from wasl.operations.placements.outcomes import lasting_of_organisation
from wasl.portals.employer.blueprint import blueprint
from wasl.portals.employer.queries.placed import find_checks, list_placed
from wasl.portals.employer.views.acting import find_own
from wasl.portals.employer.views.helpers import own_organisation
from wasl.transactions import leaves_trace
from wasl.ui.formats import format_number
from wasl.ui.placed_forms import CheckForm, EndForm

MOST_AT_ONCE = 200


@blueprint.get("/checks")
@requires(Permission.SEE_OWN_REFERRALS)
@leaves_trace
def checks() -> ResponseReturnValue:
    """List whom the employer took: who is asked about now, who later, how many stayed."""
    today = today_in_baghdad()
    rows = list_placed(db.session, current_viewer(), today)
    return render_template(
        "employer/checks.html",
        due=[row for row in rows if row.waiting],
        others=[row for row in rows if not row.waiting],
        lasting=lasting_of_organisation(db.session, own_organisation().id, today),
        form=CheckForm(),
    )


@blueprint.post("/checks")
@requires(Permission.ANSWER_REFERRAL)
def answer_checks() -> ResponseReturnValue:
    """Say of several people at once that they are still there."""
    chosen = request.form.getlist("chosen")[:MOST_AT_ONCE]
    found = find_checks(db.session, current_viewer(), chosen)
    done = answer_all(db.session, current_viewer(), found, today=today_in_baghdad())
    if not chosen:
        flash(_("Tick at least one card."), "warning")
    elif done:
        shown = format_number(done)
        flash(
            ngettext("One answer is kept.", "%(shown)s answers are kept.", done, shown=shown),
            "done",
        )
    else:
        flash(_("These were answered before."), "warning")
    return redirect(url_for(".checks"))


@blueprint.post("/people/<referral_id>/check")
@requires(Permission.ANSWER_REFERRAL)
def answer_one_check(referral_id: str) -> ResponseReturnValue:
    """Say whether somebody is still there."""
    referral, form = find_own(Permission.ANSWER_REFERRAL, referral_id), CheckForm()
    check = _asked(referral, request.form.get("check", ""))
    if check is None or not form.validate():
        abort(404 if check is None else 400)
    try:
        _keep(check, form)
        flash(
            _("Your answer is kept. The other side does not see it before it gave its own."), "done"
        )
    except CheckNotOpenError:
        flash(_("Both sides have answered, or the time is over."), "warning")
    return _back(referral)


def _asked(referral: Referral, public_id: str) -> PlacementCheck | None:
    """Return the check that the employer is asked about this person, or none."""
    found = find_checks(db.session, current_viewer(), [public_id])
    return next((one for one in found if one.placement.referral_id == referral.id), None)


def _keep(check: PlacementCheck, form: CheckForm) -> None:
    answer, cause = form.word()
    answer_check(
        db.session,
        current_viewer(),
        check,
        answer,
        side=Side.EMPLOYER,
        end_cause=cause,
        today=today_in_baghdad(),
    )


@blueprint.post("/people/<referral_id>/ended")
@requires(Permission.ANSWER_REFERRAL)
def say_not_there(referral_id: str) -> ResponseReturnValue:
    """Say between two checks that somebody is not there any more."""
    referral, form = find_own(Permission.ANSWER_REFERRAL, referral_id), EndForm()
    placement = placement_of(db.session, referral)
    if placement is None or not form.validate():
        abort(404 if placement is None else 400)
    viewer, today = current_viewer(), today_in_baghdad()
    try:
        say_ended(db.session, viewer, placement, form.cause(), side=Side.EMPLOYER, today=today)
        flash(_("Kept. The office is told, and hears the person as well."), "done")
    except (PlacementEndedError, CheckNotOpenError):
        flash(_("This was said before."), "warning")
    return _back(referral)


def _back(referral: Referral) -> ResponseReturnValue:
    """Go back to the list, or to the page of the person, wherever it was answered."""
    if request.form.get("from") == "list":
        return redirect(url_for(".checks"))
    return redirect(url_for(".meeting", referral_id=referral.public_id))
