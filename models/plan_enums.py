"""Closed lists around the national plan and what stands in people's way."""

from enum import StrEnum


class Horizon(StrEnum):
    """When an action is to be done."""

    SHORT = "short"
    MEDIUM = "medium"
    LONG = "long"


class ActionStatus(StrEnum):
    """Where an action stands, as its lead says."""

    NOT_STARTED = "not_started"
    UNDER_WAY = "under_way"
    DONE = "done"
    STOPPED = "stopped"


class ActionPart(StrEnum):
    """What an organisation does for an action."""

    LEAD = "lead"
    SUPPORT = "support"
    EXTENDED = "extended"


class Barrier(StrEnum):
    """What stands between people and work; each is counted from records (`wasl.barriers`)."""

    PAPERS = "papers"
    RECOGNITION = "recognition"
    LICENCE = "licence"
    LANGUAGE = "language"
    SKILLS = "skills"
    EXPERIENCE = "experience"
    DISTANCE = "distance"
    WAGE = "wage"
    HOURS = "hours"
    FAMILY = "family"
    HEALTH = "health"
    TRUST = "trust"
    EMPLOYER_SILENCE = "employer_silence"
    PLACE_LOST = "place_lost"
