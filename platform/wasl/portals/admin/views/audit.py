"""The audit log: who saw or changed what, whether the log is whole, and a file of it."""

import csv
import io
import json

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from models.access_enums import AuditAction
from models.audit import AuditEvent
from wasl.access import Permission, current_viewer, requires
from wasl.access.limits import EXPORTS, limited
from wasl.audit.anchors import AnchorError
from wasl.audit.faults import Fault
from wasl.audit.reading import EventFilter, last_check, read_events
from wasl.audit.record import record
from wasl.config import Settings
from wasl.extensions import db
from wasl.files.formulas import neutralise
from wasl.i18n.texts import gettext as _
from wasl.operations.check_audit import check_audit
from wasl.portals.admin.audit_forms import AuditFilterForm
from wasl.portals.admin.blueprint import blueprint
from wasl.portals.admin.queries.audit import find_events
from wasl.transactions import leaves_trace, seldom_writes
from wasl.ui.audit_sentences import FAULTS, details_of, object_of, sentence_of

MOST_IN_A_FILE = 50_000
COLUMNS = ("event", "at", "actor", "role", "action", "person", "kind", "record", "details")


def _note_reading(wanted: EventFilter) -> None:
    """Record that the log was read, and about whom."""
    about = ("person", wanted.person) if wanted.person else None
    record(db.session, current_viewer(), AuditAction.AUDIT_READ, subject=about)


@blueprint.get("/audit")
@requires(Permission.READ_AUDIT)
@leaves_trace
def audit() -> ResponseReturnValue:
    """List the events that filters find, the latest first; reading them is recorded."""
    form = AuditFilterForm(request.args)
    wanted = form.wanted()
    _note_reading(wanted)
    check = last_check(db.session)
    return render_template(
        "admin/audit.html",
        form=form,
        found=find_events(db.session, wanted, form.start()),
        check=check,
        fault=FAULTS[Fault(check.fault)] if check and check.fault else None,
        sentence=sentence_of,
        details=details_of,
        object_kind=object_of,
    )


@blueprint.get("/audit.csv")
@requires(Permission.READ_AUDIT)
@leaves_trace
@limited(EXPORTS)
def audit_file() -> ResponseReturnValue:
    """Send the events that filters find as a file; what a spreadsheet would run is neutralised."""
    wanted = AuditFilterForm(request.args).wanted()
    _note_reading(wanted)
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    writer.writerows(_cells(event) for event in read_events(db.session, wanted, MOST_IN_A_FILE))
    headers = {"Content-Disposition": 'attachment; filename="wasl-audit.csv"'}
    return Response("\ufeff" + file.getvalue(), mimetype="text/csv", headers=headers)


def _cells(event: AuditEvent) -> list[str]:
    cells = (
        str(event.id),
        event.at.isoformat(timespec="seconds"),
        event.actor,
        event.actor_role.value if event.actor_role else "",
        event.action.value,
        event.person or "",
        event.object_kind or "",
        event.object_id or "",
        json.dumps(event.details, ensure_ascii=False, sort_keys=True) if event.details else "",
    )
    return [neutralise(cell) for cell in cells]


@blueprint.post("/audit/check")
@requires(Permission.READ_AUDIT)
@seldom_writes
def check_audit_now() -> ResponseReturnValue:
    """Walk the whole chain now, and say whether it is whole."""
    settings: Settings = current_app.config["SETTINGS"]
    viewer = current_viewer()
    db.session.rollback()
    try:
        found = check_audit(db.engine, settings, viewer)
    except (AnchorError, OSError) as error:
        current_app.logger.error("the anchors of the audit log cannot be used: %s", error)
        flash(_("The log was not checked: its anchors on the server cannot be used."), "error")
        return redirect(url_for(".audit"))
    if found.whole:
        flash(_("The log was checked from the first event to the last: it is whole."), "done")
    else:
        flash(_("The log is broken. See below what to do."), "error")
    return redirect(url_for(".audit"))
