"""What the platform does by itself, and when: the one table of jobs.

A job takes the engine and the settings, begins and commits its own transactions, can be killed at
any moment and run again, and returns counts by name. Add a line below; nothing else is needed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from sqlalchemy import Engine

from wasl.config import Settings
from wasl.jobs import work
from wasl.jobs.timetable import Every, Nightly, Timetable


def N_(text: str) -> str:  # noqa: N802 - the name that collecting looks for
    """Mark a text that the page of jobs translates."""
    return text


Work = Callable[[Engine, Settings], Mapping[str, int]]


@dataclass(frozen=True, kw_only=True)
class ScheduledJob:
    """A job: its name for `wasl jobs run`, what a page says it does, the work and when."""

    name: str
    purpose: str
    work: Work
    due: Timetable


_TABLE = (
    ScheduledJob(
        name="deliver_messages",
        purpose=N_("Send the messages that wait"),
        work=work.deliver,
        due=Every(1),
    ),
    ScheduledJob(
        name="retention",
        purpose=N_("Erase, anonymise and throw away what is due"),
        work=work.carry_out_retention,
        due=Nightly(2),
    ),
    ScheduledJob(
        name="verify_audit",
        purpose=N_("Check that the audit log is whole"),
        work=work.check_audit,
        due=Nightly(3),
    ),
    ScheduledJob(
        name="sweep",
        purpose=N_("Throw away old uploads and old lines of this page"),
        work=work.sweep,
        due=Nightly(4),
    ),
)

SCHEDULE: Mapping[str, ScheduledJob] = MappingProxyType({job.name: job for job in _TABLE})
