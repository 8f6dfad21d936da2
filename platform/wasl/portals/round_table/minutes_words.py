"""What is said where something cannot be done with an agenda, minutes or what came of them."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import flash

from wasl.i18n.texts import lazy_gettext as _
from wasl.operations.meetings.errors import MinutesChangedError, MinutesRule, MinutesRuleError
from wasl.operations.meetings.rules import MeetingStepError

RULES: Mapping[MinutesRule, str] = {
    MinutesRule.CLOSED: _(
        "The minutes are published, or the meeting is cancelled. To change something, press "
        "“Correct the minutes” first."
    ),
    MinutesRule.ITEM_IN_USE: _(
        "Something was said about this point, or came of it. It stays on the agenda."
    ),
    MinutesRule.RESOLUTION_IN_USE: _("Something else follows from it. It stays."),
    MinutesRule.NOTHING_MINUTED: _("Nothing is written down yet of what was said."),
    MinutesRule.NOT_YET: _("Somebody was quicker. This is how it stands now."),
    MinutesRule.NOT_A_MEMBER: _("This organisation takes no part. Add it to the members first."),
    MinutesRule.CANNOT_FOLLOW: _("It cannot follow from this. Choose something of the list."),
    MinutesRule.NOTE_MISSING: _("Write by what it is settled, or why."),
}
CHANGED = _(
    "Somebody else changed this meanwhile. Yours is not saved yet: look at how it stands now, put "
    "both together, and save."
)


def attempt(act: Callable[[], Any], done: str) -> bool:
    """Do something and say what became of it; return whether it was done."""
    try:
        act()
    except MinutesRuleError as error:
        flash(str(RULES[error.rule]), "error")
    except MinutesChangedError:
        flash(str(CHANGED), "error")
    except MeetingStepError:
        flash(str(RULES[MinutesRule.NOT_YET]), "warning")
    else:
        flash(done, "done")
        return True
    return False
