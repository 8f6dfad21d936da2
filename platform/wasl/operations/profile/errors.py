"""Why something in a profile cannot be kept."""

from enum import StrEnum

from wasl.wording import Finding


class ProfileRule(StrEnum):
    """What a profile must keep to."""

    SECTOR_UNKNOWN = "sector_unknown"
    PLACE_UNKNOWN = "place_unknown"
    NO_PLACE = "no_place"
    PLACE_IN_USE = "place_in_use"
    NOT_A_PLACE_OF_WORK = "not_a_place_of_work"
    WEBSITE = "website"
    TITLE_MISSING = "title_missing"
    QUANTITY = "quantity"
    AMOUNT = "amount"
    DATES = "dates"
    ENDED = "ended"


class ProfileRuleError(Exception):
    """A rule keeps this from being kept; nothing was changed."""

    def __init__(self, rule: ProfileRule) -> None:
        super().__init__(rule.value.replace("_", " "))
        self.rule = rule


class ProfileWordingError(Exception):
    """What an organisation says in public asks for money or papers, or leads people elsewhere.

    finding: the first words that do, with their field; nothing was changed.
    """

    def __init__(self, finding: Finding) -> None:
        super().__init__(f"{finding.field}: {finding.code.value}")
        self.finding = finding


class ProfileChangedError(Exception):
    """Somebody else changed the same thing since the page was made; nothing was changed."""
