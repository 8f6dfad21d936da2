"""Messages on paper, for people without a phone: printed at the office and handed over."""

from typing import cast

from flask import abort, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from models.message import Message
from wasl.access import Permission, current_viewer, requires
from wasl.access.scope import find
from wasl.config import Settings
from wasl.extensions import db
from wasl.i18n.language import DIRECTIONS
from wasl.i18n.texts import gettext as _
from wasl.operations.settle_message import MessageSettledError, finish_slip, open_slip
from wasl.portals.caseworker.blueprint import blueprint
from wasl.portals.caseworker.queries.slips import list_slips
from wasl.transactions import leaves_trace
from wasl.ui.message_words import message_name, slip_parts


def _slip(message_id: str) -> Message:
    found = find(db.session, current_viewer(), Permission.PRINT_SLIPS, message_id)
    return cast("Message", found) if found is not None else abort(404)


@blueprint.get("/slips")
@requires(Permission.PRINT_SLIPS)
def slips() -> ResponseReturnValue:
    """List what waits to be printed."""
    lines = list_slips(db.session, current_viewer())
    return render_template("caseworker/slips/list.html", lines=lines, message_name=message_name)


@blueprint.get("/slips/<message_id>")
@requires(Permission.PRINT_SLIPS)
@leaves_trace
def slip(message_id: str) -> ResponseReturnValue:
    """Show a slip as it will be on paper; the audit log tells who saw its code."""
    message = _slip(message_id)
    try:
        open_slip(db.session, current_viewer(), message)
    except MessageSettledError:
        abort(404)
    settings: Settings = current_app.config["SETTINGS"]
    return render_template(
        "caseworker/slips/slip.html",
        message_id=message_id,
        parts=slip_parts(message, settings.public_url.rstrip("/")),
        paper_direction=DIRECTIONS[message.language],
    )


@blueprint.post("/slips/<message_id>/printed")
@requires(Permission.PRINT_SLIPS)
def slip_printed(message_id: str) -> ResponseReturnValue:
    """Note that a slip was handed over."""
    try:
        finish_slip(db.session, current_viewer(), _slip(message_id))
    except MessageSettledError:
        flash(_("This slip was printed already. Nothing was changed."), "warning")
    else:
        flash(_("Noted. The code on it is not kept here any longer."), "done")
    return redirect(url_for(".slips"))
