"""One action of the plan: its page, changing it, who does it, what is done for it."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from models.action_plan import PlanAction
from models.plan_enums import ActionPart
from wasl.access import Permission, current_viewer, may, requires
from wasl.clock import today_in_baghdad
from wasl.extensions import db
from wasl.i18n.language import choose_language
from wasl.i18n.texts import gettext as _
from wasl.operations.plan.actions import change_action, set_body
from wasl.operations.plan.errors import PlanMovedError, PlanRuleError
from wasl.operations.plan.links import link_to_action, unlink_from_action
from wasl.operations.plan.write_content import title_of
from wasl.portals.round_table.blueprint import blueprint
from wasl.portals.round_table.minutes_words import CHANGED
from wasl.portals.round_table.plan_forms import ActionForm, BodyForm, LinkForm
from wasl.portals.round_table.queries.action import find_linkable, read_action, what_can_be_linked
from wasl.portals.round_table.queries.commitments import list_who_may_promise
from wasl.portals.round_table.queries.plan import is_late
from wasl.portals.round_table.views.plan_helpers import (
    attempt,
    offer_priorities,
    own_action,
    say_rule,
)
from wasl.priorities import name_priority
from wasl.ui.labels import as_names


def _page(found: PlanAction, bodies: BodyForm, links: LinkForm) -> str:
    language, today = choose_language(), today_in_baghdad()
    return render_template(
        "round_table/plan/action.html",
        one=found,
        title=title_of(found, language),
        priority=name_priority(found.priority, language),
        shown=read_action(db.session, current_viewer(), found, today),
        late=is_late(found, today),
        part_of=ActionPart,
        bodies=bodies,
        links=links,
    )


def _forms(found: PlanAction) -> tuple[BodyForm, LinkForm]:
    """Return the two small forms of the page, filled with what can be chosen."""
    bodies, links = BodyForm(formdata=None), LinkForm(formdata=None)
    if may(Permission.CHANGE_PLAN):
        bodies.offer(list_who_may_promise(db.session))
        links.what.choices = as_names(what_can_be_linked(db.session, found))
    else:
        bodies.organisation.choices = links.what.choices = []
    return bodies, links


def _back(found: PlanAction, part: str) -> Response:
    return redirect(url_for(".action", action_id=found.public_id, _anchor=part))


@blueprint.get("/plan/actions/<action_id>")
@requires(Permission.SEE_ACTION)
def action(action_id: str) -> ResponseReturnValue:
    """Show an action with what is promised and done for it, as it is counted."""
    found = own_action(Permission.SEE_ACTION, action_id)
    return _page(found, *_forms(found))


@blueprint.route("/plan/actions/<action_id>/edit", methods=["GET", "POST"])
@requires(Permission.CHANGE_ACTION)
def edit_action(action_id: str) -> ResponseReturnValue:
    """Change what an action says."""
    found, form = own_action(Permission.CHANGE_ACTION, action_id), ActionForm()
    priorities, written = offer_priorities(form), None
    if not form.is_submitted():
        form.show(found)
    elif form.validate():
        try:
            terms, seen = form.terms(priorities), int(form.version.data or 0)
            change_action(db.session, current_viewer(), found, terms, seen=seen)
            flash(_("Saved."), "done")
            return _back(found, "")
        except PlanRuleError as error:
            say_rule(form, error)
        except PlanMovedError:
            written = form.catch_up(found)
            form.number.errors = [str(CHANGED)]
    page = render_template("round_table/plan/edit.html", form=form, one=found, now_written=written)
    return page, 422 if form.errors else 200


@blueprint.post("/plan/actions/<action_id>/bodies")
@requires(Permission.CHANGE_ACTION)
def change_body(action_id: str) -> ResponseReturnValue:
    """Let an organisation lead or support an action, or do nothing for it any more."""
    found, form = own_action(Permission.CHANGE_ACTION, action_id), BodyForm()
    known = {one.public_id: one for one in list_who_may_promise(db.session)}
    known |= {one.organisation.public_id: one.organisation for one in found.bodies}
    form.offer(list(known.values()))
    if form.validate_on_submit():
        leaves = request.form.get("act") == "remove"
        part, who = ActionPart(form.part.data), known[form.organisation.data]
        act = None if leaves else part
        attempt(lambda: set_body(db.session, current_viewer(), found, who, act), _("Saved."))
    else:
        flash(_("Choose an organisation."), "warning")
    return _back(found, "bodies")


@blueprint.post("/plan/actions/<action_id>/links")
@requires(Permission.CHANGE_ACTION)
def change_link(action_id: str) -> ResponseReturnValue:
    """Link a commitment, or what a meeting came to, with an action; or take the link away."""
    found = own_action(Permission.CHANGE_ACTION, action_id)
    viewer = current_viewer()
    done = find_linkable(db.session, viewer, request.form.get("what", ""))
    if done is None:
        flash(_("Choose what is done for it."), "warning")
    elif request.form.get("act") == "remove":
        attempt(lambda: unlink_from_action(db.session, viewer, found, done), _("Link taken away."))
    else:
        said = _("Linked. It counts for this action from now on.")
        attempt(lambda: link_to_action(db.session, viewer, found, done), said)
    return _back(found, "done")
