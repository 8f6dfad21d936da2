"""The national plan: its priorities and actions along time, the same as a file, a new action."""

from enum import StrEnum
from typing import TypeVar

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from models.plan_enums import ActionPart, ActionStatus, Horizon
from models.round_table_enums import CommitmentProgress
from wasl.access import Permission, current_viewer, requires
from wasl.access.limits import EXPORTS, limited
from wasl.clock import today_in_baghdad
from wasl.extensions import db
from wasl.i18n.language import DIRECTIONS, choose_language
from wasl.i18n.texts import gettext as _
from wasl.operations.plan.actions import add_action
from wasl.operations.plan.errors import PlanRuleError
from wasl.portals.round_table.blueprint import blueprint
from wasl.portals.round_table.plan_file import plan_sheets
from wasl.portals.round_table.plan_forms import ActionForm
from wasl.portals.round_table.plan_picture import STATUS_COLOURS, WIDTH, draw_timeline
from wasl.portals.round_table.queries.plan import (
    PlanFilter,
    list_doers,
    read_plan,
)
from wasl.portals.round_table.queries.priorities import total_by_priority
from wasl.portals.round_table.views.plan_helpers import (
    asked_priority,
    offer_priorities,
    say_rule,
)
from wasl.portals.round_table.workbooks import send_workbook
from wasl.priorities import list_priorities, name_priority
from wasl.ui.labels import choices
from wasl.ui.names import organisation_choices

_E = TypeVar("_E", bound=StrEnum)


def _one_of(kind: type[_E], said: str) -> _E | None:
    return next((member for member in kind if member.value == said), None)


def _wanted() -> PlanFilter:
    """Return what the address names; a word that is on no list is no filter."""
    args = request.args
    return PlanFilter(
        priority=asked_priority(args.get("priority", "")),
        horizon=_one_of(Horizon, args.get("horizon", "")),
        status=_one_of(ActionStatus, args.get("status", "")),
        organisation=args.get("organisation", ""),
    )


@blueprint.get("/plan")
@requires(Permission.SEE_PLAN)
def plan() -> ResponseReturnValue:
    """Show the priorities with their actions, as a picture along time and as tables."""
    wanted, language, today = _wanted(), choose_language(), today_in_baghdad()
    parts = read_plan(db.session, current_viewer(), wanted, language, today)
    rows = [row for part in parts for row in part.rows]
    named = [(str(one.number), name_priority(one, language)) for one in list_priorities(db.session)]
    return render_template(
        "round_table/plan.html",
        parts=parts,
        wanted=wanted,
        rows=rows,
        part_of=ActionPart,
        priorities=named,
        horizons=choices(Horizon),
        statuses=choices(ActionStatus),
        organisations=organisation_choices(list_doers(db.session)),
        picture=draw_timeline(rows, today, right_to_left=DIRECTIONS[language] == "rtl"),
        width=WIDTH,
        colours=STATUS_COLOURS,
        fulfilled=CommitmentProgress.FULFILLED,
        served=total_by_priority(db.session, current_viewer(), today),
    )


@blueprint.get("/plan.xlsx")
@requires(Permission.SEE_PLAN)
@limited(EXPORTS)
def plan_file() -> ResponseReturnValue:
    """Send the plan as a workbook; counts of commitments only to who may see them."""
    language, today = choose_language(), today_in_baghdad()
    parts = read_plan(db.session, current_viewer(), _wanted(), language, today)
    served = total_by_priority(db.session, current_viewer(), today)
    sheets = plan_sheets(db.session, current_viewer(), parts, served, today)
    return send_workbook(sheets, "plan", today)


@blueprint.route("/plan/actions/new", methods=["GET", "POST"])
@requires(Permission.CHANGE_PLAN)
def new_action() -> ResponseReturnValue:
    """Write an action down."""
    form = ActionForm(data={"priority": request.args.get("priority", "")})
    priorities = offer_priorities(form)
    if form.validate_on_submit():
        try:
            made = add_action(db.session, current_viewer(), form.terms(priorities))
        except PlanRuleError as error:
            say_rule(form, error)
        else:
            flash(_("Written down. Now say who leads it."), "done")
            return redirect(url_for(".action", action_id=made.public_id))
    page = render_template("round_table/plan/edit.html", form=form, one=None)
    return page, 422 if form.errors else 200
