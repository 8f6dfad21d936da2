"""Ask for a new start for somebody who cannot sign in; somebody else confirms it."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from models.access_enums import ResetKind
from wasl.access import Permission, current_viewer, requires
from wasl.extensions import db
from wasl.i18n.texts import gettext as _
from wasl.operations.account_rules import AccountRuleError
from wasl.operations.resets import ResetRuleError, ask_reset
from wasl.portals.admin.blueprint import blueprint
from wasl.portals.admin.forms import ResetForm
from wasl.portals.admin.queries.accounts import present_account
from wasl.portals.admin.rule_texts import ACCOUNT_RULES
from wasl.portals.admin.views.helpers import found_account
from wasl.ui.reset_text import RESET_RULE_TEXTS


@blueprint.route("/accounts/<account_id>/reset", methods=["GET", "POST"])
@requires(Permission.ASK_RESET)
def ask_for_reset(account_id: str) -> ResponseReturnValue:
    """Ask what was lost and how they showed who they are, and ask for a new start."""
    chosen, form = found_account(Permission.ASK_RESET, account_id), ResetForm()
    if form.validate_on_submit():
        kind, why = ResetKind(form.kind.data), form.wanted_reason()
        try:
            ask_reset(db.session, current_viewer(), chosen, kind=kind, reason=why)
        except AccountRuleError as error:
            form.reason.errors = [ACCOUNT_RULES[error.rule]]
        except ResetRuleError as error:
            form.reason.errors = [RESET_RULE_TEXTS[error.rule]]
        else:
            flash(_("Asked. A second person must confirm it and then gives out the code."), "done")
            return redirect(url_for(".account", account_id=account_id))
    row = present_account(current_viewer(), chosen)
    page = render_template("admin/account_reset.html", row=row, form=form)
    return page, 422 if form.is_submitted() else 200
