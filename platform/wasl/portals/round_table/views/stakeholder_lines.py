"""What hangs on an organisation: roles to write to, programmes; a line is named in the form."""

from collections.abc import Callable, Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from models.opportunity import Organisation
from models.stakeholder import ContactRole, Programme
from wasl.access import Permission, current_viewer, requires
from wasl.audit.looking import see_contacts
from wasl.code_names import list_governorates, name_places
from wasl.extensions import db
from wasl.i18n.language import choose_language
from wasl.i18n.texts import gettext as _
from wasl.operations.stakeholders import contacts as of_contacts
from wasl.operations.stakeholders import programmes as of_programmes
from wasl.operations.stakeholders.errors import (
    StakeholderChangedError,
    StakeholderRule,
    StakeholderRuleError,
)
from wasl.portals.round_table.blueprint import blueprint
from wasl.portals.round_table.queries.stakeholder import contacts_of, programmes_of
from wasl.portals.round_table.stakeholder_forms import ContactForm, ProgrammeForm, WhichForm
from wasl.portals.round_table.stakeholder_words import FIELD_OF_RULE, RULES
from wasl.portals.round_table.views.stakeholder import found_organisation
from wasl.transactions import leaves_trace
from wasl.ui.forms import Form

CHANGE = Permission.CHANGE_STAKEHOLDER


@blueprint.route("/stakeholders/<organisation_id>/contacts", methods=["GET", "POST"])
@requires(CHANGE)
@leaves_trace
def stakeholder_contacts(organisation_id: str) -> ResponseReturnValue:
    """List the roles one can write to; add one, or change the one that the address names."""
    one = found_organisation(CHANGE, organisation_id)
    listed = contacts_of(db.session, one)
    asked = request.args.get("contact")
    chosen = next((x for x in listed if x.public_id == asked), None)
    form, saved = ContactForm(data=_contact_values(chosen)), None
    try:
        if form.validate_on_submit() and _kept(form, lambda: _keep_contact(one, form)):
            return redirect(url_for(".stakeholder_contacts", organisation_id=organisation_id))
    except StakeholderChangedError:
        saved = _meanwhile(form, listed)
    see_contacts(db.session, current_viewer(), one.public_id, listed)
    template = "round_table/stakeholder_contacts.html"
    return _page(form, render_template(template, one=one, listed=listed, form=form, saved=saved))


def _keep_contact(one: Organisation, form: ContactForm) -> None:
    line, contact = form.line(), form.contact.data
    if contact:
        of_contacts.change_contact(
            db.session, current_viewer(), one, contact, line, seen=form.seen()
        )
    else:
        of_contacts.add_contact(db.session, current_viewer(), one, line)


def _meanwhile(form: ContactForm, listed: Sequence[ContactRole]) -> dict[str, str]:
    """Return what is kept now where it is not what was typed; saving once more is of this version.

    listed: the roles, of which the one that is changed was read anew when it was held.
    """
    contact = next(x for x in listed if x.public_id == form.contact.data)
    form.version.data = str(contact.version)
    kept, typed = of_contacts.line_of(contact), form.line()
    return {
        name: {True: "yes", False: "no"}.get(value, value)
        for name, value in vars(kept).items()
        if value != getattr(typed, name)
    }


@blueprint.post("/stakeholders/<organisation_id>/contacts/end")
@requires(CHANGE)
def end_stakeholder_contact(organisation_id: str) -> ResponseReturnValue:
    """End a role; who held it is not kept."""
    one = found_organisation(CHANGE, organisation_id)
    form, by = WhichForm(), current_viewer()
    which, seen = form.which.data or "", form.seen()
    _take_away(
        lambda: of_contacts.end_contact(db.session, by, one, which, seen=seen),
        _("Ended. Who it was is not kept."),
    )
    return redirect(url_for(".stakeholder_contacts", organisation_id=organisation_id))


@blueprint.route("/stakeholders/<organisation_id>/programmes", methods=["GET", "POST"])
@requires(CHANGE)
def stakeholder_programmes(organisation_id: str) -> ResponseReturnValue:
    """List what an organisation runs; add one, or change the one that the address names."""
    one, by = found_organisation(CHANGE, organisation_id), current_viewer()
    listed = programmes_of(db.session, one)
    asked = request.args.get("programme")
    form = _programme_form(next((x for x in listed if x.public_id == asked), None))

    def keep() -> None:
        if form.programme.data:
            of_programmes.change_programme(db.session, by, one, form.programme.data, form.line())
        else:
            of_programmes.add_programme(db.session, by, one, form.line())

    if form.validate_on_submit() and _kept(form, keep):
        return redirect(url_for(".stakeholder_programmes", organisation_id=organisation_id))
    places = name_places(db.session, [x.governorate_code for x in listed], choose_language())
    template = "round_table/stakeholder_programmes.html"
    shown = render_template(template, one=one, listed=listed, form=form, places=places)
    return _page(form, shown)


@blueprint.post("/stakeholders/<organisation_id>/programmes/remove")
@requires(CHANGE)
def remove_stakeholder_programme(organisation_id: str) -> ResponseReturnValue:
    """Remove a programme that was written down by mistake."""
    one = found_organisation(CHANGE, organisation_id)
    by, which = current_viewer(), WhichForm().which.data or ""
    _take_away(lambda: of_programmes.remove_programme(db.session, by, one, which), _("Removed."))
    return redirect(url_for(".stakeholder_programmes", organisation_id=organisation_id))


def _take_away(act: Callable[[], None], done: str) -> None:
    """Take away the line that the form names, and say what became of it."""
    try:
        act()
        flash(done, "done")
    except StakeholderRuleError as error:
        flash(RULES[error.rule], "warning")
    except StakeholderChangedError:
        flash(_("Somebody was quicker. This is how it stands now."), "warning")


def _contact_values(contact: ContactRole | None) -> dict[str, object]:
    if contact is None:
        return {}
    line = vars(of_contacts.line_of(contact))
    return {"contact": contact.public_id, "version": contact.version, **line}


def _programme_form(programme: Programme | None) -> ProgrammeForm:
    values: dict[str, object] = {"governorate": ""}
    if programme is not None:
        names = ("name", "about", "starts_on", "ends_on")
        values = {name: getattr(programme, name) for name in names}
        values |= {
            "programme": programme.public_id,
            "governorate": programme.governorate_code or "",
        }
    form = ProgrammeForm(data=values)
    form.fill(list_governorates(db.session, choose_language()))
    return form


def _kept(form: Form, keep: Callable[[], None]) -> bool:
    """Keep a line; tell whether to go on: it was kept, or is not there any more."""
    try:
        keep()
    except StakeholderRuleError as error:
        if error.rule is StakeholderRule.ENDED:
            flash(RULES[error.rule], "warning")
            return True
        form[FIELD_OF_RULE[error.rule]].errors = [RULES[error.rule]]
        return False
    flash(_("Kept."), "done")
    return True


def _page(form: Form, shown: str) -> ResponseReturnValue:
    return shown, 422 if form.is_submitted() else 200
