"""The list of imports, sending a file, the blank template."""

import io
from pathlib import PureWindowsPath

from flask import abort, current_app, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from models.enums import ImportKind
from models.import_job import ImportJob
from wasl.access import Permission, current_account, current_viewer, requires
from wasl.access.files import kinds_of_files
from wasl.config import Settings
from wasl.extensions import db
from wasl.files.errors import FileError
from wasl.i18n.language import choose_language
from wasl.i18n.texts import gettext as _
from wasl.jobs.import_runner import ImportRunner
from wasl.operations.discard_import import delete_upload, sweep_uploads
from wasl.operations.import_jobs import JobChoices, receive_upload
from wasl.operations.import_opportunities import may_publish
from wasl.operations.write_template import write_template
from wasl.paging import Page
from wasl.portals.imports.blueprint import blueprint
from wasl.portals.imports.choices import first_constants, keep_choices
from wasl.portals.imports.forms import UploadForm
from wasl.portals.imports.presenting import ImportLine, present_line
from wasl.portals.imports.queries import find_waiting_twin, list_import_jobs
from wasl.ui.import_messages import FileTrouble, trouble_of
from wasl.ui.template_texts import template_texts

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def import_settings() -> Settings:
    """Return the settings of this application."""
    settings: Settings = current_app.config["SETTINGS"]
    return settings


def import_runner() -> ImportRunner:
    """Return what runs imports for this application, made when it is first asked for."""
    made: ImportRunner = current_app.extensions.setdefault(
        "import_runner",
        ImportRunner(current_app._get_current_object()),  # type: ignore[attr-defined]
    )
    return made


def _kind(name: str) -> ImportKind:
    """Return a kind of file that the viewer may send."""
    kinds = {kind.value: kind for kind in kinds_of_files(current_viewer())}
    if name not in kinds:
        abort(404)
    return kinds[name]


def _headings() -> dict[ImportKind, str]:
    return {
        ImportKind.INTAKE: _("Import people"),
        ImportKind.OPPORTUNITIES: _("Import opportunities"),
        ImportKind.ROUND_TABLES: _("Import roundtables and commitments"),
    }


@blueprint.get("/imports")
@requires(Permission.IMPORT_FILES)
def files() -> ResponseReturnValue:
    """List the files that were sent, with what came of each."""
    page_number = max(1, request.args.get("page", 1, type=int))
    found = list_import_jobs(db.session, current_viewer(), page_number)
    runner = import_runner()
    lines = [present_line(job, at_work=runner.at_work(job.public_id)) for job in found.rows]
    page: Page[ImportLine] = Page(lines, found.number, found.pages, found.total)
    kinds = kinds_of_files(current_viewer())
    values = {"kinds": kinds, "headings": _headings(), "lead": _lead(kinds)}
    return render_template("imports/list.html", page=page, **values)


def _lead(kinds: tuple[ImportKind, ...]) -> str:
    """Say what the pages are for, to whoever sends in files of these kinds."""
    if ImportKind.ROUND_TABLES in kinds:
        return _("Take a workbook of roundtables and commitments into the platform.")
    if ImportKind.INTAKE in kinds:
        return _("Take a list of people or of opportunities into the platform.")
    return _("Send what you offer as a list, instead of one by one. The rows come in as drafts.")


@blueprint.get("/imports/new/<kind>")
@requires(Permission.IMPORT_FILES)
def new_file(kind: str) -> ResponseReturnValue:
    """Ask for a file."""
    return _show_upload(_kind(kind), UploadForm(), None)


def _show_upload(kind: ImportKind, form: UploadForm, trouble: FileTrouble | None) -> str:
    return render_template(
        "imports/upload.html",
        kind=kind,
        heading=_headings()[kind],
        form=form,
        trouble=trouble,
        publishes=kind is ImportKind.OPPORTUNITIES and may_publish(current_viewer()),
        max_mb=import_settings().upload_max_mb,
    )


@blueprint.post("/imports/new/<kind>")
@requires(Permission.IMPORT_FILES)
def upload_file(kind: str) -> ResponseReturnValue:
    """Keep a file, and go on to its columns."""
    wanted, form = _kind(kind), UploadForm()
    if not form.validate_on_submit():
        return _show_upload(wanted, form, None), 422
    try:
        job = _receive(wanted, form)
    except FileError as error:
        return _show_upload(wanted, form, trouble_of(error)), 422
    return redirect(url_for(".columns", import_id=job.public_id))


def _receive(kind: ImportKind, form: UploadForm) -> ImportJob:
    """Keep a file; the same file sent twice by a nervous finger is kept once."""
    account, by = current_account(), current_viewer()
    settings, sent = import_settings(), form.file.data
    sweep_uploads(settings)
    name = PureWindowsPath(sent.filename or "").name  # some browsers send the whole path
    job = receive_upload(db.session, by, settings, kind, filename=name, stream=sent.stream)
    twin = find_waiting_twin(db.session, job)
    if twin is not None:
        delete_upload(settings, job)
        db.session.delete(job)
        job = twin
    publish = kind is ImportKind.OPPORTUNITIES and may_publish(by) and bool(form.publish.data)
    keep_choices(job, JobChoices(constants=first_constants(kind, account), publish=publish))
    return job


@blueprint.get("/imports/templates/<kind>")
@requires(Permission.IMPORT_FILES)
def blank_template(kind: str) -> ResponseReturnValue:
    """Send a blank workbook to fill in, in the language of the page."""
    wanted, language = _kind(kind), choose_language()
    content = write_template(db.session, wanted, language, template_texts(wanted))
    name = f"wasl-{wanted.value}-{language}.xlsx"
    return send_file(io.BytesIO(content), mimetype=XLSX, as_attachment=True, download_name=name)
