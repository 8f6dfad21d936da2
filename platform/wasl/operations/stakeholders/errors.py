"""What keeps something about a stakeholder from being written down."""

from enum import StrEnum

from models.opportunity import Organisation


class StakeholderRule(StrEnum):
    """Which rule was broken."""

    NAME_MISSING = "name_missing"
    ROLE_MISSING = "role_missing"
    EMAIL = "email"
    PHONE = "phone"
    DATES = "dates"
    FUTURE = "future"
    ITSELF = "itself"
    SECTOR_UNKNOWN = "sector_unknown"
    PLACE_UNKNOWN = "place_unknown"
    WEBSITE = "website"
    ENDED = "ended"
    TOO_MANY_NAMES = "too_many_names"


class StakeholderRuleError(Exception):
    """A rule keeps this from being written down; nothing was changed."""

    def __init__(self, rule: StakeholderRule) -> None:
        super().__init__(rule.value.replace("_", " "))
        self.rule = rule


class StakeholderChangedError(Exception):
    """Somebody changed it since it was before somebody's eyes; nothing was changed."""


class NameTakenError(Exception):
    """Another organisation goes by this name or short name; nothing was changed."""

    def __init__(self, organisation: Organisation, name: str = "") -> None:
        super().__init__("an organisation of this name is there already")
        self.organisation, self.name = organisation, name


class LooksLikeError(Exception):
    """Others have a name much like it; nothing was made. Somebody has to say that it is new."""

    def __init__(self, alike: list[Organisation]) -> None:
        super().__init__("organisations with a similar name are there")
        self.alike = alike
