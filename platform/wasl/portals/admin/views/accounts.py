"""The list of accounts, and the search by name or login."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from models.access_enums import AuditAction
from wasl.access import Permission, current_viewer, requires
from wasl.audit.record import record
from wasl.extensions import db
from wasl.i18n.texts import gettext as _
from wasl.portals.admin.blueprint import blueprint
from wasl.portals.admin.forms import AccountFilterForm, AccountSearchForm
from wasl.portals.admin.queries.accounts import (
    MOST_FOUND,
    list_accounts,
    list_offices_in_reach,
    search_accounts,
)
from wasl.portals.admin.views.helpers import office_choices
from wasl.transactions import keep_looks, seldom_writes


def _frame(form: AccountFilterForm) -> dict[str, Any]:
    """Return what stands around the list, whether it was filtered or searched."""
    offices = list_offices_in_reach(db.session, current_viewer())
    form.office.choices = office_choices(offices)
    return {"form": form, "offices": len(offices) > 1, "most": MOST_FOUND}


@blueprint.get("/accounts")
@requires(Permission.SEE_ACCOUNTS)
def accounts() -> ResponseReturnValue:
    """List the accounts in reach."""
    form = AccountFilterForm(request.args)
    found = list_accounts(db.session, current_viewer(), form.wanted(), form.page.data or 1)
    return render_template(
        "admin/accounts.html", **_frame(form), found=found, rows=found.rows, words=None
    )


@blueprint.post("/accounts/search")
@requires(Permission.SEE_ACCOUNTS)
@seldom_writes
def search_account() -> ResponseReturnValue:
    """Show whom a name or login finds; neither may stand in an address."""
    form = AccountSearchForm()
    words = (form.words.data or "").strip()
    if not form.validate_on_submit() or not words:
        flash(form.words.errors[0] if form.words.errors else _("Enter what to look for."), "error")
        return redirect(url_for(".accounts"))
    rows = search_accounts(db.session, current_viewer(), words)
    record(db.session, current_viewer(), AuditAction.ACCOUNTS_SEARCHED, count=len(rows))
    frame = _frame(AccountFilterForm(formdata=None))
    page = render_template("admin/accounts.html", **frame, found=None, rows=rows, words=words)
    keep_looks()
    return page
