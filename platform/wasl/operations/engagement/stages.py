"""How far an organisation has come with the platform, stage by stage."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from wasl.operations.engagement.given import Given

REPEATED_IN = 2
"""So many postings somebody began in before it counts as repeated."""


class Stage(StrEnum):
    """A stage on the way, the first first. Each can be reached without those before it."""

    KNOWN = "known"
    REGISTERED = "registered"
    PROFILE = "profile"
    POSTED = "posted"
    MET = "met"
    PLACED = "placed"
    LASTING = "lasting"
    REPEATED = "repeated"


def stages_of(given: Given) -> Mapping[Stage, date | None]:
    """Return the stages that were reached, in order, with the day where one is kept."""
    reached = {
        Stage.KNOWN: (True, None),
        Stage.REGISTERED: (given.has_account or bool(given.registered_on), given.registered_on),
        Stage.PROFILE: (given.profile_on is not None, given.profile_on),
        Stage.POSTED: (given.postings > 0, given.first_posting),
        Stage.MET: (given.first_meeting is not None, given.first_meeting),
        Stage.PLACED: (given.places.filled > 0, given.first_placement),
        Stage.LASTING: (given.places.retained > 0, None),
        Stage.REPEATED: (given.placed_in >= REPEATED_IN, None),
    }
    return {stage: day for stage, (is_reached, day) in reached.items() if is_reached}


def furthest(given: Given) -> Stage:
    """Return the furthest stage that an organisation reached."""
    return list(stages_of(given))[-1]
