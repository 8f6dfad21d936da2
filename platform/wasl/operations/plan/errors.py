"""What keeps something about the plan from being written down."""

from enum import StrEnum


class PlanRule(StrEnum):
    """Which rule was broken."""

    TITLE_MISSING = "title_missing"
    NUMBER_TAKEN = "number_taken"
    DAYS = "days"
    LINKED_ALREADY = "linked_already"
    NOTHING_LINKED = "nothing_linked"
    ISSUED = "issued"
    NO_HALF_YEAR = "no_half_year"


class PlanRuleError(Exception):
    """A rule keeps this from being written down; nothing was changed."""

    def __init__(self, rule: PlanRule) -> None:
        super().__init__(rule.value.replace("_", " "))
        self.rule = rule


class PlanMovedError(Exception):
    """Somebody changed it since it was before somebody's eyes; nothing was changed."""
