"""What an office does with a person's case: refer it, take an offer back, assign it, end it."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from models.case_states import CaseState
from models.enums import ConsentPurpose
from models.office import Office
from models.person import Person
from wasl.access import Permission, current_viewer, requires
from wasl.access.scope import find
from wasl.audit.looking import see_person
from wasl.extensions import db
from wasl.i18n.texts import gettext as _
from wasl.operations.assign_case import NotOfTheOfficeError, assign_case
from wasl.operations.move_case import CaseMovedError, end_case, withdraw_case
from wasl.operations.refer_case import (
    ReferralRefusal,
    ReferralRefusedError,
    Referring,
    refer_case,
)
from wasl.operations.spoken import RecordClosedError
from wasl.portals.caseworker.blueprint import blueprint
from wasl.portals.caseworker.case_forms import AnswerForm, AssignForm, ReferForm, WithdrawForm
from wasl.portals.caseworker.queries.cases import (
    find_case_of_office,
    find_offer_of_office,
    list_other_offices,
    list_staff,
)
from wasl.transactions import leaves_trace
from wasl.ui.labels import as_choices, as_names, label

_REFUSALS = {
    ReferralRefusal.NO_CONSENT: lambda: _(
        "The person has not allowed that their data is used. Ask them, or write why it is done "
        "all the same."
    ),
    ReferralRefusal.NO_CASE: lambda: _("Your office does not work with this person any more."),
    ReferralRefusal.NAMES_PERSON: lambda: _(
        "Your reason says who it is: a name, a phone or a case number. Write it without."
    ),
    ReferralRefusal.OWN_OFFICE: lambda: _("That is your own office."),
    ReferralRefusal.OFFICE_CLOSED: lambda: _("This office is closed."),
    ReferralRefusal.ALREADY_THERE: lambda: _(
        "This office works with the person already, or has been asked."
    ),
}


def _person(permission: Permission, person_id: str) -> Person:
    found: Person | None = find(db.session, current_viewer(), permission, person_id)
    if found is None:
        abort(404)
    return found


def _refer_form(*, blank: bool) -> ReferForm:
    form = ReferForm(formdata=None) if blank else ReferForm()
    offices = list_other_offices(db.session, current_viewer())
    named = [(office.public_id, f"{label(office.agency)}: {office.name}") for office in offices]
    form.office.choices = [*as_choices([("", _("Choose an office"))]), *as_names(named)]
    return form


def _show_refer(person: Person, form: ReferForm) -> ResponseReturnValue:
    see_person(db.session, current_viewer(), person.public_id, "refer")
    return render_template(
        "caseworker/refer.html",
        person=person,
        form=form,
        consenting=person.allows(ConsentPurpose.DATA),
    )


@blueprint.get("/people/<person_id>/refer")
@requires(Permission.REFER_CASE)
@leaves_trace
def refer_person(person_id: str) -> ResponseReturnValue:
    """Ask to which office a case is to go, and why."""
    return _show_refer(_person(Permission.REFER_CASE, person_id), _refer_form(blank=True))


@blueprint.post("/people/<person_id>/refer")
@requires(Permission.REFER_CASE)
def send_referral(person_id: str) -> ResponseReturnValue:
    """Offer the case to another office."""
    person, form = _person(Permission.REFER_CASE, person_id), _refer_form(blank=False)
    if not form.validate_on_submit():
        return _show_refer(person, form)
    try:
        refer_case(db.session, current_viewer(), person, _referring(form))
    except ReferralRefusedError as refused:
        named = refused.why is ReferralRefusal.NAMES_PERSON
        (form.reason if named else form.office).errors = [_REFUSALS[refused.why]()]
        return _show_refer(person, form)
    except RecordClosedError:
        flash(_("This record is to be erased: nothing can be done with it any more."), "error")
        return redirect(url_for(".person", person_id=person_id))
    flash(_("Offered. The other office sees who it is only after it has accepted."), "done")
    return redirect(url_for(".person", person_id=person_id, _anchor="cases"))


def _referring(form: ReferForm) -> Referring:
    office = db.session.scalar(select(Office).where(Office.public_id == form.office.data))
    if office is None:
        abort(400)
    return Referring(
        office=office,
        reason=form.reason.data or "",
        hand_over=form.way.data == "transfer",
        override=form.override.data or "",
    )


@blueprint.post("/people/<person_id>/refer/withdraw")
@requires(Permission.REFER_CASE)
def withdraw_referral(person_id: str) -> ResponseReturnValue:
    """Take back what this office offered and nobody has answered yet."""
    person, form = _person(Permission.REFER_CASE, person_id), WithdrawForm()
    case = find_offer_of_office(db.session, current_viewer(), person, form.case.data or "")
    if case is None:
        abort(404)
    try:
        withdraw_case(db.session, current_viewer(), case)
        flash(_("Taken back."), "done")
    except CaseMovedError:
        flash(_("The other office was quicker: it has answered already."), "warning")
    return redirect(url_for(".person", person_id=person_id, _anchor="cases"))


@blueprint.post("/people/<person_id>/assign")
@requires(Permission.ASSIGN_CASE)
def assign_person(person_id: str) -> ResponseReturnValue:
    """Say which of the office's caseworkers is in charge, or nobody in particular."""
    person, viewer = _person(Permission.ASSIGN_CASE, person_id), current_viewer()
    case = find_case_of_office(db.session, viewer, person, CaseState.OPEN)
    staff = {one.public_id: one for one in list_staff(db.session, viewer.office_id)}
    chosen = AssignForm().account.data or ""
    if case is None or (chosen and chosen not in staff):
        abort(404)
    try:
        assign_case(db.session, viewer, case, staff.get(chosen))
        flash(_("Kept. It is seen at once who is in charge."), "done")
    except (CaseMovedError, NotOfTheOfficeError):
        flash(_("Somebody else was quicker. Look at the case again."), "warning")
    return redirect(url_for(".person", person_id=person_id, _anchor="cases"))


@blueprint.post("/people/<person_id>/end")
@requires(Permission.END_CASE)
def end_case_of_person(person_id: str) -> ResponseReturnValue:
    """End the office's work with a person; the reason stays with the case."""
    person, form = _person(Permission.END_CASE, person_id), AnswerForm()
    case = find_case_of_office(db.session, current_viewer(), person, CaseState.OPEN)
    if case is None:
        abort(404)
    if not form.validate_on_submit():
        flash(_("Write why the work with this person ends."), "error")
        return redirect(url_for(".person", person_id=person_id, _anchor="cases"))
    try:
        end_case(db.session, current_viewer(), case, form.reason.data or "")
    except CaseMovedError:
        flash(_("Somebody else was quicker. Look at the case again."), "warning")
        return redirect(url_for(".people"))
    flash(_("The case has ended. Your office does not see this person any more."), "done")
    return redirect(url_for(".people"))
