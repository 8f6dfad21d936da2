"""Recommendations, decisions and actions: the list across meetings, one of them, what is done."""

from enum import StrEnum
from typing import TypeVar

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from models.meeting import Resolution
from models.round_table_enums import ResolutionKind, ResolutionState
from models.round_table_states import RESOLUTION_TRANSITIONS, ResolutionStep
from wasl.access import Permission, current_viewer, requires
from wasl.access.limits import EXPORTS, limited
from wasl.access.scope import find
from wasl.clock import today_in_baghdad
from wasl.extensions import db
from wasl.i18n.texts import gettext as _
from wasl.operations.meetings import resolutions as operations
from wasl.operations.meetings.agenda import may_write
from wasl.portals.round_table.blueprint import blueprint
from wasl.portals.round_table.minutes_forms import (
    AddResolutionForm,
    ChangeResolutionForm,
    RemoveForm,
    ResolutionFilterForm,
    StepForm,
)
from wasl.portals.round_table.minutes_words import attempt
from wasl.portals.round_table.queries.minutes import list_followed, list_members
from wasl.portals.round_table.queries.resolutions import (
    ResolutionFilter,
    all_resolutions,
    list_resolutions,
    list_responsible,
    list_series_said,
    read_chain,
)
from wasl.portals.round_table.resolution_file import resolution_sheets
from wasl.portals.round_table.views.agenda import own_item, show_item
from wasl.portals.round_table.workbooks import send_workbook
from wasl.ui.labels import as_names, choices
from wasl.ui.names import organisation_choices

_E = TypeVar("_E", bound=StrEnum)


def _own_resolution(resolution_id: str) -> Resolution:
    permission = Permission.CHANGE_RESOLUTION
    found: Resolution | None = find(db.session, current_viewer(), permission, resolution_id)
    if found is None:
        abort(404)
    return found


@blueprint.get("/resolutions")
@requires(Permission.SEE_MEETING)
def resolutions() -> ResponseReturnValue:
    """List what meetings came to, what is overdue first."""
    viewer, today = current_viewer(), today_in_baghdad()
    page = request.args.get("page", 1, type=int)
    wanted, state = _wanted(ResolutionFilterForm(request.args))
    return render_template(
        "round_table/resolutions.html",
        page=list_resolutions(db.session, viewer, wanted, page, today),
        wanted=wanted,
        state=state,
        today=today,
        kinds=choices(ResolutionKind),
        states=choices(ResolutionState),
        series=as_names((one.public_id, one.name) for one in list_series_said(db.session, viewer)),
        organisations=organisation_choices(list_responsible(db.session, viewer)),
    )


@blueprint.get("/resolutions.xlsx")
@requires(Permission.SEE_MEETING)
@limited(EXPORTS)
def resolutions_file() -> ResponseReturnValue:
    """Send what the list shows as a workbook, all its pages in one."""
    today = today_in_baghdad()
    wanted, _state = _wanted(ResolutionFilterForm(request.args))
    found = all_resolutions(db.session, current_viewer(), wanted, today)
    return send_workbook(resolution_sheets(found, today), "decisions-and-actions", today)


def _wanted(form: ResolutionFilterForm) -> tuple[ResolutionFilter, str]:
    """Return the filter that an address says, and its word for the state: open by itself."""
    state = form.state.data if "state" in request.args else ResolutionState.OPEN.value
    wanted = ResolutionFilter(
        kind=_one_of(ResolutionKind, form.kind.data),
        state=_one_of(ResolutionState, state),
        series=form.series.data or "",
        responsible=form.responsible.data or "",
        overdue=form.overdue.data == "1",
    )
    return wanted, state or ""


def _one_of(kind: type[_E], said: str | None) -> _E | None:
    return next((member for member in kind if member.value == said), None)


@blueprint.post("/items/<item_id>/resolutions")
@requires(Permission.CHANGE_ITEM)
def add_resolution(item_id: str) -> ResponseReturnValue:
    """Write down what came of a point."""
    found, form = own_item(item_id), AddResolutionForm(prefix="new-")
    members, earlier = list_members(db.session, found.meeting), list_followed(db.session, found)
    form.offer(members, earlier)
    if not form.validate_on_submit():
        return show_item(found, adding=form)
    said, kind = form.resolved(members, earlier), form.wanted()
    settles, today = bool(form.settles.data), today_in_baghdad()
    viewer = current_viewer()
    if not attempt(
        lambda: operations.add_resolution(
            db.session, viewer, found, kind, said, today=today, settles=settles
        ),
        _("Written down."),
    ):
        return show_item(found, adding=form)
    return redirect(url_for(".item", item_id=item_id, _anchor="came"))


@blueprint.get("/resolutions/<resolution_id>")
@requires(Permission.CHANGE_RESOLUTION)
def resolution(resolution_id: str) -> ResponseReturnValue:
    """Show what was recommended, decided or is to be done, and what leads to and from it."""
    return _show(_own_resolution(resolution_id))


def _show(
    found: Resolution,
    form: ChangeResolutionForm | None = None,
    step: StepForm | None = None,
) -> ResponseReturnValue:
    wrong, item = form or step, found.item
    if form is None:
        form = ChangeResolutionForm(formdata=None)
        form.offer(list_members(db.session, item.meeting), _earlier(found))
        form.show(found)
    if step is None:
        step = StepForm(formdata=None, prefix="step-", version=found.version)
        step.offer(_steps(found))
    return render_template(
        "round_table/resolution.html",
        one=found,
        meeting=item.meeting,
        chain=read_chain(db.session, found),
        form=form,
        step=step,
        writable=may_write(item.meeting),
        today=today_in_baghdad(),
    ), 422 if wrong else 200


def _earlier(found: Resolution) -> list[Resolution]:
    """Return what it may follow from."""
    return list_followed(db.session, found.item, besides=found)


def _steps(found: Resolution) -> list[ResolutionStep]:
    """Return what can become of it now."""
    return [step for step in ResolutionStep if found.state in RESOLUTION_TRANSITIONS[step].sources]


@blueprint.post("/resolutions/<resolution_id>")
@requires(Permission.CHANGE_RESOLUTION)
def change_resolution(resolution_id: str) -> ResponseReturnValue:
    """Say it in other words, or give it to others to do."""
    found, form = _own_resolution(resolution_id), ChangeResolutionForm()
    members, earlier = list_members(db.session, found.item.meeting), _earlier(found)
    form.offer(members, earlier)
    if not form.validate_on_submit():
        return _show(found, form=form)
    said, seen, viewer = form.resolved(members, earlier), form.seen(), current_viewer()
    if not attempt(
        lambda: operations.change_resolution(db.session, viewer, found, said, seen=seen),
        _("Saved."),
    ):
        form.version.data = found.version
        return _show(found, form=form)
    return redirect(url_for(".resolution", resolution_id=resolution_id))


@blueprint.post("/resolutions/<resolution_id>/step")
@requires(Permission.CHANGE_RESOLUTION)
def step_resolution(resolution_id: str) -> ResponseReturnValue:
    """Say that it is settled, that it is dropped, or that it is taken up again."""
    found, form = _own_resolution(resolution_id), StepForm(prefix="step-")
    form.offer(list(ResolutionStep))
    if not form.validate_on_submit():
        form.offer(_steps(found))
        return _show(found, step=form)
    step, note = ResolutionStep(form.step.data), form.note.data or ""
    viewer, today, seen = current_viewer(), today_in_baghdad(), int(form.version.data or 0)
    attempt(
        lambda: operations.take_resolution_step(
            db.session, viewer, found, step, note, today=today, seen=seen
        ),
        _("Noted."),
    )
    return redirect(url_for(".resolution", resolution_id=resolution_id))


@blueprint.post("/resolutions/<resolution_id>/remove")
@requires(Permission.CHANGE_RESOLUTION)
def remove_resolution(resolution_id: str) -> ResponseReturnValue:
    """Take out what was written by mistake."""
    found, form = _own_resolution(resolution_id), RemoveForm()
    item_id, seen = found.item.public_id, int(form.version.data or 0)
    done = form.validate_on_submit() and attempt(
        lambda: operations.remove_resolution(db.session, current_viewer(), found, seen=seen),
        _("It is taken out."),
    )
    if done:
        return redirect(url_for(".item", item_id=item_id, _anchor="came"))
    return redirect(url_for(".resolution", resolution_id=resolution_id))
