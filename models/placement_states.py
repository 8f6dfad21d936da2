"""Meetings, offers, stock and checks: transition tables, and what two answers come to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar

from models.enums import OpportunityKind
from models.referral_enums import (
    AllocationState,
    CheckAnswer,
    CheckOutcome,
    InterviewState,
    OfferState,
)

State = TypeVar("State")

CHECK_DAYS = (30, 90, 180)
CHECK_OPEN_DAYS = 21
"""So many days after it is due a check can be answered; then silence is the answer."""

STOCK_KINDS = frozenset({OpportunityKind.IN_KIND, OpportunityKind.FINANCE})
# Who begins to work or learn somewhere is not looking for that any more; tools, a loan or a
# mentor go along with it.
PLACE_KINDS = frozenset({OpportunityKind.JOB, OpportunityKind.INTERNSHIP, OpportunityKind.TRAINING})
ENDED_BY_PLACEMENT: Mapping[OpportunityKind, frozenset[OpportunityKind]] = {
    OpportunityKind.JOB: PLACE_KINDS,
    OpportunityKind.INTERNSHIP: PLACE_KINDS,
    OpportunityKind.TRAINING: frozenset({OpportunityKind.INTERNSHIP, OpportunityKind.TRAINING}),
}


class InterviewStep(StrEnum):
    """Something that happens to a meeting."""

    AGREE = "agree"
    NONE_FITS = "none_fits"
    CANCEL = "cancel"
    HOLD = "hold"
    MISS = "miss"


class OfferStep(StrEnum):
    """Something that happens to an offer."""

    ACCEPT = "accept"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    EXPIRE = "expire"


class AllocationStep(StrEnum):
    """Something that is done with stock for one person."""

    HAND_OVER = "hand_over"
    RECEIPT = "receipt"
    RETURN = "return"
    RELEASE = "release"


@dataclass(frozen=True)
class Transition(Generic[State]):
    """From any of some states to one."""

    sources: frozenset[State]
    target: State


INTERVIEW_TRANSITIONS: Mapping[InterviewStep, Transition[InterviewState]] = {
    InterviewStep.AGREE: Transition(frozenset({InterviewState.PROPOSED}), InterviewState.AGREED),
    InterviewStep.NONE_FITS: Transition(
        frozenset({InterviewState.PROPOSED}), InterviewState.CANCELLED
    ),
    InterviewStep.CANCEL: Transition(
        frozenset({InterviewState.PROPOSED, InterviewState.AGREED}), InterviewState.CANCELLED
    ),
    InterviewStep.HOLD: Transition(frozenset({InterviewState.AGREED}), InterviewState.HELD),
    InterviewStep.MISS: Transition(frozenset({InterviewState.AGREED}), InterviewState.MISSED),
}
OFFER_TRANSITIONS: Mapping[OfferStep, Transition[OfferState]] = {
    OfferStep.ACCEPT: Transition(frozenset({OfferState.OPEN}), OfferState.ACCEPTED),
    OfferStep.DECLINE: Transition(frozenset({OfferState.OPEN}), OfferState.DECLINED),
    OfferStep.WITHDRAW: Transition(frozenset({OfferState.OPEN}), OfferState.WITHDRAWN),
    OfferStep.EXPIRE: Transition(frozenset({OfferState.OPEN}), OfferState.EXPIRED),
}
ALLOCATION_TRANSITIONS: Mapping[AllocationStep, Transition[AllocationState]] = {
    AllocationStep.HAND_OVER: Transition(
        frozenset({AllocationState.RESERVED}), AllocationState.HANDED_OVER
    ),
    # Said by the person or their caseworker, never by who handed it over.
    AllocationStep.RECEIPT: Transition(
        frozenset({AllocationState.HANDED_OVER}), AllocationState.RECEIPTED
    ),
    AllocationStep.RETURN: Transition(
        frozenset({AllocationState.HANDED_OVER, AllocationState.RECEIPTED}),
        AllocationState.RETURNED,
    ),
    AllocationStep.RELEASE: Transition(
        frozenset({AllocationState.RESERVED}), AllocationState.RELEASED
    ),
}


def outcome_of(
    employer: CheckAnswer | None, person: CheckAnswer | None, due: date, closes: date, today: date
) -> CheckOutcome:
    """Return what the answers of both sides to one check come to, as of a day.

    Retained is only what both confirm. Until both answered or the time is over it is open.
    """
    answers = [answer for answer in (employer, person) if answer is not None]
    if len(answers) == 2:
        if employer is not person:
            return CheckOutcome.DISAGREE
        kept = employer is CheckAnswer.STILL_THERE
        return CheckOutcome.RETAINED if kept else CheckOutcome.ENDED
    if today < due and not answers:
        return CheckOutcome.NOT_DUE
    if today <= closes:
        return CheckOutcome.OPEN
    return CheckOutcome.ONE_SIDED if answers else CheckOutcome.SILENT
