"""What I allow, something is wrong, erase everything."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from models.access_enums import ErasureCause
from models.consent_query import in_order, last_word
from models.enums import ConsentPurpose
from models.person import Person
from wasl.access import Permission, current_account, current_viewer, requires
from wasl.access.proofs import prove_password
from wasl.extensions import db
from wasl.i18n.texts import gettext as _
from wasl.operations.ask_erasure import ask_erasure, cancel_erasure
from wasl.operations.corrections import FIELDS, TooManyCorrectionsError, ask_correction
from wasl.operations.record_consent import record_consent
from wasl.operations.spoken import RecordClosedError, open_erasure
from wasl.portals.returnee.blueprint import blueprint
from wasl.portals.returnee.forms import ConsentForm, CorrectionForm, EraseForm
from wasl.portals.returnee.own import with_own_record
from wasl.portals.returnee.queries.corrections import list_own_corrections
from wasl.transactions import leaves_trace
from wasl.ui.column_labels import INTAKE_LABELS


@blueprint.get("/consents")
@requires(Permission.SEE_OWN_RECORD)
@leaves_trace
@with_own_record
def consents(person: Person) -> ResponseReturnValue:
    """Show what the person allows, with a switch each, and all they ever said."""
    return render_template(
        "returnee/consents.html",
        words={purpose: last_word(person.consents, purpose) for purpose in ConsentPurpose},
        history=in_order(person.consents)[::-1],
        erasure=open_erasure(db.session, person),
    )


@blueprint.post("/consents")
@requires(Permission.CHANGE_OWN_RECORD)
@with_own_record
def set_consent(person: Person) -> ResponseReturnValue:
    """Keep a yes or a no; it holds from now on."""
    form = ConsentForm()
    if not form.validate_on_submit():
        abort(400)
    purpose, granted = form.wanted()
    try:
        record_consent(db.session, current_viewer(), person, purpose, granted)
    except RecordClosedError:
        flash(_("Your data is about to be erased. Keep it first if you want to say yes."), "error")
    else:
        flash(_("Noted: yes.") if granted else _("Noted: no. It holds from now on."), "done")
    return redirect(url_for(".consents"))


@blueprint.route("/corrections", methods=["GET", "POST"])
@requires(Permission.CHANGE_OWN_RECORD)
@leaves_trace
@with_own_record
def corrections(person: Person) -> ResponseReturnValue:
    """Say what is wrong, and see what became of it."""
    asked = request.args.get("field")
    form = CorrectionForm(field=asked if asked in FIELDS else None)
    if form.validate_on_submit() and _asked(person, form):
        return redirect(url_for(".corrections"))
    page = render_template(
        "returnee/corrections.html",
        form=form,
        requests=list_own_corrections(db.session, person),
        names=INTAKE_LABELS,
    )
    return page, 422 if form.is_submitted() else 200


def _asked(person: Person, form: CorrectionForm) -> bool:
    said = form.said.data or ""
    try:
        ask_correction(db.session, current_viewer(), person, form.field.data, said)
    except TooManyCorrectionsError:
        form.said.errors = [_("Many of your requests are waiting already. Wait for the answers.")]
        return False
    flash(_("Sent. Your office answers here."), "done")
    return True


@blueprint.route("/erase", methods=["GET", "POST"])
@requires(Permission.CHANGE_OWN_RECORD)
@leaves_trace
@with_own_record
def erase(person: Person) -> ResponseReturnValue:
    """Ask for everything to be erased in seven days, with the password once more."""
    form = EraseForm()
    if form.validate_on_submit():
        if prove_password(form.password.data or ""):
            ask_erasure(db.session, current_viewer(), person, ErasureCause.OWN_WISH)
            flash(_("Noted. Until that day you can still keep everything."), "done")
            return redirect(url_for(".erase"))
        form.password.errors = [_("This is not your password.")]
    page = render_template(
        "returnee/erase.html",
        form=form,
        erasure=open_erasure(db.session, person),
        has_password=current_account().password_hash is not None,
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.post("/erase/cancel")
@requires(Permission.CHANGE_OWN_RECORD)
@with_own_record
def keep_data(person: Person) -> ResponseReturnValue:
    """Keep everything after all."""
    if cancel_erasure(db.session, current_viewer(), person):
        flash(_("Your data stays. Say anew what you allow."), "done")
    return redirect(url_for(".consents"))
