"""Offices: listed, added, renamed, closed and opened again."""

from collections.abc import Callable

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from models.enums import Agency
from models.office import Office
from wasl.access import Permission, current_viewer, requires
from wasl.extensions import db
from wasl.i18n.language import choose_language
from wasl.i18n.texts import gettext as _
from wasl.operations.offices import (
    OfficeRuleError,
    add_office,
    close_office,
    open_case_count,
    rename_office,
    reopen_office,
    staff_count,
)
from wasl.portals.admin.blueprint import blueprint
from wasl.portals.admin.forms import NewOfficeForm, OfficeForm
from wasl.portals.admin.queries.offices import list_offices, list_places
from wasl.portals.admin.rule_texts import OFFICE_RULES
from wasl.portals.admin.views.helpers import found
from wasl.ui.labels import as_choices


def _with_places(form: OfficeForm) -> None:
    places = list_places(db.session, choose_language())
    form.governorate.choices = as_choices([("", _("Not known")), *places])


@blueprint.route("/offices", methods=["GET", "POST"])
@requires(Permission.MANAGE_OFFICES)
def offices() -> ResponseReturnValue:
    """List the offices, and add one."""
    form = NewOfficeForm()
    _with_places(form)
    if form.validate_on_submit() and _try_office(form, lambda: _add(form)):
        flash(_("The office was added. Invite its manager now."), "done")
        return redirect(url_for(".offices"))
    rows = list_offices(db.session, choose_language())
    status = 422 if form.is_submitted() else 200
    return render_template("admin/offices.html", rows=rows, form=form), status


def _add(form: NewOfficeForm) -> None:
    agency, place = Agency(form.agency.data), form.governorate.data or None
    add_office(db.session, current_viewer(), agency, form.wanted_name(), place)


def _try_office(form: OfficeForm, action: Callable[[], None]) -> bool:
    try:
        action()
    except OfficeRuleError as error:
        form.name.errors = [OFFICE_RULES[error.rule]]
        return False
    return True


@blueprint.route("/offices/<office_id>", methods=["GET", "POST"])
@requires(Permission.MANAGE_OFFICES)
def office(office_id: str) -> ResponseReturnValue:
    """Show an office, and give it another name or place."""
    chosen: Office = found(Permission.MANAGE_OFFICES, office_id)
    form = OfficeForm(name=chosen.name, governorate=chosen.governorate_code or "")
    _with_places(form)
    if form.validate_on_submit() and _try_office(form, lambda: _rename(chosen, form)):
        flash(_("The office was changed."), "done")
        return redirect(url_for(".offices"))
    staff, cases = staff_count(db.session, chosen), open_case_count(db.session, chosen)
    page = render_template("admin/office.html", office=chosen, form=form, staff=staff, cases=cases)
    return page, 422 if form.is_submitted() else 200


def _rename(chosen: Office, form: OfficeForm) -> None:
    place = form.governorate.data or None
    rename_office(db.session, current_viewer(), chosen, form.wanted_name(), place)


@blueprint.post("/offices/<office_id>/close")
@requires(Permission.MANAGE_OFFICES)
def close(office_id: str) -> ResponseReturnValue:
    """Close an office that nobody needs any more."""
    chosen: Office = found(Permission.MANAGE_OFFICES, office_id)
    try:
        close_office(db.session, current_viewer(), chosen)
        flash(_("The office is closed. Nobody can be invited to it."), "done")
    except OfficeRuleError as error:
        flash(OFFICE_RULES[error.rule], "error")
    return redirect(url_for(".office", office_id=office_id))


@blueprint.post("/offices/<office_id>/open")
@requires(Permission.MANAGE_OFFICES)
def reopen(office_id: str) -> ResponseReturnValue:
    """Open an office again."""
    chosen: Office = found(Permission.MANAGE_OFFICES, office_id)
    reopen_office(db.session, current_viewer(), chosen)
    flash(_("The office is open again."), "done")
    return redirect(url_for(".office", office_id=office_id))
