"""Files on actions: written, read, edited by section, compared, issued, taken along."""

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response as Redirect

from models.action_plan import ActionFile, ActionFileVersion
from wasl.access import Permission, current_viewer, requires
from wasl.access.limits import EXPORTS, limited
from wasl.clock import today_in_baghdad
from wasl.documents.pdf import write_pdf
from wasl.documents.word import DOCX, write_docx
from wasl.extensions import db
from wasl.i18n.language import DIRECTIONS, NATIVE_NAMES, choose_language
from wasl.i18n.texts import gettext as _
from wasl.operations.plan import action_files as operations
from wasl.operations.plan.content import LISTS, Content, Section
from wasl.operations.plan.errors import PlanMovedError
from wasl.operations.plan.half_years import half_years
from wasl.operations.plan.write_content import title_of
from wasl.portals.round_table.action_document import (
    action_document,
    counted_words,
    section_names,
    version_words,
)
from wasl.portals.round_table.blueprint import blueprint
from wasl.portals.round_table.minutes_words import CHANGED
from wasl.portals.round_table.plan_forms import NewFileForm, SectionForm, SeenForm
from wasl.portals.round_table.plan_words import SECTIONS
from wasl.portals.round_table.queries.action import list_files
from wasl.portals.round_table.queries.action_files import compare, name_makers, version_of
from wasl.portals.round_table.views.plan_helpers import attempt, own_action, own_file


def _back(found: ActionFile) -> Redirect:
    return redirect(url_for(".action_file", action_file_id=found.public_id))


def _version(found: ActionFile, name: str = "version") -> ActionFileVersion:
    """Return the version that the address names, of this file; the latest where it names none."""
    number = request.args.get(name)
    if number is not None and not number.isdecimal():
        abort(404)
    return version_of(found, int(number) if number else None) or abort(404)


@blueprint.route("/plan/actions/<action_id>/files", methods=["GET", "POST"])
@requires(Permission.CHANGE_ACTION)
def new_action_file(action_id: str) -> ResponseReturnValue:
    """Write the file on an action for a half year, from records."""
    found, today = own_action(Permission.CHANGE_ACTION, action_id), today_in_baghdad()
    form, halves = NewFileForm(), half_years(today)
    form.offer(halves)
    if form.validate_on_submit():
        half = next(one for one in halves if one.until.isoformat() == form.half.data)
        by, language = current_viewer(), form.language.data
        made = operations.write_file(db.session, by, found, half, language, today=today)
        return _back(made)
    page = render_template(
        "round_table/plan/files.html",
        form=form,
        one=found,
        title=title_of(found, choose_language()),
        files=list_files(db.session, found),
    )
    return page, 422 if form.errors else 200


@blueprint.get("/plan/files/<action_file_id>")
@requires(Permission.READ_ACTION_FILE)
def action_file(action_file_id: str) -> ResponseReturnValue:
    """Show a version of a file as it is printed, with the others to go to."""
    found = own_file(Permission.READ_ACTION_FILE, action_file_id)
    version = _version(found)
    return render_template(
        "round_table/plan/file.html",
        file=found,
        version=version,
        latest=found.versions[-1],
        content=Content.read(version.content),
        names=section_names(found.language),
        words=version_words(version),
        document=action_document(version),
        counted=counted_words(version),
        makers=name_makers(db.session, found),
        sections=Section,
        direction_of=DIRECTIONS,
        native=NATIVE_NAMES,
    )


@blueprint.get("/plan/files/<action_file_id>/compare")
@requires(Permission.READ_ACTION_FILE)
def compare_action_file(action_file_id: str) -> ResponseReturnValue:
    """Show what differs between two versions of a file."""
    found = own_file(Permission.READ_ACTION_FILE, action_file_id)
    before, after = _version(found, "before"), _version(found, "after")
    return render_template(
        "round_table/plan/compare.html",
        file=found,
        before=before,
        after=after,
        differences=compare(Content.read(before.content), Content.read(after.content)),
        names=SECTIONS,
        makers=name_makers(db.session, found),
    )


@blueprint.route("/plan/files/<action_file_id>/edit", methods=["GET", "POST"])
@requires(Permission.WRITE_ACTION_FILE)
def edit_action_file(action_file_id: str) -> ResponseReturnValue:
    """Edit one section of a file; what it said before stays as a version."""
    found = own_file(Permission.WRITE_ACTION_FILE, action_file_id)
    named = request.values.get("section", "")
    section = next((one for one in Section if one.value == named), None) or abort(404)
    form = SectionForm(data={"seen": found.versions[-1].number, "text": _says(found, section)})
    written = None
    if form.validate_on_submit():
        if _edit(found, section, form):
            return _back(found)
        written = _says(found, section)
    page = _section_page(found, section, form, written)
    return page, 422 if form.errors else 200


def _section_page(
    found: ActionFile, section: Section, form: SectionForm, written: str | None
) -> str:
    return render_template(
        "round_table/plan/section.html",
        form=form,
        file=found,
        section=section,
        title=SECTIONS[section],
        listed=section in LISTS,
        direction_of=DIRECTIONS,
        now_written=written,
    )


def _says(found: ActionFile, section: Section) -> str:
    """Return a section of a file as it is edited, of the latest version."""
    return Content.read(found.versions[-1].content).typed(section)


def _edit(found: ActionFile, section: Section, form: SectionForm) -> bool:
    """Keep a section as it was typed; return False where somebody was quicker."""
    seen, note = int(form.seen.data or 0), form.note.data or ""
    text, by = form.text.data or "", current_viewer()
    try:
        operations.edit_section(db.session, by, found, section, text, seen=seen, note=note)
    except PlanMovedError:
        form.catch_up(found.versions[-1].number)
        form.text.errors = [str(CHANGED)]
        return False
    flash(_("Saved."), "done")
    return True


@blueprint.post("/plan/files/<action_file_id>/renew")
@requires(Permission.WRITE_ACTION_FILE)
def renew_action_file(action_file_id: str) -> ResponseReturnValue:
    """Count anew: the lists are written from records as they stand today."""
    found, form = own_file(Permission.WRITE_ACTION_FILE, action_file_id), SeenForm()
    if form.validate_on_submit():
        seen, today = form.number(), today_in_baghdad()
        attempt(
            lambda: operations.renew_file(
                db.session, current_viewer(), found, seen=seen, today=today
            ),
            _("Counted anew. Lines that were written by hand stay."),
        )
    return _back(found)


@blueprint.post("/plan/files/<action_file_id>/issue")
@requires(Permission.WRITE_ACTION_FILE)
def issue_action_file(action_file_id: str) -> ResponseReturnValue:
    """Issue the latest version."""
    found, form = own_file(Permission.WRITE_ACTION_FILE, action_file_id), SeenForm()
    if form.validate_on_submit():
        seen, by = form.number(), current_viewer()
        attempt(
            lambda: operations.issue_file(db.session, by, found, seen=seen),
            _("Issued. This version stays as it is."),
        )
    else:
        flash(_("Somebody was quicker. This is how it stands now."), "warning")
    return _back(found)


def _send(version: ActionFileVersion, content: bytes, kind: str, mime: str) -> Response:
    file = version.file
    number = "".join(
        sign if sign.isalnum() and sign.isascii() else "-" for sign in file.action.number
    )
    until = file.covers_until.isoformat()
    name = f"wasl-action-{number}-{until}-{file.language}-v{version.number}.{kind}"
    return Response(
        content,
        content_type=mime,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@blueprint.get("/plan/files/<action_file_id>/docx")
@requires(Permission.READ_ACTION_FILE)
@limited(EXPORTS)
def action_file_docx(action_file_id: str) -> ResponseReturnValue:
    """Send a version as .docx."""
    version = _version(own_file(Permission.READ_ACTION_FILE, action_file_id))
    return _send(version, write_docx(action_document(version)), "docx", DOCX)


@blueprint.get("/plan/files/<action_file_id>/pdf")
@requires(Permission.READ_ACTION_FILE)
@limited(EXPORTS)
def action_file_pdf(action_file_id: str) -> ResponseReturnValue:
    """Send a version as .pdf."""
    version = _version(own_file(Permission.READ_ACTION_FILE, action_file_id))
    return _send(version, write_pdf(action_document(version)), "pdf", "application/pdf")
