"""Somebody who came back, or will, registers themselves, from wherever they are."""

from flask import render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from models.enums import Role
from models.office import Office
from wasl.access import public
from wasl.extensions import db
from wasl.i18n.language import choose_language
from wasl.i18n.texts import gettext as _
from wasl.operations.registrations import Registering
from wasl.portals.public.blueprint import blueprint
from wasl.portals.public.returnee_form import ReturneeForm
from wasl.portals.public.views.register import governorates, to_code, try_to_begin
from wasl.ui.labels import as_choices, as_names, label
from wasl.ui.password_field import NEW_PASSWORD_HINT


def _offices() -> list[tuple[str, str]]:
    """Return the offices that take people in, by agency and name."""
    found = db.session.scalars(
        select(Office).where(Office.active.is_(True)).order_by(Office.agency, Office.name)
    )
    return [(office.public_id, f"{label(office.agency)}: {office.name}") for office in found]


def _form() -> ReturneeForm:
    form = ReturneeForm()
    form.governorate.choices = as_choices([("", _("Choose …")), *governorates()])
    form.office.choices = [*as_choices([("", _("None yet"))]), *as_names(_offices())]
    return form


@blueprint.route("/register/returnee", methods=["GET", "POST"])
@public
def register_returnee() -> ResponseReturnValue:
    """Ask for a few things and each consent on its own, and send a code."""
    form = _form()
    if form.validate_on_submit():
        given = Registering(
            role=Role.RETURNEE,
            display_name=form.display_name.data or "",
            login=form.login.data or "",
            password=form.password.data or "",
            language=choose_language(),
            returnee=form.wanted(),
        )
        registration = try_to_begin(form, given)
        if registration is not None:
            return to_code(registration)
    page = render_template("public/register_returnee.html", form=form, hint=NEW_PASSWORD_HINT)
    return page, 422 if form.is_submitted() else 200
