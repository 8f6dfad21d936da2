"""New starts that wait for a second person, and the slip with the code."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from models.sign_in import ResetRequest
from wasl.access import Permission, current_viewer, requires
from wasl.access.scope import find
from wasl.extensions import db
from wasl.i18n.texts import gettext as _
from wasl.operations.resets import ResetRuleError, confirm_reset, decline_reset
from wasl.portals.account.blueprint import blueprint
from wasl.portals.account.queries import waiting_resets
from wasl.ui.reset_text import RESET_RULE_TEXTS


def _reset(reset_id: str) -> ResetRequest:
    found: ResetRequest | None = find(
        db.session, current_viewer(), Permission.CONFIRM_RESET, reset_id
    )
    if found is None or found.requested_by_id is None:
        abort(404)
    return found


@blueprint.get("/resets")
@requires(Permission.CONFIRM_RESET)
def resets() -> ResponseReturnValue:
    """List what waits for a second person."""
    rows = waiting_resets(db.session, current_viewer())
    return render_template("account/resets.html", rows=rows, rule_texts=RESET_RULE_TEXTS)


@blueprint.post("/resets/<reset_id>/confirm")
@requires(Permission.CONFIRM_RESET)
def confirm(reset_id: str) -> ResponseReturnValue:
    """Confirm as the second person, and show the slip with the code, once."""
    found = _reset(reset_id)
    try:
        code = confirm_reset(db.session, current_viewer(), found)
    except ResetRuleError as error:
        flash(RESET_RULE_TEXTS[error.rule], "error")
        return redirect(url_for("account.resets"))
    return render_template("account/reset_slip.html", code=code, reset=found)


@blueprint.post("/resets/<reset_id>/decline")
@requires(Permission.CONFIRM_RESET)
def decline(reset_id: str) -> ResponseReturnValue:
    """Say no to a reset, or take one's own back."""
    try:
        decline_reset(db.session, current_viewer(), _reset(reset_id))
    except ResetRuleError as error:
        flash(RESET_RULE_TEXTS[error.rule], "error")
    else:
        flash(_("It was dropped. Nothing of the account was changed."), "done")
    return redirect(url_for("account.resets"))
