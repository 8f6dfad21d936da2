"""What the views of the plan do alike."""

from collections.abc import Callable, Sequence

from flask import abort, flash

from models.action_plan import ActionFile, PlanAction, Priority
from wasl.access import Permission, current_viewer
from wasl.access.scope import find
from wasl.extensions import db
from wasl.i18n.language import choose_language
from wasl.operations.plan.errors import PlanMovedError, PlanRuleError
from wasl.portals.round_table.plan_forms import ActionForm
from wasl.portals.round_table.plan_words import FIELDS, MOVED, RULES
from wasl.priorities import list_priorities, name_priority
from wasl.ui.forms import Form

DIGITS = 4  # of the number of a priority, at most


def own_action(permission: Permission, action_id: str) -> PlanAction:
    """Return an action that a permission holds for; any other does not exist."""
    found: PlanAction | None = find(db.session, current_viewer(), permission, action_id)
    return found or abort(404)


def own_file(permission: Permission, action_file_id: str) -> ActionFile:
    """Return a file on an action that a permission holds for; any other does not exist."""
    found: ActionFile | None = find(db.session, current_viewer(), permission, action_file_id)
    return found or abort(404)


def asked_priority(said: str) -> int | None:
    """Return the number of a priority that an address names; other words are no filter."""
    return int(said) if said.isascii() and said.isdecimal() and len(said) <= DIGITS else None


def offer_priorities(form: ActionForm) -> Sequence[Priority]:
    """Put the national priorities into a form, and return them."""
    priorities, language = list_priorities(db.session), choose_language()
    form.offer([(str(one.number), name_priority(one, language)) for one in priorities])
    return priorities


def attempt(act: Callable[[], object], done: str) -> bool:
    """Do something and say what became of it; return whether it was done."""
    try:
        act()
    except PlanRuleError as error:
        flash(str(RULES[error.rule]), "warning")
    except PlanMovedError:
        flash(str(MOVED), "warning")
    else:
        flash(done, "done")
        return True
    return False


def say_rule(form: Form, error: PlanRuleError) -> None:
    """Put a rule that was not kept on the field that it is about."""
    form[FIELDS[error.rule]].errors = [str(RULES[error.rule])]
