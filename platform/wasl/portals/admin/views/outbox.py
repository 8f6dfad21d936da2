"""The outbox: what waits, what left, what did not and why; try again, or drop."""

from typing import cast

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from models.access_enums import Channel, MessageState
from models.message import Message
from wasl.access import Permission, current_viewer, requires
from wasl.access.scope import find
from wasl.config import Settings
from wasl.extensions import db
from wasl.i18n.texts import gettext as _
from wasl.messages.carriers.ways import carriers_of
from wasl.operations.settle_message import MessageSettledError, drop_message, retry_message
from wasl.portals.admin.blueprint import blueprint
from wasl.portals.admin.queries.outbox import count_by_state, list_messages
from wasl.ui.message_words import message_name, trouble_words


def _chosen() -> MessageState | None:
    try:
        return MessageState(request.args.get("state", ""))
    except ValueError:
        return None


def _message(message_id: str) -> Message:
    found = find(db.session, current_viewer(), Permission.SEE_OUTBOX, message_id)
    return cast("Message", found) if found is not None else abort(404)


@blueprint.get("/outbox")
@requires(Permission.SEE_OUTBOX)
def outbox() -> ResponseReturnValue:
    """List messages without their words."""
    settings: Settings = current_app.config["SETTINGS"]
    viewer, state = current_viewer(), _chosen()
    return render_template(
        "admin/outbox.html",
        page=list_messages(db.session, viewer, state, request.args.get("page", 1, type=int)),
        counts=count_by_state(db.session, viewer),
        chosen=state,
        missing=sorted({Channel.EMAIL, Channel.SMS} - set(carriers_of(settings))),
        message_name=message_name,
        trouble_words=trouble_words,
    )


@blueprint.post("/outbox/<message_id>/retry")
@requires(Permission.SEE_OUTBOX)
def retry_outbox(message_id: str) -> ResponseReturnValue:
    """Have a message tried again at once."""
    try:
        retry_message(db.session, current_viewer(), _message(message_id))
    except MessageSettledError:
        flash(_("This message has left already, or was dropped. Nothing was changed."), "warning")
    else:
        flash(_("It will be tried again within a minute."), "done")
    return redirect(url_for(".outbox", state=_chosen()))


@blueprint.post("/outbox/<message_id>/drop")
@requires(Permission.SEE_OUTBOX)
def drop_from_outbox(message_id: str) -> ResponseReturnValue:
    """Let a message never leave."""
    try:
        drop_message(db.session, current_viewer(), _message(message_id))
    except MessageSettledError:
        flash(_("This message has left already, or was dropped. Nothing was changed."), "warning")
    else:
        flash(_("Dropped. This message will not be sent."), "done")
    return redirect(url_for(".outbox", state=_chosen()))
