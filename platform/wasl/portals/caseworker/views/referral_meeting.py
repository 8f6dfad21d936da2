"""Times of a meeting and offers, answered by the office together with the person."""

from flask import Response, flash
from flask.typing import ResponseReturnValue

from models.base import utc_now
from models.offer import Interview, Offer
from models.referral import Referral
from models.referral_enums import InterviewState, OfferState
from wasl.access import Permission, current_viewer, requires
from wasl.calendars import CALENDAR_TYPE, MeetingText, write_meeting
from wasl.clock import today_in_baghdad
from wasl.extensions import db
from wasl.i18n.texts import gettext as _
from wasl.operations.placements.answer_offer import answer_offer
from wasl.operations.placements.errors import OfferOverError
from wasl.operations.referrals.interview_rules import MeetingOverError, SlotGoneError
from wasl.operations.referrals.interviews import choose_slot, live_interview, refuse_slots
from wasl.operations.spoken import StatementIncompleteError
from wasl.portals.caseworker.blueprint import blueprint
from wasl.portals.caseworker.queries.referral import find_open_offer
from wasl.portals.caseworker.referral_forms import OfferAnswerForm, SlotForm
from wasl.portals.caseworker.views.referral_helpers import (
    REFUSED,
    find_or_404,
    refuse,
    see_referral,
    show_form,
    to_page,
)
from wasl.transactions import leaves_trace
from wasl.ui.labels import label

_OFFER = "caseworker/referral/offer.html"


@blueprint.post("/referrals/<referral_id>/slot")
@requires(Permission.ACT_ON_REFERRAL)
def choose_slot_for_person(referral_id: str) -> ResponseReturnValue:
    """Take one of the proposed times, or say that none fits."""
    found, form = find_or_404(Permission.ACT_ON_REFERRAL, referral_id), SlotForm()
    meeting = live_interview(db.session, found)
    if meeting is None or not form.validate_on_submit():
        flash(_("Somebody was quicker. This is how it stands now."), "warning")
        return to_page(found)
    try:
        done = _answer_times(meeting, form)
    except (MeetingOverError, SlotGoneError):
        db.session.rollback()
        flash(_("This time does not stand any more. Look at what is proposed now."), "warning")
        return to_page(found)
    flash(done, "done")
    return to_page(found)


def _answer_times(meeting: Interview, form: SlotForm) -> str:
    viewer, said = current_viewer(), form.said()
    if form.slot.data:
        choose_slot(db.session, viewer, meeting, form.slot.data, said)
        return _("Agreed. The employer is told. Give the person the day and the place.")
    refuse_slots(db.session, viewer, meeting, said)
    return _("The employer is told that none of the times fits.")


@blueprint.get("/referrals/<referral_id>/meeting.ics")
@requires(Permission.SEE_REFERRAL)
@leaves_trace
def meeting_file(referral_id: str) -> ResponseReturnValue:
    """Give the agreed time as a calendar file for the person's phone."""
    found = find_or_404(Permission.SEE_REFERRAL, referral_id)
    meeting = live_interview(db.session, found)
    if meeting is None or meeting.state is not InterviewState.AGREED:
        flash(_("No time is agreed now."), "warning")
        return to_page(found)
    see_referral(found, "calendar")
    text = MeetingText(summary=_("Meeting"), way=label(meeting.way), note=meeting.note or "")
    headers = {"Content-Disposition": 'attachment; filename="meeting.ics"'}
    content = write_meeting(meeting, text, utc_now())
    return Response(content, headers=headers, content_type=CALENDAR_TYPE)


@blueprint.route("/referrals/<referral_id>/offer", methods=["GET", "POST"])
@requires(Permission.ACT_ON_REFERRAL)
@leaves_trace
def answer_offer_for_person(referral_id: str) -> ResponseReturnValue:
    """Write down whether a person accepts an offer."""
    found, form = find_or_404(Permission.ACT_ON_REFERRAL, referral_id), OfferAnswerForm()
    offer = find_open_offer(db.session, found)
    if offer is None:
        flash(_("No offer waits for an answer now."), "warning")
        return to_page(found)
    form.offer_reasons()
    if not form.validate_on_submit() or not form.says_why():
        return show_form(_OFFER, found, form, offer=offer)
    return _answer_offer(found, offer, form)


def _answer_offer(found: Referral, offer: Offer, form: OfferAnswerForm) -> ResponseReturnValue:
    viewer, today, seen = current_viewer(), today_in_baghdad(), form.seen()
    try:
        form.spoken().check(witnessed=frozenset())
        answer_offer(db.session, viewer, offer, form.yes, form.said(), today=today, seen=seen)
    except StatementIncompleteError as error:
        form.mark_missing(error.missing)
        return show_form(_OFFER, found, form, offer=offer)
    except OfferOverError:
        db.session.rollback()
        flash(_("Somebody was quicker. This is how it stands now."), "warning")
        return to_page(found)
    except REFUSED as error:
        return refuse(found, error) or show_form(_OFFER, found, form, offer=offer)
    accepted = offer.state is OfferState.ACCEPTED
    flash(_("Accepted: the place is theirs.") if accepted else _("Declined. It is over."), "done")
    return to_page(found)
