"""Wakes delivery once a message has been committed, so that a code is there in seconds."""

import logging
from weakref import WeakKeyDictionary

from flask import Flask
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from wasl.access.viewer import SCHEDULER
from wasl.config import Settings
from wasl.extensions import db
from wasl.jobs.queue import JobQueue
from wasl.operations.queue_message import QUEUED

log = logging.getLogger("wasl.jobs")


class Jobs:
    """The way from a page to the jobs; the queue is open only while something is put into it."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def ask(self, name: str, asked_by: str = SCHEDULER.name) -> None:
        """Have a job run soon. Raises KeyError for one that is not in the schedule."""
        with JobQueue(self._settings) as queue:
            queue.ask(name, asked_by)

    def wake_delivery(self) -> None:
        """Have what waits delivered now; where that cannot be, the next minute does it."""
        try:
            self.ask("deliver_messages")
        except Exception as error:
            # The message is kept and will leave; the page that wrote it must not fail for this.
            log.warning("delivery was not woken: %s", type(error).__name__)


_JOBS_OF: WeakKeyDictionary[Engine, Jobs] = WeakKeyDictionary()


@event.listens_for(Session, "after_commit")
def _wake(session: Session) -> None:
    if session.in_nested_transaction() or not session.info.pop(QUEUED, False):
        return
    jobs = _JOBS_OF.get(session.get_bind().engine)
    if jobs is not None:
        jobs.wake_delivery()


@event.listens_for(Session, "after_soft_rollback")
def _forget(session: Session, _transaction: object) -> None:
    if not session.in_nested_transaction():
        session.info.pop(QUEUED, None)


def set_up_jobs(app: Flask) -> None:
    """Let the pages of an application reach the jobs."""
    jobs = Jobs(app.config["SETTINGS"])
    app.extensions["jobs"] = jobs
    with app.app_context():
        _JOBS_OF[db.engine] = jobs
