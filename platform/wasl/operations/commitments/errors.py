"""Why something cannot be done with a commitment."""

from models.commitment import Commitment


class CommitmentMovedError(Exception):
    """Somebody was quicker: the commitment is not as whoever acts had it before their eyes."""

    def __init__(self, commitment: Commitment) -> None:
        super().__init__(f"commitment {commitment.ref} was changed meanwhile")
        self.commitment = commitment


class AskAnsweredError(Exception):
    """The ask came to a commitment already, and that one stands."""

    def __init__(self, commitment: Commitment) -> None:
        super().__init__(f"it came to commitment {commitment.ref}")
        self.commitment = commitment


class CommitmentWithdrawnError(Exception):
    """It was taken back: it has to stand again before it is changed."""


class DeadlineBeforeError(ValueError):
    """Its deadline lies before the day on which it was made."""


class NoSuchPriorityError(ValueError):
    """There is no national priority of this number."""


class NoPartyError(ValueError):
    """Somebody makes a commitment; the last party is not taken away."""


class NoReasonError(ValueError):
    """A change of what was promised needs a reason, and a review what was looked at."""


class NotAMeasureError(Exception):
    """Milestones are for measures of policy; of anything else postings are counted."""


class MilestoneDoneError(Exception):
    """What is done with evidence stays; it is taken up again before it is changed."""


class NotDoneYetError(ValueError):
    """A day that has not come is not one on which something was done."""
