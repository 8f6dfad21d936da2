"""What is said where something cannot be done with a meeting."""

from collections.abc import Mapping

from wasl.i18n.texts import lazy_gettext as _
from wasl.operations.meetings.rules import MeetingRule as R

RULES: Mapping[R, str] = {
    R.NAME_MISSING: _("Give it a name."),
    R.NAME_TAKEN: _("There is a series of this name already."),
    R.TITLE_MISSING: _("Give it a title."),
    R.REF_TAKEN: _("Another meeting has this reference."),
    R.TIMES: _("It must end after it begins."),
    R.PLACE_UNKNOWN: _("Choose a governorate of the list."),
    R.DAY_PASSED: _("This day is over. Choose today or a later day."),
    R.DAY_TO_COME: _("It has not been held yet."),
    R.NOT_ANY_MORE: _("This cannot be changed any more: look at where the meeting stands."),
    R.NOBODY_TO_INVITE: _("Nobody is left to invite. Add members first."),
    R.NOT_INVITED: _("They have not been invited yet."),
    R.WAS_THERE: _("It is noted whether they were there. Take that back first."),
    R.DOCUMENT_EMPTY: _("The file is empty."),
    R.DOCUMENT_TOO_LARGE: _("The file is larger than 10 MB."),
    R.DOCUMENTS_TOO_MANY: _("A meeting has at most 40 documents. Remove one first."),
}
STEP_REFUSED = _("Somebody was quicker. This is how it stands now.")
SAVE_AGAIN = _("Somebody changed it meanwhile. What you typed still stands here: save it again.")
# At which field of the form a rule is said.
FIELDS: Mapping[R, str] = {
    R.NAME_MISSING: "name",
    R.NAME_TAKEN: "name",
    R.TITLE_MISSING: "title",
    R.REF_TAKEN: "ref",
    R.TIMES: "ends_at",
    R.PLACE_UNKNOWN: "governorate_code",
    R.DAY_PASSED: "held_on",
    R.NOT_ANY_MORE: "held_on",
}
