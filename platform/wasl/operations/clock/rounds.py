"""A round of the clock: what is due is found without a lock, and done one by one.

Each record has a transaction of its own in which it is locked and looked at again, so that a round
can be killed anywhere, can run beside somebody who is quicker, and does nothing a second time.
"""

import logging
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import Engine, Select
from sqlalchemy.orm import Session

from models.base import utc_now
from wasl.access.viewer import SCHEDULER, Viewer
from wasl.clock import BAGHDAD
from wasl.database import write_session

log = logging.getLogger("wasl.clock")


class RoundIncompleteError(Exception):
    """Some records of a round could not be done; the others were. It comes again."""

    def __init__(self, failed: int) -> None:
        super().__init__(f"{failed} could not be done")
        self.failed = failed


@dataclass
class Round:
    """One round: the moment it goes by, who acts, what it has done so far, by name."""

    engine: Engine
    now: datetime = field(default_factory=utc_now)
    by: Viewer = SCHEDULER
    counts: dict[str, int] = field(default_factory=dict)
    failed: int = 0

    @property
    def today(self) -> date:
        """The day that it is in Iraq."""
        return self.now.astimezone(BAGHDAD).date()

    def each(
        self, name: str, ids: Select[int], work: Callable[[Session, "Round", int], bool]
    ) -> None:
        """Do something to each record that is due, and count under a name where it was done.

        ids: the records, in the order of their ids. work: looks again, since somebody may have
        been quicker, and tells whether it did anything. One that fails does not stop the others.
        """
        with Session(self.engine) as session:
            due = list(session.scalars(ids))
        done = 0
        for key in due:
            try:
                with write_session(self.engine) as session:
                    done += work(session, self, key)
            except Exception as error:
                # Not what the error says: it may be about somebody.
                where = "".join(traceback.format_tb(error.__traceback__))
                log.error("%s: %s\n%s", name, type(error).__name__, where)
                self.failed += 1
        self.counts[name] = self.counts.get(name, 0) + done

    def finish(self) -> dict[str, int]:
        """Return what was done. Raises RoundIncompleteError when something failed."""
        if self.failed:
            raise RoundIncompleteError(self.failed)
        return self.counts


def run_round(
    engine: Engine, work: Callable[[Round], None], now: datetime | None = None
) -> dict[str, int]:
    """Do a round as of a moment and return what was done. Raises RoundIncompleteError."""
    round_ = Round(engine, now or utc_now())
    work(round_)
    return round_.finish()
