"""Documents of a meeting: send in, read, let members read, remove."""

import io

from flask import abort, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from models.meeting import Meeting, MeetingDocument
from wasl.access import Permission, current_viewer, requires
from wasl.access.limits import EXPORTS, limited
from wasl.access.scope import find
from wasl.extensions import db
from wasl.i18n.texts import gettext as _
from wasl.operations.meetings.documents import (
    MOST_BYTES,
    add_document,
    read_content,
    remove_document,
    set_readers,
)
from wasl.operations.meetings.rules import MeetingRuleError
from wasl.portals.round_table.blueprint import blueprint
from wasl.portals.round_table.meeting_forms import DocumentForm
from wasl.portals.round_table.meeting_words import RULES
from wasl.portals.round_table.views.meeting_helpers import attempt, own_meeting

# Whatever was sent in: no browser opens it as a page of ours.
ANY_TYPE = "application/octet-stream"


def _show(meeting: Meeting, form: DocumentForm) -> str:
    return render_template(
        "round_table/meeting/documents.html",
        meeting=meeting,
        form=form,
        max_mb=MOST_BYTES // 1_000_000,
    )


def _back(meeting: Meeting) -> Response:
    return redirect(url_for(".documents", meeting_id=meeting.public_id))


def _of(meeting: Meeting) -> MeetingDocument | None:
    """Return the document that the form names; one of another meeting is none."""
    wanted = request.form.get("document", "")
    return next((one for one in meeting.documents if one.public_id == wanted), None)


@blueprint.get("/meetings/<meeting_id>/documents")
@requires(Permission.CHANGE_MEETING)
def documents(meeting_id: str) -> ResponseReturnValue:
    """List the documents of a meeting."""
    return _show(own_meeting(Permission.CHANGE_MEETING, meeting_id), DocumentForm(formdata=None))


@blueprint.post("/meetings/<meeting_id>/documents")
@requires(Permission.CHANGE_MEETING)
def send_document(meeting_id: str) -> ResponseReturnValue:
    """Keep a file with the meeting."""
    found, form = own_meeting(Permission.CHANGE_MEETING, meeting_id), DocumentForm()
    if not form.validate_on_submit():
        return _show(found, form), 422
    sent, for_members = form.file.data, bool(form.for_members.data)
    try:
        add_document(
            db.session,
            current_viewer(),
            found,
            filename=sent.filename or "",
            stream=sent.stream,
            for_members=for_members,
        )
    except MeetingRuleError as error:
        form.file.errors = [str(RULES[error.rule])]
        return _show(found, form), 422
    return _back(found)


@blueprint.post("/meetings/<meeting_id>/documents/readers")
@requires(Permission.CHANGE_MEETING)
def change_readers(meeting_id: str) -> ResponseReturnValue:
    """Let members read a document, or the secretariat alone."""
    found, by = own_meeting(Permission.CHANGE_MEETING, meeting_id), current_viewer()
    document, for_members = _of(found), request.form.get("readers") == "members"
    if document is not None:
        attempt(lambda: set_readers(db.session, by, document, for_members=for_members), _("Saved."))
    return _back(found)


@blueprint.post("/meetings/<meeting_id>/documents/remove")
@requires(Permission.CHANGE_MEETING)
def remove(meeting_id: str) -> ResponseReturnValue:
    """Remove a document for good."""
    found, by = own_meeting(Permission.CHANGE_MEETING, meeting_id), current_viewer()
    document = _of(found)
    if document is not None:
        attempt(lambda: remove_document(db.session, by, document), _("Removed."))
    return _back(found)


@blueprint.get("/documents/<document_id>")
@requires(Permission.READ_DOCUMENT)
@limited(EXPORTS)
def document(document_id: str) -> ResponseReturnValue:
    """Send a document back as it came, to be kept and never shown in the page."""
    found: MeetingDocument | None = find(
        db.session, current_viewer(), Permission.READ_DOCUMENT, document_id
    )
    if found is None:
        abort(404)
    return send_file(
        io.BytesIO(read_content(db.session, found)),
        mimetype=ANY_TYPE,
        as_attachment=True,
        download_name=found.filename,
    )
