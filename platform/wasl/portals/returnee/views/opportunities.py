"""What fits me, what I was asked and answered, where it stands, and what employers know of me."""

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from models.access_enums import ConsentGiver
from models.base import utc_now
from models.enums import ConsentPurpose
from models.opportunity import Opportunity
from models.person import Person
from models.referral_enums import Side
from wasl.access import Permission, current_viewer, requires
from wasl.calendars import CALENDAR_TYPE, MeetingText, write_meeting
from wasl.clock import today_in_baghdad
from wasl.extensions import db
from wasl.i18n.language import choose_language
from wasl.i18n.texts import gettext as _
from wasl.operations.referrals.core import Said
from wasl.operations.referrals.errors import (
    MatchingNotAllowedError,
    NotOfferedError,
    ReferralChangedError,
    ReferralStepRefusedError,
)
from wasl.operations.referrals.open_questions import open_questions_of_person
from wasl.operations.referrals.record_answer import withdraw_answer
from wasl.operations.referrals.want_opportunity import want_opportunity
from wasl.operations.releases import ReleaseRefusedError
from wasl.operations.spoken import RecordClosedError
from wasl.portals.returnee.blueprint import blueprint
from wasl.portals.returnee.forms import LeaveForm, WantForm
from wasl.portals.returnee.own import with_own_record
from wasl.portals.returnee.queries.opportunities import (
    find_agreed_meeting,
    find_offered,
    find_own_referral,
    list_fitting,
    list_own_referrals,
)
from wasl.portals.returnee.standing import present_fitting, present_standing
from wasl.questions.answering import QuestionOverError, answer_question, pick_question
from wasl.questions.forms import form_of
from wasl.questions.presenting import opportunity_facts, present_question, question_title
from wasl.transactions import leaves_trace
from wasl.ui.labels import label


@blueprint.get("/opportunities")
@requires(Permission.SEE_OWN_RECORD)
@leaves_trace
@with_own_record
def opportunities(person: Person) -> ResponseReturnValue:
    """Show what waits for an answer, what is open, what fits, and what is over."""
    allowed = person.allows(ConsentPurpose.MATCHING)
    standings = [present_standing(own) for own in list_own_referrals(db.session, person)]
    fitting = list_fitting(db.session, person) if allowed else []
    return render_template(
        "returnee/opportunities.html",
        questions=open_questions_of_person(db.session, person, today_in_baghdad()),
        question_title=question_title,
        going_on=sorted(
            (one for one in standings if not _over(one.referral.close_cause)),
            key=lambda one: one.referral.closed_at is not None,
        ),
        over=[one for one in standings if _over(one.referral.close_cause)],
        fitting=present_fitting(fitting, choose_language()),
        allowed=allowed,
    )


def _over(cause: object) -> bool:
    return cause is not None and str(cause) != "placed"


@blueprint.route("/question", methods=["GET", "POST"])
@requires(Permission.CHANGE_OWN_RECORD)
@leaves_trace
@with_own_record
def question(person: Person) -> ResponseReturnValue:
    """Show one thing that waits for an answer, and note the answer."""
    open_ = open_questions_of_person(db.session, person, today_in_baghdad())
    asked = pick_question(open_, request.values.get("question", ""))
    if asked is None:
        return _changed()
    form = form_of(asked)
    if form.validate_on_submit():
        try:
            answer_question(db.session, current_viewer(), asked, form, today_in_baghdad())
        except QuestionOverError:
            db.session.rollback()
            return _changed()
        flash(_("Your answer is noted."), "done")
        return redirect(url_for(".opportunities"))
    texts = present_question(db.session, asked, choose_language())
    page = render_template("returnee/question.html", question=asked, texts=texts, form=form)
    return page, 422 if form.is_submitted() else 200


def _changed() -> ResponseReturnValue:
    flash(_("This has changed meanwhile. This is how it stands now."), "warning")
    return redirect(url_for(".opportunities"))


@blueprint.route("/want", methods=["GET", "POST"])
@requires(Permission.CHANGE_OWN_RECORD)
@leaves_trace
@with_own_record
def want(person: Person) -> ResponseReturnValue:
    """Say yes to something that fits me and that nobody proposed."""
    posting = find_offered(db.session, person, request.values.get("opportunity", ""))
    if posting is None:
        return _changed()
    form = WantForm(opportunity=posting.public_id)
    if form.validate_on_submit():
        if not _wanted(person, posting, form):
            return _changed()
        flash(_("Your yes is noted. Here you see what the employer says."), "done")
        return redirect(url_for(".opportunities"))
    facts = opportunity_facts(db.session, posting, choose_language())
    page = render_template("returnee/want.html", posting=posting, facts=facts, form=form)
    return page, 422 if form.is_submitted() else 200


def _wanted(person: Person, posting: Opportunity, form: WantForm) -> bool:
    try:
        want_opportunity(db.session, current_viewer(), person, posting, form.scope())
    except (
        *(NotOfferedError, MatchingNotAllowedError, RecordClosedError),
        *(ReferralStepRefusedError, ReleaseRefusedError),
    ):
        db.session.rollback()
        return False
    return True


@blueprint.post("/leave-opportunity")
@requires(Permission.CHANGE_OWN_RECORD)
@with_own_record
def leave_opportunity(person: Person) -> ResponseReturnValue:
    """Take a yes back: the meeting is cancelled, and the employer sees nothing any more."""
    form = LeaveForm()
    valid = form.validate_on_submit()
    referral = find_own_referral(db.session, person, form.referral.data or "") if valid else None
    if referral is None:
        abort(404)
    said = Said(side=Side.PERSON, given_by=ConsentGiver.SELF)
    try:
        withdraw_answer(db.session, current_viewer(), referral, said, seen=form.seen())
    except (ReferralChangedError, ReferralStepRefusedError):
        db.session.rollback()
        return _changed()
    flash(_("Taken back. The employer is told that you are not available, and no more."), "done")
    return redirect(url_for(".opportunities"))


@blueprint.get("/meeting.ics")
@requires(Permission.SEE_OWN_RECORD)
@leaves_trace
@with_own_record
def meeting_file(person: Person) -> ResponseReturnValue:
    """Send an agreed meeting for a calendar; its title says nothing to whoever shares the phone."""
    found = find_agreed_meeting(db.session, person, request.args.get("meeting", ""))
    if found is None:
        abort(404)
    text = MeetingText(summary=_("Appointment"), way=str(label(found.way)))
    answer = Response(write_meeting(found, text, utc_now()), content_type=CALENDAR_TYPE)
    answer.headers["Content-Disposition"] = "attachment; filename=appointment.ics"
    return answer
