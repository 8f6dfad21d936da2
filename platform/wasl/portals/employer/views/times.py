"""Meetings: propose times, call one off, write down whether it took place."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from models.placement_states import InterviewStep
from models.referral import Referral
from models.referral_enums import Side
from wasl.access import Permission, current_viewer, requires
from wasl.extensions import db
from wasl.i18n.texts import gettext as _
from wasl.operations.referrals.core import Said
from wasl.operations.referrals.interview_rules import SlotsRefusedError
from wasl.operations.referrals.interviews import (
    cancel_interview,
    live_interview,
    note_meeting,
    propose_interview,
)
from wasl.operations.referrals.note_rules import NoteRefusedError
from wasl.portals.employer.blueprint import blueprint
from wasl.portals.employer.meeting_forms import TimesForm
from wasl.portals.employer.meeting_words import SLOT_REFUSALS
from wasl.portals.employer.queries.meeting import note_seen
from wasl.portals.employer.views.acting import do, find_own, seen_version
from wasl.transactions import leaves_trace
from wasl.ui.wording_sentences import refused_words

_MET = {"met": InterviewStep.HOLD, "missed": InterviewStep.MISS}


@blueprint.route("/people/<referral_id>/times", methods=["GET", "POST"])
@requires(Permission.ANSWER_REFERRAL)
@leaves_trace
def propose_times(referral_id: str) -> ResponseReturnValue:
    """Propose one to five times for a meeting."""
    referral, form = find_own(Permission.ANSWER_REFERRAL, referral_id), TimesForm()
    status = 200
    if form.is_submitted():
        if form.validate() and form.complete():
            answer = _propose(referral, form)
            if answer is not None:
                return answer
        status = 422
    note_seen(db.session, current_viewer(), referral, named=False)
    return render_template("employer/times.html", referral=referral, form=form), status


def _propose(referral: Referral, form: TimesForm) -> ResponseReturnValue | None:
    """Propose the times; return nothing when there is something wrong with them."""
    seen, proposal = seen_version(), form.proposal()
    try:
        return do(
            referral,
            lambda: propose_interview(db.session, current_viewer(), referral, proposal, seen),
            _("Your times are proposed. You hear when one is chosen."),
        )
    except SlotsRefusedError as error:
        form.pairs()[0][0].errors = [SLOT_REFUSALS[error.why]()]
    except NoteRefusedError as error:
        form[error.finding.field].errors = [refused_words(error.finding)]
    return None


@blueprint.post("/people/<referral_id>/times/cancel")
@requires(Permission.ANSWER_REFERRAL)
def cancel_times(referral_id: str) -> ResponseReturnValue:
    """Call the meeting off, or take the proposed times back."""
    referral, seen = find_own(Permission.ANSWER_REFERRAL, referral_id), seen_version()

    def cancel() -> None:
        interview = live_interview(db.session, referral)
        if interview is not None:
            said = Said(side=Side.EMPLOYER)
            cancel_interview(db.session, current_viewer(), interview, said, seen)

    return do(referral, cancel, _("The meeting is called off. You can propose other times."))


@blueprint.post("/people/<referral_id>/times/outcome")
@requires(Permission.ANSWER_REFERRAL)
def note_outcome(referral_id: str) -> ResponseReturnValue:
    """Write down whether the two met."""
    referral, seen = find_own(Permission.ANSWER_REFERRAL, referral_id), seen_version()
    step = _MET.get(request.form.get("outcome", ""))
    interview = live_interview(db.session, referral)
    if step is None or interview is None:
        flash(_("This is not possible any more. This is how it stands now."), "warning")
        return redirect(url_for(".meeting", referral_id=referral_id))
    return do(
        referral,
        lambda: note_meeting(db.session, current_viewer(), interview, step, seen),
        _("Noted. Now make an offer, propose another time, or say no."),
    )
