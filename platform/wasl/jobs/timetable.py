"""When a job is due. What was missed while the machine was off is done when it is on again."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Protocol

from wasl.clock import BAGHDAD


class Timetable(Protocol):
    """The moments at which a job is due."""

    def last_slot(self, now: datetime) -> datetime:
        """Return the last moment it was due, up to and with now."""

    @property
    def often(self) -> bool:
        """Whether it is due many times an hour, so that a run that did nothing is not news."""


@dataclass(frozen=True)
class Every:
    """Every so many minutes."""

    minutes: int

    def last_slot(self, now: datetime) -> datetime:
        """Return the begin of the present stretch of minutes."""
        seconds = self.minutes * 60
        return datetime.fromtimestamp(now.timestamp() // seconds * seconds, now.tzinfo)

    @property
    def often(self) -> bool:
        """Whether it is due many times an hour."""
        return self.minutes < 30


@dataclass(frozen=True)
class Nightly:
    """Once a night, at a time of day in Iraq."""

    hour: int
    minute: int = 0

    def last_slot(self, now: datetime) -> datetime:
        """Return the last night's moment."""
        local = now.astimezone(BAGHDAD)
        slot = datetime.combine(local.date(), time(self.hour, self.minute), BAGHDAD)
        if slot > local:
            slot = datetime.combine(
                local.date() - timedelta(days=1), time(self.hour, self.minute), BAGHDAD
            )
        return slot.astimezone(now.tzinfo)

    @property
    def often(self) -> bool:
        """Whether it is due many times an hour: no."""
        return False
