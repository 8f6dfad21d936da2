"""A person's own page: invite them to it, answer what they say is wrong, erase on their wish."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from models.access_enums import ErasureCause
from models.case import CorrectionRequest
from models.enums import Role
from models.person import Person
from wasl.access import Permission, current_viewer, requires
from wasl.access.scope import find
from wasl.audit.looking import list_people, see_person
from wasl.extensions import db
from wasl.i18n.language import choose_language
from wasl.i18n.texts import gettext as _
from wasl.operations.account_rules import AccountRule, AccountRuleError
from wasl.operations.ask_erasure import ask_erasure, cancel_erasure
from wasl.operations.corrections import (
    SIMPLE,
    CorrectionDecidedError,
    ValueNotUnderstoodError,
    decide_correction,
)
from wasl.operations.invitations import Invited, invite
from wasl.operations.spoken import StatementIncompleteError, open_erasure
from wasl.operations.tell_person import account_of
from wasl.portals.caseworker.blueprint import blueprint
from wasl.portals.caseworker.queries.corrections import (
    list_decided_corrections,
    list_open_corrections,
)
from wasl.portals.caseworker.sharing_forms import DecisionForm, EmptyForm, EraseForm
from wasl.transactions import leaves_trace
from wasl.ui.column_labels import INTAKE_LABELS


def _person(permission: Permission, person_id: str, page: str) -> Person:
    viewer = current_viewer()
    found: Person | None = find(db.session, viewer, permission, person_id)
    if found is None:
        abort(404)
    see_person(db.session, viewer, found.public_id, page)
    return found


@blueprint.route("/people/<person_id>/invitation", methods=["GET", "POST"])
@requires(Permission.INVITE_RETURNEE)
@leaves_trace
def invite_person(person_id: str) -> ResponseReturnValue:
    """Give a person the code with which they make their own account, on a slip."""
    person = _person(Permission.INVITE_RETURNEE, person_id, "invitation")
    form, slip = EmptyForm(), None
    if form.validate_on_submit():
        given = Invited(role=Role.RETURNEE, person=person, language=choose_language())
        try:
            slip = invite(db.session, current_viewer(), given)
        except AccountRuleError as error:
            if error.rule is not AccountRule.HAS_ROLE:
                abort(403)
    return render_template(
        "caseworker/sharing/invitation.html",
        person=person,
        form=form,
        slip=slip,
        account=account_of(db.session, person),
    )


@blueprint.route("/people/<person_id>/erasure", methods=["GET", "POST"])
@requires(Permission.ERASE_PERSON)
@leaves_trace
def erase_person_of_office(person_id: str) -> ResponseReturnValue:
    """Have a person's data erased in seven days."""
    person = _person(Permission.ERASE_PERSON, person_id, "erasure")
    form = EraseForm()
    if form.validate_on_submit() and _asked(person, form):
        flash(_("Noted. Until that day it can be taken back."), "done")
        return redirect(url_for(".erase_person_of_office", person_id=person_id))
    page = render_template(
        "caseworker/sharing/erasure.html",
        person=person,
        form=form,
        erasure=open_erasure(db.session, person),
    )
    return page, 422 if form.is_submitted() else 200


def _asked(person: Person, form: EraseForm) -> bool:
    cause = ErasureCause(form.cause.data)
    try:
        ask_erasure(db.session, current_viewer(), person, cause, spoken=form.spoken())
    except StatementIncompleteError as error:
        form.mark_missing(error.missing)
        return False
    return True


@blueprint.post("/people/<person_id>/erasure/cancel")
@requires(Permission.ERASE_PERSON)
def keep_person(person_id: str) -> ResponseReturnValue:
    """Keep a person's data after all."""
    person = _person(Permission.ERASE_PERSON, person_id, "erasure")
    if cancel_erasure(db.session, current_viewer(), person):
        flash(_("The data stays. Ask the person anew what they allow."), "done")
    return redirect(url_for(".person_consents", person_id=person_id))


@blueprint.get("/corrections")
@requires(Permission.DECIDE_CORRECTIONS)
@leaves_trace
def corrections() -> ResponseReturnValue:
    """List what people say is wrong, the oldest first."""
    viewer = current_viewer()
    waiting = list_open_corrections(db.session, viewer)
    decided = list_decided_corrections(db.session, viewer)
    people = [one.person.public_id for one in (*waiting, *decided)]
    list_people(db.session, viewer, people, "corrections")
    return render_template(
        "caseworker/corrections.html", waiting=waiting, decided=decided, names_of=INTAKE_LABELS
    )


@blueprint.route("/corrections/<correction_id>", methods=["GET", "POST"])
@requires(Permission.DECIDE_CORRECTIONS)
@leaves_trace
def correction(correction_id: str) -> ResponseReturnValue:
    """Decide what a person says is wrong, with an answer."""
    viewer = current_viewer()
    asked: CorrectionRequest | None = find(
        db.session, viewer, Permission.DECIDE_CORRECTIONS, correction_id
    )
    if asked is None:
        abort(404)
    see_person(db.session, viewer, asked.person.public_id, "correction")
    form = DecisionForm(value=asked.said if asked.field in SIMPLE else None)
    if form.validate_on_submit() and _decided(asked, form):
        return redirect(url_for(".corrections"))
    return _correction_page(asked, form)


def _correction_page(asked: CorrectionRequest, form: DecisionForm) -> ResponseReturnValue:
    page = render_template(
        "caseworker/correction.html",
        asked=asked,
        form=form,
        field_name=INTAKE_LABELS[asked.field],
        simple=asked.field in SIMPLE,
    )
    return page, 422 if form.is_submitted() else 200


def _decided(asked: CorrectionRequest, form: DecisionForm) -> bool:
    accept = form.decision.data == "accept"
    if not accept and not (form.answer.data or "").strip():
        form.answer.errors = [_("Tell the person why it stays as it is.")]
        return False
    try:
        decide_correction(
            db.session,
            current_viewer(),
            asked,
            accept=accept,
            answer=form.answer.data,
            value=form.value.data,
        )
    except ValueNotUnderstoodError:
        form.value.errors = [_("This cannot be written down here. Write it as in a list.")]
        return False
    except CorrectionDecidedError:
        flash(_("Somebody has decided this already."), "warning")
        return True
    flash(_("Decided. The person reads your answer on their page."), "done")
    return True
