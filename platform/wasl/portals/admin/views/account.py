"""One account: its history, suspend and restore it, change its role, end its sessions."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from models.access_enums import EMPLOYER_ROLES
from models.account import Account
from models.enums import Role
from wasl.access import Permission, current_viewer, requires
from wasl.access.granting import FIXED_ROLES, grantable_roles
from wasl.access.viewer import Viewer
from wasl.extensions import db
from wasl.i18n.texts import gettext as _
from wasl.i18n.texts import ngettext
from wasl.operations.account_rules import AccountRuleError
from wasl.operations.end_account_sessions import end_account_sessions
from wasl.operations.memberships import change_membership, grant_membership, revoke_membership
from wasl.operations.suspend_account import restore_account, suspend_account
from wasl.portals.admin.blueprint import blueprint
from wasl.portals.admin.forms import ReasonForm, RoleForm
from wasl.portals.admin.queries.accounts import present_account, show_account
from wasl.portals.admin.rule_texts import ACCOUNT_RULES
from wasl.portals.admin.views.helpers import fill_choices, found_account, wanted_place


def roles_for(viewer: Viewer, account: Account) -> Sequence[Role]:
    """Return the roles that an account can be given: an employer's stay within the company."""
    if FIXED_ROLES & {before.role for before in account.memberships}:
        return []
    roles = grantable_roles(viewer)
    employer = account.organisation is not None
    return [role for role in roles if (role in EMPLOYER_ROLES) == employer]


@blueprint.get("/accounts/<account_id>")
@requires(Permission.SEE_ACCOUNT)
def account(account_id: str) -> ResponseReturnValue:
    """Show an account."""
    viewer = current_viewer()
    chosen = found_account(Permission.SEE_ACCOUNT, account_id)
    shown = show_account(db.session, viewer, chosen)
    return render_template("admin/account.html", shown=shown, roles=roles_for(viewer, chosen))


def _ask_reason(
    chosen: Account, form: ReasonForm, *, restore: bool, status: int
) -> ResponseReturnValue:
    row = present_account(current_viewer(), chosen)
    page = render_template("admin/account_reason.html", row=row, form=form, restore=restore)
    return page, status


def _done(chosen: Account, text: str) -> ResponseReturnValue:
    flash(text, "done")
    return redirect(url_for(".account", account_id=chosen.public_id))


@blueprint.route("/accounts/<account_id>/suspend", methods=["GET", "POST"])
@requires(Permission.SUSPEND_ACCOUNT)
def suspend(account_id: str) -> ResponseReturnValue:
    """Ask for the reason, and keep an account out."""
    chosen, form = found_account(Permission.SUSPEND_ACCOUNT, account_id), ReasonForm()
    if not form.validate_on_submit():
        return _ask_reason(chosen, form, restore=False, status=422 if form.is_submitted() else 200)
    try:
        suspend_account(db.session, current_viewer(), chosen, form.wanted_reason())
    except AccountRuleError as error:
        form.reason.errors = [ACCOUNT_RULES[error.rule]]
        return _ask_reason(chosen, form, restore=False, status=422)
    return _done(chosen, _("The account is suspended. It cannot be used from now on."))


@blueprint.route("/accounts/<account_id>/restore", methods=["GET", "POST"])
@requires(Permission.SUSPEND_ACCOUNT)
def restore(account_id: str) -> ResponseReturnValue:
    """Ask for the reason, and let an account in again."""
    chosen, form = found_account(Permission.SUSPEND_ACCOUNT, account_id), ReasonForm()
    if not form.validate_on_submit():
        return _ask_reason(chosen, form, restore=True, status=422 if form.is_submitted() else 200)
    try:
        restore_account(db.session, current_viewer(), chosen, form.wanted_reason())
    except AccountRuleError as error:
        form.reason.errors = [ACCOUNT_RULES[error.rule]]
        return _ask_reason(chosen, form, restore=True, status=422)
    return _done(chosen, _("The account can be used again."))


@blueprint.post("/accounts/<account_id>/end-sessions")
@requires(Permission.SUSPEND_ACCOUNT)
def end_sessions_of(account_id: str) -> ResponseReturnValue:
    """Sign an account out everywhere."""
    chosen = found_account(Permission.SUSPEND_ACCOUNT, account_id)
    try:
        ended = end_account_sessions(db.session, current_viewer(), chosen)
    except AccountRuleError as error:
        flash(ACCOUNT_RULES[error.rule], "error")
        return redirect(url_for(".account", account_id=account_id))
    return _done(
        chosen, ngettext("Signed out on one device.", "Signed out on %(num)d devices.", ended)
    )


def _ask_role(chosen: Account, form: RoleForm, status: int) -> ResponseReturnValue:
    row = present_account(current_viewer(), chosen)
    return render_template("admin/account_role.html", row=row, form=form), status


@blueprint.route("/accounts/<account_id>/role", methods=["GET", "POST"])
@requires(Permission.CHANGE_MEMBERSHIP)
def change_role(account_id: str) -> ResponseReturnValue:
    """Ask for another role, and give it."""
    viewer = current_viewer()
    chosen = found_account(Permission.CHANGE_MEMBERSHIP, account_id)
    form = RoleForm(
        role=chosen.role.value if chosen.role else None,
        office=chosen.office.public_id if chosen.office else "",
    )
    fill_choices(form, viewer, roles_for(viewer, chosen))
    if not form.validate_on_submit():
        return _ask_role(chosen, form, 422 if form.is_submitted() else 200)
    give = change_membership if chosen.membership else grant_membership
    try:
        give(db.session, viewer, chosen, wanted_place(form, chosen.organisation))
    except AccountRuleError as error:
        form.role.errors = [ACCOUNT_RULES[error.rule]]
        return _ask_role(chosen, form, 422)
    return _done(chosen, _("The role was changed. It holds from the next page they open."))


@blueprint.post("/accounts/<account_id>/role/take")
@requires(Permission.CHANGE_MEMBERSHIP)
def take_role(account_id: str) -> ResponseReturnValue:
    """Take the role from an account."""
    chosen = found_account(Permission.CHANGE_MEMBERSHIP, account_id)
    try:
        revoke_membership(db.session, current_viewer(), chosen)
    except AccountRuleError as error:
        flash(ACCOUNT_RULES[error.rule], "error")
        return redirect(url_for(".account", account_id=account_id))
    flash(
        _("The role was taken away. The account can do nothing until it gets another one."), "done"
    )
    return redirect(url_for(".accounts"))
