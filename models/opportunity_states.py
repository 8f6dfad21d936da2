"""The life of a posting: which step leads from which states to which, and who may take it.

The operation, the pages, the tests and the log read this table.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from models.enums import OpportunityStatus as Status
from models.referral_enums import Side


class OpportunityStep(StrEnum):
    """Something that a person, or the calendar, does with a posting.

    HOLD: what is shown already is read before it is shown on. REFUSE: a reviewer says that it will
    not be shown at all.
    """

    SUBMIT = "submit"
    TAKE_BACK = "take_back"
    SEND_BACK = "send_back"
    PUBLISH = "publish"
    REFUSE = "refuse"
    HOLD = "hold"
    PAUSE = "pause"
    RESUME = "resume"
    FILL = "fill"
    CLOSE = "close"
    EXPIRE = "expire"
    REOPEN = "reopen"


class ReviewCause(StrEnum):
    """Why a posting is read before it is seen; kept in its `flags` beside the rules it broke."""

    WORDING = "wording"
    REFUSED_BEFORE = "refused_before"
    FIRST = "first_postings"
    EVERY = "every_posting"


class PostingRefusal(StrEnum):
    """Why a reviewer says that a posting will not be shown at all."""

    ASKS_FOR_MONEY = "asks_for_money"
    KEEPS_PAPERS = "keeps_papers"
    DISCRIMINATES = "discriminates"
    NOT_REAL = "not_real"
    UNLAWFUL = "unlawful"
    TWICE = "twice"
    OTHER = "other"


@dataclass(frozen=True)
class Transition:
    """From some states, for each side its own, to one. The system may take every step."""

    target: Status
    by: Mapping[Side, frozenset[Status]]

    @property
    def sources(self) -> frozenset[Status]:
        """The states that the step is possible from, whoever takes it."""
        return frozenset().union(*self.by.values())

    def sources_for(self, side: Side | None) -> frozenset[Status]:
        """Return the states that one side may take the step from; None or the system: any side."""
        if side is None or side is Side.SYSTEM:
            return self.sources
        return self.by.get(side, frozenset())


def _to(target: Status, **by: tuple[Status, ...]) -> Transition:
    return Transition(target, {Side(side): frozenset(sources) for side, sources in by.items()})


_SHOWN = (Status.PUBLISHED, Status.PAUSED)
_OPEN = (Status.DRAFT, Status.IN_REVIEW, *_SHOWN)
_OVER = (Status.FILLED, Status.CLOSED, Status.EXPIRED)

# An office that vouches for a posting may publish it without sending it to review first; an
# employer may where policy asks for no review, which `send_in` decides.
TRANSITIONS: Mapping[OpportunityStep, Transition] = {
    OpportunityStep.SUBMIT: _to(Status.IN_REVIEW, employer=(Status.DRAFT,), office=(Status.DRAFT,)),
    OpportunityStep.TAKE_BACK: _to(Status.DRAFT, employer=(Status.IN_REVIEW,)),
    OpportunityStep.SEND_BACK: _to(Status.DRAFT, office=(Status.IN_REVIEW,)),
    OpportunityStep.PUBLISH: _to(
        Status.PUBLISHED,
        employer=(Status.DRAFT,),
        office=(Status.DRAFT, Status.IN_REVIEW),
    ),
    OpportunityStep.REFUSE: _to(Status.CLOSED, office=(Status.IN_REVIEW,)),
    OpportunityStep.HOLD: _to(Status.IN_REVIEW, employer=_SHOWN, office=_SHOWN),
    OpportunityStep.PAUSE: _to(
        Status.PAUSED, employer=(Status.PUBLISHED,), office=(Status.PUBLISHED,)
    ),
    OpportunityStep.RESUME: _to(
        Status.PUBLISHED, employer=(Status.PAUSED,), office=(Status.PAUSED,)
    ),
    OpportunityStep.FILL: _to(Status.FILLED, employer=_SHOWN, office=_SHOWN),
    OpportunityStep.CLOSE: _to(Status.CLOSED, employer=_OPEN, office=_OPEN),
    OpportunityStep.EXPIRE: _to(Status.EXPIRED, system=_SHOWN),
    # Back to a draft: what changed while it was shut is read again before it is seen.
    OpportunityStep.REOPEN: _to(Status.DRAFT, employer=_OVER, office=_OVER),
}


def steps_from(status: Status, side: Side | None = None) -> list[OpportunityStep]:
    """Return the steps that are possible from a state, for one side or any, in order."""
    return [
        step for step, transition in TRANSITIONS.items() if status in transition.sources_for(side)
    ]
