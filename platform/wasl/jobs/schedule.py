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
        name="expire_postings",
        purpose=N_("End postings whose last day is over, and announce it a week before"),
        work=work.expire_postings,
        due=Every(60),
    ),
    ScheduledJob(
        name="move_lines",
        purpose=N_("Introduce people who said yes, where an employer has room again"),
        work=work.move_lines,
        due=Every(5),
    ),
    ScheduledJob(
        name="compute_matches",
        purpose=N_("Find out who fits what; also soon after a posting is published"),
        work=work.compute_matches,
        due=Nightly(1),
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
    ScheduledJob(
        name="measure_barriers",
        purpose=N_("Count how many people met what stands between them and work"),
        work=work.measure_barriers,
        due=Nightly(4, 30),
    ),
    # What these send to people comes at an hour at which a telephone may ring.
    ScheduledJob(
        name="expire_offers",
        purpose=N_("Remind people of offers, and free the places of those that ran out"),
        work=work.expire_offers,
        due=Nightly(9),
    ),
    ScheduledJob(
        name="expire_referrals",
        purpose=N_("Remind people and employers, and end what nobody answered"),
        work=work.expire_referrals,
        due=Nightly(9, 10),
    ),
    ScheduledJob(
        name="due_checks",
        purpose=N_("Ask after 30, 90 and 180 days whether people are still there"),
        work=work.due_checks,
        due=Nightly(9, 20),
    ),
    ScheduledJob(
        name="ask_after_postings",
        purpose=N_("Ask after postings that nobody attends to, and hide those left unanswered"),
        work=work.ask_after_postings,
        due=Nightly(9, 30),
    ),
    ScheduledJob(
        name="remind_of_actions",
        purpose=N_("Remind members of what was decided and falls due"),
        work=work.remind_of_actions,
        due=Nightly(9, 40),
    ),
    ScheduledJob(
        name="remind_of_commitments",
        purpose=N_(
            "Remind of commitments before their deadline, and ask after them once it is over"
        ),
        work=work.remind_of_commitments,
        due=Nightly(9, 50),
    ),
    ScheduledJob(
        name="remind_of_stock",
        purpose=N_("Ask once a week about what was lent and is not back in time"),
        work=work.remind_of_stock,
        due=Nightly(10),
    ),
    ScheduledJob(
        name="ask_after_profiles",
        purpose=N_("Ask employers once a year whether what they could give still holds"),
        work=work.ask_after_profiles,
        due=Nightly(10, 10),
    ),
)

SCHEDULE: Mapping[str, ScheduledJob] = MappingProxyType({job.name: job for job in _TABLE})
