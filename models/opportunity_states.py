"""The life of a posting: which step leads from which states to which; pages and API read it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from models.enums import OpportunityStatus as Status


class OpportunityStep(StrEnum):
    """Something that a person, or the calendar, does with a posting."""

    SUBMIT = "submit"
    SEND_BACK = "send_back"
    PUBLISH = "publish"
    PAUSE = "pause"
    RESUME = "resume"
    FILL = "fill"
    CLOSE = "close"
    EXPIRE = "expire"
    REOPEN = "reopen"


@dataclass(frozen=True)
class Transition:
    """From any of some states to one."""

    sources: frozenset[Status]
    target: Status


def _from(*sources: Status, to: Status) -> Transition:
    return Transition(frozenset(sources), to)


# An office that vouches for a posting may publish it without sending it to review first.
TRANSITIONS: Mapping[OpportunityStep, Transition] = {
    OpportunityStep.SUBMIT: _from(Status.DRAFT, to=Status.IN_REVIEW),
    OpportunityStep.SEND_BACK: _from(Status.IN_REVIEW, to=Status.DRAFT),
    OpportunityStep.PUBLISH: _from(Status.DRAFT, Status.IN_REVIEW, to=Status.PUBLISHED),
    OpportunityStep.PAUSE: _from(Status.PUBLISHED, to=Status.PAUSED),
    OpportunityStep.RESUME: _from(Status.PAUSED, to=Status.PUBLISHED),
    OpportunityStep.FILL: _from(Status.PUBLISHED, Status.PAUSED, to=Status.FILLED),
    OpportunityStep.CLOSE: _from(
        Status.DRAFT, Status.IN_REVIEW, Status.PUBLISHED, Status.PAUSED, to=Status.CLOSED
    ),
    OpportunityStep.EXPIRE: _from(Status.PUBLISHED, Status.PAUSED, to=Status.EXPIRED),
    # Back to a draft: what changed while it was shut is read again before it is seen.
    OpportunityStep.REOPEN: _from(Status.FILLED, Status.CLOSED, Status.EXPIRED, to=Status.DRAFT),
}


def steps_from(status: Status) -> list[OpportunityStep]:
    """Return the steps that are possible from a state, in the order of the table."""
    return [step for step, transition in TRANSITIONS.items() if status in transition.sources]
