"""Why something cannot be done with an offer, a placement, its checks or stock."""

from models.placement_states import AllocationStep
from models.referral_enums import AllocationState, OfferState, Side


class OfferOverError(Exception):
    """The offer waits for no answer any more: taken back, run out or declined."""

    def __init__(self, state: OfferState) -> None:
        super().__init__(f"the offer is {state.value}")
        self.state = state


class WrongSideError(ValueError):
    """Somebody speaks for a side that has no say in it."""

    def __init__(self, side: Side) -> None:
        super().__init__(f"this is not for the {side.value} to say")
        self.side = side


class CheckNotOpenError(Exception):
    """The check cannot be answered now: too early, too late, or both sides answered already."""


class NothingToSettleError(Exception):
    """The two sides do not disagree: there is nothing for an office to find out."""


class CheckSettledError(Exception):
    """Somebody else at the office wrote down something else before."""


class EndCauseNotGivenError(ValueError):
    """Who says that somebody is not there any more says why."""


class PlacementEndedError(Exception):
    """The placement has ended already."""


class AllocationStepRefusedError(Exception):
    """The step is not possible from where the stock stands."""

    def __init__(self, step: AllocationStep, state: AllocationState) -> None:
        super().__init__(f"{step.value} is not possible from {state.value}")
        self.step, self.state = step, state
