"""One import: its columns, its first rows, its progress and its report."""

import io
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from flask import abort, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from models.enums import ImportKind, ImportState
from models.import_job import ImportJob
from wasl.access import Permission, current_viewer, requires
from wasl.access.limits import EXPORTS, limited
from wasl.access.scope import find
from wasl.extensions import db
from wasl.files.errors import FileError
from wasl.i18n.language import choose_language
from wasl.i18n.texts import gettext as _
from wasl.operations.discard_import import SettledImportError, delete_upload, discard_import
from wasl.operations.import_jobs import JobChoices, UnknownUploadError
from wasl.operations.preview_upload import Look, look_at_upload
from wasl.portals.imports.blueprint import blueprint
from wasl.portals.imports.choices import (
    RepeatedColumnError,
    keep_choices,
    kept_choices,
    read_choices,
)
from wasl.portals.imports.pages import (
    present_columns,
    present_preview,
    present_progress,
    present_report,
    rejected_workbook,
)
from wasl.portals.imports.views.files import XLSX, import_runner, import_settings
from wasl.short_writes import try_write
from wasl.transactions import after_commit
from wasl.ui.column_labels import column_label
from wasl.ui.import_messages import FileTrouble, file_trouble, trouble_of

LOOK_AGAIN_SECONDS = 3
LONGEST_DIGEST = 64
_ONLY_FOR_PAGES = frozenset({"parts", "made"})
UNSETTLED = frozenset({ImportState.UPLOADED, ImportState.RUNNING})


def _job(permission: Permission, import_id: str) -> ImportJob:
    job: ImportJob | None = find(db.session, current_viewer(), permission, import_id)
    if job is None:
        abort(404)
    return job


def _waiting(import_id: str) -> ImportJob | Response:
    """Return an import that was not taken in yet, or the way to where it stands now."""
    job = _job(Permission.CHANGE_IMPORT, import_id)
    if job.state is ImportState.UPLOADED or _interrupted(job):
        return job
    return redirect(url_for(".one_file", import_id=import_id))


def _interrupted(job: ImportJob) -> bool:
    return job.state is ImportState.RUNNING and not import_runner().at_work(job.public_id)


def _look(job: ImportJob, *, automatic: bool = False, tried: bool = False) -> Look | FileTrouble:
    """Return how a file is understood, or what is wrong with it. tried: and what it would do."""
    choices = None if automatic else kept_choices(job)
    try:
        if tried and job.kind is ImportKind.ROUND_TABLES:
            with try_write(db.engine) as session:
                return _look_at(session, job, choices, tried=True)
        return _look_at(db.session, job, choices)
    except FileError as error:
        return trouble_of(error)
    except UnknownUploadError:
        return file_trouble("missing", {})


def _look_at(
    session: Session, job: ImportJob, choices: JobChoices | None, *, tried: bool = False
) -> Look:
    by, settings = current_viewer(), import_settings()
    return look_at_upload(session, by, settings, job, choices, tried=tried)


@blueprint.get("/imports/<import_id>")
@requires(Permission.SEE_IMPORT)
def one_file(import_id: str) -> ResponseReturnValue:
    """Show where an import stands: go on with it, see its progress or read its report."""
    job = _job(Permission.SEE_IMPORT, import_id)
    if job.state is ImportState.UPLOADED:
        # One that was not taken in as it was shown is shown anew.
        step = ".preview" if job.report.get("moved") else ".columns"
        return redirect(url_for(step, import_id=import_id))
    if job.state is ImportState.RUNNING:
        return _show_progress(job)
    if job.state is ImportState.FAILED:
        error: dict[str, Any] = job.report.get("error") or {}
        trouble = file_trouble(str(error.get("code")), error.get("params") or {})
        return render_template("imports/trouble.html", job=job, trouble=trouble)
    has_rejected = import_runner().rejected_path(import_id).is_file()
    values = present_report(db.session, job, choose_language(), has_rejected=has_rejected)
    return render_template("imports/report.html", **values)


def _show_progress(job: ImportJob) -> ResponseReturnValue:
    runner = import_runner()
    at_work = runner.at_work(job.public_id)
    values = present_progress(job, at_work=at_work, done=runner.rows_done(job.public_id))
    page = render_template("imports/progress.html", **values)
    return page, 200, {"Refresh": str(LOOK_AGAIN_SECONDS)} if at_work else {}


@blueprint.get("/imports/<import_id>/columns")
@requires(Permission.CHANGE_IMPORT)
def columns(import_id: str) -> ResponseReturnValue:
    """Show what each column of the file was understood as."""
    job = _waiting(import_id)
    return job if isinstance(job, Response) else _show_columns(job)


def _show_columns(job: ImportJob, repeated: str | None = None) -> str:
    look = _look(job)
    trouble = look if isinstance(look, FileTrouble) else None
    if trouble is not None:
        look = _look(job, automatic=True)  # a choice that does not fit must not lock anybody out
    if isinstance(look, FileTrouble):
        return render_template("imports/trouble.html", job=job, trouble=look)
    values = present_columns(job, current_viewer(), look, kept_choices(job))
    template = "imports/columns.html"
    return render_template(template, job=job, trouble=trouble, repeated=repeated, **values)


@blueprint.post("/imports/<import_id>/columns")
@requires(Permission.CHANGE_IMPORT)
def keep_columns(import_id: str) -> ResponseReturnValue:
    """Keep what the columns mean, and go on to the rows."""
    job = _waiting(import_id)
    if isinstance(job, Response):
        return job
    automatic = _look(job, automatic=True)
    if isinstance(automatic, FileTrouble):
        return redirect(url_for(".columns", import_id=import_id))
    try:
        publish, by = kept_choices(job).publish, current_viewer()
        keep_choices(job, read_choices(request.form, job.kind, by, automatic, publish))
    except RepeatedColumnError as error:
        return _show_columns(job, column_label(job.kind, error.column)), 422
    return redirect(url_for(".preview", import_id=import_id))


@blueprint.get("/imports/<import_id>/preview")
@requires(Permission.CHANGE_IMPORT)
def preview(import_id: str) -> ResponseReturnValue:
    """Show the first rows with what is wrong in them, and what would become of all."""
    job = _waiting(import_id)
    if isinstance(job, Response):
        return job
    look = _look(job, tried=True)
    if isinstance(look, FileTrouble) or look.counts is None:
        return _not_tried(job, look)
    values = present_preview(db.session, job, look, look.counts, choose_language())
    kept, moved = kept_choices(job), bool(job.report.get("moved"))
    return render_template("imports/preview.html", publishes=kept.publish, moved=moved, **values)


def _not_tried(job: ImportJob, look: Look | FileTrouble) -> ResponseReturnValue:
    """Say why the rows cannot be looked at: another choice of columns mends it, or nothing."""
    if isinstance(look, FileTrouble) and not isinstance(_look(job), FileTrouble):
        return render_template("imports/trouble.html", job=job, trouble=look)
    return redirect(url_for(".columns", import_id=job.public_id))


@blueprint.post("/imports/<import_id>/run")
@requires(Permission.CHANGE_IMPORT)
def confirm(import_id: str) -> ResponseReturnValue:
    """Take the file in, now or once more after an interruption; a second click does nothing."""
    runner, job = import_runner(), _job(Permission.CHANGE_IMPORT, import_id)
    if job.state in UNSETTLED and _unseen(job):
        return redirect(url_for(".preview", import_id=import_id))
    lock = runner.claim(import_id) if job.state in UNSETTLED else None
    db.session.refresh(job)  # whoever had it in hand until now may have settled it
    if lock is not None and job.state in UNSETTLED:
        choices = replace(kept_choices(job), seen=_seen(job))
        keep_choices(job, choices)
        by, finish = current_viewer(), _workbook_maker()
        job.state = ImportState.RUNNING
        after_commit(lambda: runner.start(by, import_id, choices, lock, finish))
    return redirect(url_for(".one_file", import_id=import_id))


def _seen(job: ImportJob) -> str:
    """Return the digest of what was shown, of the page that was sent or of the time before."""
    return request.form.get("seen", "")[:LONGEST_DIGEST] or kept_choices(job).seen


def _unseen(job: ImportJob) -> bool:
    """Tell whether nobody was shown yet what a workbook of roundtables does."""
    return job.kind is ImportKind.ROUND_TABLES and not _seen(job)


def _workbook_maker() -> Callable[..., bytes | None]:
    settings, language = import_settings(), choose_language()
    return lambda session, job: rejected_workbook(session, settings, job, language)


@blueprint.post("/imports/<import_id>/discard")
@requires(Permission.CHANGE_IMPORT)
def discard(import_id: str) -> ResponseReturnValue:
    """Throw away a file that was not taken in."""
    job, settings = _job(Permission.CHANGE_IMPORT, import_id), import_settings()
    try:
        discard_import(db.session, job, interrupted=_interrupted(job))
    except SettledImportError:
        return redirect(url_for(".one_file", import_id=import_id))
    after_commit(lambda: delete_upload(settings, job))
    flash(_("The file was thrown away. Nothing was taken in."), "done")
    return redirect(url_for(".files"))


@blueprint.get("/imports/<import_id>/report.json")
@requires(Permission.SEE_IMPORT)
@limited(EXPORTS)
def report(import_id: str) -> ResponseReturnValue:
    """Send the report for machines, as FILES.md describes it."""
    job = _job(Permission.SEE_IMPORT, import_id)
    if job.state is not ImportState.DONE:
        abort(404)
    names = ("sheet", "row", "column", "value", "reason")
    kept = {name: value for name, value in job.report.items() if name not in _ONLY_FOR_PAGES}
    kept["rejected"] = [
        {name: row[name] for name in names if name in row} for row in job.report["rejected"]
    ]
    content = json.dumps(kept, ensure_ascii=False, indent=1)
    headers = {"Content-Disposition": f'attachment; filename="import-{import_id}.json"'}
    return Response(content + "\n", mimetype="application/json", headers=headers)


@blueprint.get("/imports/<import_id>/rejected.xlsx")
@requires(Permission.SEE_IMPORT)
@limited(EXPORTS)
def rejected_rows(import_id: str) -> ResponseReturnValue:
    """Send the rows that stayed out, to be corrected and sent again."""
    path = import_runner().rejected_path(_job(Permission.SEE_IMPORT, import_id).public_id)
    if not path.is_file():
        abort(404)
    name = f"wasl-rejected-{import_id}.xlsx"
    content = io.BytesIO(path.read_bytes())
    return send_file(content, mimetype=XLSX, as_attachment=True, download_name=name)
