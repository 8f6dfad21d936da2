"""What the views of meetings do alike."""

from collections.abc import Callable
from typing import Any

from flask import abort, flash
from wtforms import Field

from models.meeting import Meeting
from wasl.access import Permission, current_viewer
from wasl.access.scope import find
from wasl.extensions import db
from wasl.operations.hold_row import RowGoneError
from wasl.operations.meetings.rules import (
    MeetingChangedError,
    MeetingRuleError,
    MeetingStepError,
)
from wasl.portals.round_table.meeting_words import FIELDS, RULES, STEP_REFUSED
from wasl.portals.round_table.queries.meetings import OF_A_MEETING
from wasl.ui.forms import Form


def own_meeting(permission: Permission, meeting_id: str) -> Meeting:
    """Return a meeting that a permission holds for; any other does not exist."""
    found: Meeting | None = find(db.session, current_viewer(), permission, meeting_id, OF_A_MEETING)
    if found is None:
        abort(404)
    return found


def attempt(act: Callable[[], Any], done: str) -> bool:
    """Do something and say what became of it; return whether it was done."""
    try:
        act()
    except MeetingRuleError as error:
        flash(str(RULES[error.rule]), "error")
    except (MeetingStepError, MeetingChangedError, RowGoneError):
        flash(str(STEP_REFUSED), "warning")
    else:
        flash(done, "done")
        return True
    return False


def say_rule(form: Form, error: MeetingRuleError) -> None:
    """Put a rule that was not kept on the field that it is about, or on the first one."""
    name = FIELDS.get(error.rule, "")
    named = name if name in form else next(iter(form)).name
    field: Field = form[named]
    field.errors = [str(RULES[error.rule])]
