"""Why something cannot be done with a meeting's agenda, its minutes, or what it came to."""

from enum import StrEnum


class MinutesRule(StrEnum):
    """What an agenda, minutes and resolutions keep to."""

    CLOSED = "closed"
    ITEM_IN_USE = "item_in_use"
    RESOLUTION_IN_USE = "resolution_in_use"
    NOTHING_MINUTED = "nothing_minuted"
    NOT_YET = "not_yet"
    NOT_A_MEMBER = "not_a_member"
    CANNOT_FOLLOW = "cannot_follow"
    NOTE_MISSING = "note_missing"


class MinutesRuleError(ValueError):
    """It cannot be done; `rule` says why. Nothing was changed."""

    def __init__(self, rule: MinutesRule) -> None:
        super().__init__(rule.value)
        self.rule = rule


class MinutesChangedError(Exception):
    """Somebody was quicker: it is not as whoever acts had it before their eyes."""
