"""What is said when a rule of the plan is broken, and at which field."""

from collections.abc import Mapping

from wasl.i18n.texts import lazy_gettext as _
from wasl.operations.plan.content import Section
from wasl.operations.plan.errors import PlanRule

RULES: Mapping[PlanRule, str] = {
    PlanRule.TITLE_MISSING: _("Write what is to be done, in English or in Arabic."),
    PlanRule.NUMBER_TAKEN: _("Another action has this number."),
    PlanRule.DAYS: _("The last day is before the first one."),
    PlanRule.LINKED_ALREADY: _("It is linked with this action already."),
    PlanRule.NOTHING_LINKED: _("It is not linked with this action any more."),
    PlanRule.ISSUED: _("This version is issued already."),
    PlanRule.NO_HALF_YEAR: _("This half year has not begun."),
}
FIELDS: Mapping[PlanRule, str] = {
    PlanRule.TITLE_MISSING: "title_en",
    PlanRule.NUMBER_TAKEN: "number",
    PlanRule.DAYS: "ends_on",
}
MOVED = _("Somebody was quicker. This is how it stands now.")

SECTIONS: Mapping[Section, str] = {
    Section.TITLE: _("Action"),
    Section.OBJECTIVE: _("Specific objective"),
    Section.LEADS: _("Lead actors"),
    Section.TIMEFRAME: _("Timeframe"),
    Section.RESULTS: _("Results of the six months"),
    Section.NEXT_STEPS: _("Next steps"),
}
