"""The life of a case at an office: which step leads from which state to which."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, and_

from models.case import CaseAssignment


class CaseState(StrEnum):
    """Where a case stands; it follows from the moments that the row holds."""

    OFFERED = "offered"
    OPEN = "open"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"


class CaseStep(StrEnum):
    """Something that an office does with a case."""

    ACCEPT = "accept"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    END = "end"


@dataclass(frozen=True)
class Transition:
    """From one state to another."""

    source: CaseState
    target: CaseState


TRANSITIONS: Mapping[CaseStep, Transition] = {
    # The office that was asked answers, unless the one that asked was quicker to take it back.
    CaseStep.ACCEPT: Transition(CaseState.OFFERED, CaseState.OPEN),
    CaseStep.DECLINE: Transition(CaseState.OFFERED, CaseState.DECLINED),
    CaseStep.WITHDRAW: Transition(CaseState.OFFERED, CaseState.WITHDRAWN),
    CaseStep.END: Transition(CaseState.OPEN, CaseState.ENDED),
}


def state_of(case: CaseAssignment) -> CaseState:
    """Return the state that a row is in."""
    if case.declined_at is not None:
        return CaseState.DECLINED
    if case.accepted_at is None:
        return CaseState.OFFERED if case.ended_at is None else CaseState.WITHDRAWN
    return CaseState.OPEN if case.ended_at is None else CaseState.ENDED


def in_state(state: CaseState) -> ColumnElement[bool]:
    """Tell, in a statement on CaseAssignment, whether a row is in a state; as `state_of`."""
    accepted = CaseAssignment.accepted_at.is_not(None)
    ended = CaseAssignment.ended_at.is_not(None)
    declined = CaseAssignment.declined_at.is_not(None)
    return {
        CaseState.OFFERED: and_(~declined, ~accepted, ~ended),
        CaseState.OPEN: and_(~declined, accepted, ~ended),
        CaseState.DECLINED: declined,
        CaseState.WITHDRAWN: and_(~declined, ~accepted, ended),
        CaseState.ENDED: and_(~declined, accepted, ended),
    }[state]


def steps_from(state: CaseState) -> list[CaseStep]:
    """Return the steps that are possible from a state, in the order of the table."""
    return [step for step, transition in TRANSITIONS.items() if transition.source is state]
