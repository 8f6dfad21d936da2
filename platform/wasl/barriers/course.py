"""How large a barrier is, and whether it surely fell from one day to another."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from wasl.figures.reader import FEW

_OFF = FEW // 2  # so far a number in fives may be from the one that was counted


class Course(StrEnum):
    """What became of a barrier since something was put on an agenda about it."""

    FALLEN = "fallen"
    NOT_FALLEN = "not_fallen"
    TOO_SOON = "too_soon"
    NOT_TOLD = "not_told"


@dataclass(frozen=True, kw_only=True)
class Rate:
    """How many met a barrier of how many, as it is told: in fives, zero fewer than five, none
    kept back."""

    day: date
    met: int | None
    looked_at: int | None

    @property
    def percent(self) -> int | None:
        """Of a hundred people, about so many met it; none where one of both is not told."""
        if not self.met or not self.looked_at:
            return None
        return round(100 * self.met / self.looked_at)

    @property
    def bounds(self) -> tuple[float, float] | None:
        """The lowest and the highest share there can be behind what is told."""
        if self.met is None or not self.looked_at:
            return None
        lowest, highest = _counted(self.met)
        fewest, most = _counted(self.looked_at)
        return lowest / most, min(1.0, highest / fewest)


def course_of(then: Rate | None, now: Rate | None) -> Course:
    """Tell whether a barrier fell: only where it did whatever the exact numbers are."""
    if then is None or now is None or then.bounds is None or now.bounds is None:
        return Course.NOT_TOLD
    if now.day <= then.day:
        return Course.TOO_SOON
    return Course.FALLEN if now.bounds[1] < then.bounds[0] else Course.NOT_FALLEN


def _counted(told: int) -> tuple[int, int]:
    """Return between which counts one that is told in fives lies."""
    return (0, FEW - 1) if told == 0 else (max(FEW, told - _OFF), told + _OFF)
