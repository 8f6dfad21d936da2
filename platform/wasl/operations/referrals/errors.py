"""Why something cannot be done with a referral."""

from models.referral import Referral
from models.referral_enums import Side
from models.referral_states import State, Step
from wasl.operations.referrals.responsiveness import Responsiveness


class ReferralChangedError(Exception):
    """Somebody was quicker: the referral is not as whoever acts had it before their eyes."""

    def __init__(self, referral: Referral) -> None:
        super().__init__(f"referral {referral.public_id} was changed meanwhile")
        self.referral = referral


class ReferralStepRefusedError(Exception):
    """The step is not possible from where the referral stands."""

    def __init__(self, step: Step, state: State) -> None:
        super().__init__(f"{step.value} is not possible from {state.value}")
        self.step, self.state = step, state


class ReasonNotGivenError(ValueError):
    """A refusal needs one of the reasons that its side may give."""

    def __init__(self, side: Side) -> None:
        super().__init__(f"a refusal of the {side.value} needs one of its reasons")
        self.side = side


class NoSeatLeftError(Exception):
    """All places of the opportunity are filled, or held by offers that wait for an answer."""

    def __init__(self, free: int) -> None:
        super().__init__(f"only {free} left")
        self.free = free


class MatchingNotAllowedError(Exception):
    """The person has not allowed, or does not allow any more, that they are matched."""


class NotOfferedError(Exception):
    """The opportunity is not published, or its employer is not to be trusted."""


class NoRoomError(Exception):
    """The employer has to answer others before more people are asked about what they offer."""

    def __init__(self, now: Responsiveness) -> None:
        super().__init__(f"room for {now.room}, {now.waiting} wait")
        self.now = now


class AlreadyProposedError(Exception):
    """The person was asked about this opportunity before."""

    def __init__(self, referral: Referral) -> None:
        super().__init__(f"referral {referral.public_id} exists")
        self.referral = referral


class AnswerTimeError(ValueError):
    """The time that somebody has for an answer is shorter or longer than is allowed."""

    def __init__(self, days: int) -> None:
        super().__init__(f"{days} days")
        self.days = days


class NotReachableError(Exception):
    """No message reaches the person: they gave no address, or do not allow contact."""


class NothingToAnswerError(Exception):
    """Nothing waits for the person's answer."""
