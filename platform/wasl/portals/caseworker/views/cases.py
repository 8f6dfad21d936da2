"""Cases that other offices offer: the inbox, the work card, the answer."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from models.access_enums import AuditAction
from models.case import CaseAssignment
from wasl.access import Permission, current_viewer, requires
from wasl.access.scope import find
from wasl.access.work_card import load_offered_card
from wasl.audit.record import record
from wasl.clock import today_in_baghdad
from wasl.extensions import db
from wasl.i18n.language import choose_language
from wasl.i18n.texts import gettext as _
from wasl.operations.move_case import CaseMovedError, accept_case, decline_case
from wasl.portals.caseworker.blueprint import blueprint
from wasl.portals.caseworker.case_forms import AnswerForm
from wasl.portals.caseworker.queries.cases import list_offered, list_sent
from wasl.transactions import leaves_trace
from wasl.ui.work_cards import card_facts, card_lines, card_title


def _offered(case_id: str) -> CaseAssignment:
    found: CaseAssignment | None = find(
        db.session, current_viewer(), Permission.ANSWER_CASE, case_id
    )
    if found is None:
        abort(404)
    return found


@blueprint.get("/cases")
@requires(Permission.ANSWER_CASE)
def cases() -> ResponseReturnValue:
    """List what other offices offer, and what became of what this office offered."""
    viewer = current_viewer()
    return render_template(
        "caseworker/cases.html",
        offered=list_offered(db.session, viewer),
        sent=list_sent(db.session, viewer),
    )


@blueprint.get("/cases/<case_id>")
@requires(Permission.ANSWER_CASE)
@leaves_trace
def offered_case(case_id: str) -> ResponseReturnValue:
    """Show what somebody can do whose case is offered, without saying who they are."""
    return _show_offered(_offered(case_id), AnswerForm(formdata=None))


def _show_offered(case: CaseAssignment, form: AnswerForm) -> ResponseReturnValue:
    card = load_offered_card(
        db.session,
        case.public_id,
        case.person_id,
        language=choose_language(),
        today=today_in_baghdad(),
    )
    record(
        db.session,
        current_viewer(),
        AuditAction.CARD_SEEN,
        person=case.person.public_id,
        subject=("case", case.public_id),
        card=card.number,
    )
    return render_template(
        "caseworker/offered_case.html",
        case=case,
        card=card,
        title=card_title(card),
        facts=card_facts(card),
        lines=card_lines(card),
        form=form,
    )


@blueprint.post("/cases/<case_id>/accept")
@requires(Permission.ANSWER_CASE)
def accept_offered_case(case_id: str) -> ResponseReturnValue:
    """Take the case on and go to the person's page."""
    case = _offered(case_id)
    try:
        accept_case(db.session, current_viewer(), case)
    except CaseMovedError:
        flash(_("Somebody else was quicker: the case has been answered or taken back."), "warning")
        return redirect(url_for(".cases"))
    flash(_("You work with this person now."), "done")
    return redirect(url_for(".person", person_id=case.person.public_id))


@blueprint.post("/cases/<case_id>/decline")
@requires(Permission.ANSWER_CASE)
def decline_offered_case(case_id: str) -> ResponseReturnValue:
    """Say no, with the reason."""
    case, form = _offered(case_id), AnswerForm()
    if not form.validate_on_submit():
        return _show_offered(case, form)
    try:
        decline_case(db.session, current_viewer(), case, form.reason.data or "")
    except CaseMovedError:
        flash(_("Somebody else was quicker: the case has been answered or taken back."), "warning")
        return redirect(url_for(".cases"))
    flash(_("Declined. The other office can read why."), "done")
    return redirect(url_for(".cases"))
