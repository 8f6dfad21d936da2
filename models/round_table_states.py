"""Meetings, resolutions and asks: which step leads from which states to which."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from models.enums import OpportunityKind, OpportunityStatus
from models.round_table_enums import (
    AskState,
    CommitmentKind,
    MeetingState,
    ResolutionKind,
    ResolutionState,
)

State = TypeVar("State")

RETAINED_DAY = 90
"""After so many days the answers of both sides say whether a place that was filled lasts."""

# What of a posting can still be had or was had: its seats are what was offered. Of one that was
# taken back, closed or expired only what came to somebody was.
STANDING_OFFERS = frozenset(
    {OpportunityStatus.PUBLISHED, OpportunityStatus.PAUSED, OpportunityStatus.FILLED}
)
ENDED_OFFERS = frozenset({OpportunityStatus.CLOSED, OpportunityStatus.EXPIRED})
COUNTED_KINDS: Mapping[CommitmentKind, OpportunityKind] = {
    CommitmentKind(kind.value): kind for kind in OpportunityKind
}


class MeetingStep(StrEnum):
    """Something that happens to a meeting."""

    CALL = "call"
    HOLD = "hold"
    PUBLISH = "publish"
    REOPEN = "reopen"
    CANCEL = "cancel"
    PLAN_AGAIN = "plan_again"


class ResolutionStep(StrEnum):
    """Something that happens to a recommendation, a decision or an action."""

    SETTLE = "settle"
    DROP = "drop"
    REOPEN = "reopen"


class AskStep(StrEnum):
    """Something that happens to an ask."""

    SEND = "send"
    PROMISE = "promise"
    DECLINE = "decline"
    DROP = "drop"
    TAKE_UP = "take_up"


@dataclass(frozen=True)
class Transition(Generic[State]):
    """From any of some states to one."""

    sources: frozenset[State]
    target: State


MEETING_TRANSITIONS: Mapping[MeetingStep, Transition[MeetingState]] = {
    # Called again: whoever was added since, or after the day was moved.
    MeetingStep.CALL: Transition(
        frozenset({MeetingState.PLANNED, MeetingState.CALLED}), MeetingState.CALLED
    ),
    MeetingStep.HOLD: Transition(
        frozenset({MeetingState.PLANNED, MeetingState.CALLED}), MeetingState.HELD
    ),
    MeetingStep.PUBLISH: Transition(frozenset({MeetingState.HELD}), MeetingState.PUBLISHED),
    MeetingStep.REOPEN: Transition(frozenset({MeetingState.PUBLISHED}), MeetingState.HELD),
    MeetingStep.CANCEL: Transition(
        frozenset({MeetingState.PLANNED, MeetingState.CALLED}), MeetingState.CANCELLED
    ),
    MeetingStep.PLAN_AGAIN: Transition(frozenset({MeetingState.CANCELLED}), MeetingState.PLANNED),
}
RESOLUTION_TRANSITIONS: Mapping[ResolutionStep, Transition[ResolutionState]] = {
    ResolutionStep.SETTLE: Transition(frozenset({ResolutionState.OPEN}), ResolutionState.SETTLED),
    ResolutionStep.DROP: Transition(frozenset({ResolutionState.OPEN}), ResolutionState.DROPPED),
    ResolutionStep.REOPEN: Transition(
        frozenset({ResolutionState.SETTLED, ResolutionState.DROPPED}), ResolutionState.OPEN
    ),
}
ASK_TRANSITIONS: Mapping[AskStep, Transition[AskState]] = {
    AskStep.SEND: Transition(frozenset({AskState.DRAFT}), AskState.SENT),
    AskStep.PROMISE: Transition(frozenset({AskState.DRAFT, AskState.SENT}), AskState.PROMISED),
    AskStep.DECLINE: Transition(frozenset({AskState.DRAFT, AskState.SENT}), AskState.DECLINED),
    AskStep.DROP: Transition(frozenset({AskState.DRAFT, AskState.SENT}), AskState.DROPPED),
    AskStep.TAKE_UP: Transition(frozenset({AskState.DECLINED, AskState.DROPPED}), AskState.DRAFT),
}
# What may follow from what.
FOLLOWS: Mapping[ResolutionKind, frozenset[ResolutionKind]] = {
    ResolutionKind.RECOMMENDATION: frozenset(),
    ResolutionKind.DECISION: frozenset({ResolutionKind.RECOMMENDATION}),
    ResolutionKind.ACTION: frozenset({ResolutionKind.RECOMMENDATION, ResolutionKind.DECISION}),
}
