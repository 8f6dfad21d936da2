"""Wakes jobs once what asks for them has been committed, so that a code is there in seconds."""

import logging
from weakref import WeakKeyDictionary

from flask import Flask
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from wasl.access.viewer import SCHEDULER
from wasl.config import Settings
from wasl.extensions import db
from wasl.jobs.queue import JobQueue
from wasl.operations.ask_job import ASKED
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

    def wake(self, name: str) -> None:
        """Have a job run soon that the timetable runs anyway, should it not be possible now."""
        try:
            self.ask(name)
        except Exception as error:
            # What asked for it is kept; the page that wrote it must not fail for this.
            log.warning("%s was not woken: %s", name, type(error).__name__)


_JOBS_OF: WeakKeyDictionary[Engine, Jobs] = WeakKeyDictionary()


@event.listens_for(Session, "after_commit")
def _wake(session: Session) -> None:
    if session.in_nested_transaction():
        return
    names = sorted(session.info.pop(ASKED, set()))
    if session.info.pop(QUEUED, False):
        names.append("deliver_messages")
    jobs = _JOBS_OF.get(session.get_bind().engine)
    if jobs is not None:
        for name in names:
            jobs.wake(name)


@event.listens_for(Session, "after_soft_rollback")
def _forget(session: Session, _transaction: object) -> None:
    if not session.in_nested_transaction():
        session.info.pop(QUEUED, None)
        session.info.pop(ASKED, None)


def set_up_jobs(app: Flask) -> None:
    """Let the pages of an application reach the jobs."""
    jobs = Jobs(app.config["SETTINGS"])
    app.extensions["jobs"] = jobs
    with app.app_context():
        _JOBS_OF[db.engine] = jobs
