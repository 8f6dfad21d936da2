"""Why something cannot be done with what members are asked for."""

from enum import StrEnum

from models.round_table_enums import AskState


class AskRule(StrEnum):
    """What asking members keeps to."""

    NOT_A_MEMBER = "not_a_member"
    MEETING_OVER = "meeting_over"
    ASKED_ALREADY = "asked_already"
    NOTHING_TO_SEND = "nothing_to_send"
    NOT_INVITED = "not_invited"
    OF_ITS_PLACE = "of_its_place"
    CANCELLED = "cancelled"
    NO_OCCUPATION = "no_occupation"
    QUANTITY = "quantity"


class AskRuleError(ValueError):
    """It cannot be done; `rule` says why. Nothing was changed."""

    def __init__(self, rule: AskRule) -> None:
        super().__init__(rule.value.replace("_", " "))
        self.rule = rule


class AskStepError(Exception):
    """From the state that an ask is in, this step is not possible. Nothing was changed."""

    def __init__(self, state: AskState) -> None:
        super().__init__(f"not of an ask that is {state.value}")
        self.state = state


class AskChangedError(Exception):
    """Somebody was quicker: it is not as whoever acts had it before their eyes."""
