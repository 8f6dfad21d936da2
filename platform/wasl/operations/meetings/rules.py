"""Why something cannot be done with a meeting, its participants or its documents."""

from enum import StrEnum

from models.round_table_enums import MeetingState


class MeetingRule(StrEnum):
    """What planning, inviting and noting keep to."""

    NAME_MISSING = "name_missing"
    NAME_TAKEN = "name_taken"
    TITLE_MISSING = "title_missing"
    REF_TAKEN = "ref_taken"
    TIMES = "times"
    PLACE_UNKNOWN = "place_unknown"
    DAY_PASSED = "day_passed"
    DAY_TO_COME = "day_to_come"
    NOT_ANY_MORE = "not_any_more"
    NOBODY_TO_INVITE = "nobody_to_invite"
    NOT_INVITED = "not_invited"
    WAS_THERE = "was_there"
    DOCUMENT_EMPTY = "document_empty"
    DOCUMENT_TOO_LARGE = "document_too_large"
    DOCUMENTS_TOO_MANY = "documents_too_many"


class MeetingRuleError(ValueError):
    """It cannot be done; `rule` says why. Nothing was changed."""

    def __init__(self, rule: MeetingRule) -> None:
        super().__init__(rule.value.replace("_", " "))
        self.rule = rule


class MeetingStepError(Exception):
    """From the state that a meeting is in, this step is not possible. Nothing was changed."""

    def __init__(self, state: MeetingState) -> None:
        super().__init__(f"not of a meeting that is {state.value}")
        self.state = state


class MeetingChangedError(Exception):
    """Somebody was quicker: it is not as whoever acts had it before their eyes."""
