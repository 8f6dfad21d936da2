"""What times can be proposed for a meeting, and why something cannot be done with one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from models.referral_enums import InterviewState, ReferralStage

MOST_SLOTS = 5
MINUTES = range(5, 481)
LATEST = timedelta(days=60)
"""Further ahead nobody plans a first meeting."""


@dataclass(frozen=True, kw_only=True)
class Slot:
    """A time at which somebody could come; an aware moment."""

    starts_at: datetime
    minutes: int = 30

    @property
    def ends_at(self) -> datetime:
        """The moment at which it ends."""
        return self.starts_at + timedelta(minutes=self.minutes)


class SlotsRefusal(StrEnum):
    """What is wrong with the times that are proposed."""

    NONE = "none"
    TOO_MANY = "too_many"
    GONE_BY = "gone_by"
    TOO_FAR = "too_far"
    OVERLAP = "overlap"
    MINUTES = "minutes"


class SlotsRefusedError(ValueError):
    """These times cannot be proposed; `why` says what is wrong."""

    def __init__(self, why: SlotsRefusal) -> None:
        super().__init__(why.value)
        self.why = why


class MeetingNotPossibleError(Exception):
    """The two do not stand where times are proposed: one side has not agreed, or it is over."""

    def __init__(self, stage: ReferralStage) -> None:
        super().__init__(f"no times can be proposed: {stage.value}")
        self.stage = stage


class MeetingOverError(Exception):
    """The meeting does not wait for this any more: it was answered, called off or replaced."""

    def __init__(self, state: InterviewState) -> None:
        super().__init__(f"the meeting is {state.value}")
        self.state = state


class MeetingNotYetError(Exception):
    """The agreed time has not come, so nobody can say whether the two met."""


class SlotGoneError(Exception):
    """There is no such time in the proposal, or it has gone by."""


def check_slots(slots: Sequence[Slot], now: datetime) -> None:
    """Raise SlotsRefusedError unless these are one to five times to come that do not overlap."""
    why = _refusal(sorted(slots, key=lambda slot: slot.starts_at), now)
    if why is not None:
        raise SlotsRefusedError(why)


def _refusal(slots: list[Slot], now: datetime) -> SlotsRefusal | None:
    if not slots:
        return SlotsRefusal.NONE
    if len(slots) > MOST_SLOTS:
        return SlotsRefusal.TOO_MANY
    if any(slot.minutes not in MINUTES for slot in slots):
        return SlotsRefusal.MINUTES
    if slots[0].starts_at <= now:
        return SlotsRefusal.GONE_BY
    if slots[-1].starts_at > now + LATEST:
        return SlotsRefusal.TOO_FAR
    pairs = pairwise(slots)
    return SlotsRefusal.OVERLAP if any(b.starts_at < a.ends_at for a, b in pairs) else None
