"""The half years that files on actions are written for."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from wasl.clock import BAGHDAD

SHOWN = 4


@dataclass(frozen=True, order=True)
class HalfYear:
    """Six months, from the first day of one to the last of another."""

    since: date
    until: date

    def holds(self, moment: datetime | None) -> bool:
        """Tell whether a moment lies in it, by Iraq's days."""
        return moment is not None and self.since <= moment.astimezone(BAGHDAD).date() <= self.until

    def begins(self) -> datetime:
        """Return the moment at which it begins in Iraq."""
        return datetime.combine(self.since, time(), BAGHDAD)

    def ends(self) -> datetime:
        """Return the first moment after it."""
        return datetime.combine(self.until + timedelta(1), time(), BAGHDAD)


def half_years(today: date) -> list[HalfYear]:
    """Return what can be chosen: the last six full months, then halves of years, the latest first.

    The first half of a year and the second are what ministries report on; the one that is not over
    yet counts what there is so far.
    """
    last_day = today.replace(day=1) - timedelta(1)
    found = [_until(last_day)]
    end = date(today.year, 6, 30) if today.month <= 6 else date(today.year, 12, 31)
    while len(found) <= SHOWN:
        half = _until(end)
        if half not in found:
            found.append(half)
        end = half.since - timedelta(1)
    return found


def _until(last_day: date) -> HalfYear:
    """Return the six months that end with a last day of a month."""
    months = last_day.year * 12 + last_day.month - 6  # the first month, counted from the year 0
    return HalfYear(date(months // 12, months % 12 + 1, 1), last_day)
