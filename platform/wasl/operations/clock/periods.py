"""How long things wait, in one place. How long somebody has to answer stands with the question."""

from datetime import date, datetime, time, timedelta

from wasl.clock import BAGHDAD

EXPIRING_TOLD_BEFORE = timedelta(days=7)
"""So long before its last day an employer hears that a posting is about to run out."""

UNATTENDED_AFTER = timedelta(days=45)
"""A published posting with which nothing happened for so long is asked after."""

STILL_OPEN_WITHIN = timedelta(days=14)
"""So long an employer has to say that it still stands; then it is not shown any more."""

CHECK_REMINDED_AFTER = timedelta(days=10)
"""So long after it was asked a check is asked once more."""

STOCK_ASKED_EVERY = timedelta(days=7)
"""So often, at most, an employer is asked about what it lent and what is not back in time."""

ACTION_REMINDED_BEFORE = timedelta(days=7)
"""So long before its day whoever is to do something that was decided is reminded of it."""

COMMITMENT_REMINDED_BEFORE = (timedelta(days=30), timedelta(days=7))
"""So long before its deadline who made a commitment is reminded of it, each time once."""


def begin_of(day: date) -> datetime:
    """Return the moment at which a day begins in Iraq."""
    return datetime.combine(day, time(), BAGHDAD)


def end_of(day: date) -> datetime:
    """Return the last second of a day in Iraq."""
    return begin_of(day + timedelta(days=1)) - timedelta(seconds=1)


def half_over(since: datetime, until: datetime | None, now: datetime) -> bool:
    """Tell whether half of the time from one moment to another is over, and not all of it."""
    return until is not None and since + (until - since) / 2 <= now < until
