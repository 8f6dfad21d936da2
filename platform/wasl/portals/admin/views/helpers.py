"""What several views of this portal do alike."""

from collections.abc import Sequence
from typing import Any

from flask import abort
from sqlalchemy import select
from wtforms import SelectChoice  # type: ignore[attr-defined] # the stubs are of 3.2

from models.account import Account
from models.enums import Role
from models.office import Office
from models.opportunity import Organisation
from wasl.access import Permission, current_viewer
from wasl.access.scope import find
from wasl.access.viewer import Viewer
from wasl.extensions import db
from wasl.i18n.texts import gettext as _
from wasl.operations.memberships import Place
from wasl.portals.admin.forms import RoleForm
from wasl.portals.admin.queries.accounts import list_offices_in_reach
from wasl.ui.labels import as_choices, as_names, label


def found(permission: Permission, public_id: str) -> Any:
    """Return the record of a permission's kind, or answer 404: it does not exist for them."""
    record = find(db.session, current_viewer(), permission, public_id)
    if record is None:
        abort(404)
    return record


def found_account(permission: Permission, public_id: str) -> Account:
    """Return an account in reach, or answer 404."""
    account: Account = found(permission, public_id)
    return account


def office_choices(offices: Sequence[Office]) -> list[SelectChoice]:
    """Return offices as choices, each with its agency."""
    return as_names(
        (office.public_id, f"{office.name} · {label(office.agency)}") for office in offices
    )


def fill_choices(form: RoleForm, viewer: Viewer, roles: Sequence[Role]) -> None:
    """Offer the roles that somebody may give, and the offices where they may."""
    offices = list_offices_in_reach(db.session, viewer)
    form.role.choices = as_choices((role.value, label(role)) for role in roles)
    form.office.choices = office_choices(offices)
    if viewer.role is Role.ADMINISTRATOR:
        form.office.choices.insert(0, SelectChoice("", _("No office")))
    if viewer.role is not Role.ADMINISTRATOR and len(offices) == 1:
        form.office.data = offices[0].public_id


def wanted_place(form: RoleForm, organisation: Organisation | None) -> Place:
    """Return what a form asks for; what does not belong to the role is left out."""
    office = db.session.scalar(select(Office).where(Office.public_id == (form.office.data or "")))
    role = form.wanted_role()
    staff = role in {Role.CASEWORKER, Role.OFFICE_MANAGER}
    employer = role in {Role.EMPLOYER_OWNER, Role.EMPLOYER_RECRUITER}
    return Place(
        role=role,
        office=office if staff else None,
        organisation=organisation if employer else None,
    )
