"""Run a job: never two at once, with a line that says when and what came of it."""

import logging
import traceback
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from models.access_enums import JobState
from models.base import utc_now
from models.job import JobRun
from wasl.access.viewer import SCHEDULER
from wasl.config import Settings
from wasl.database import write_session
from wasl.jobs.schedule import SCHEDULE, ScheduledJob
from wasl.jobs.turn import turn

RETRY_AFTER = timedelta(minutes=15)
INTERRUPTED = "Interrupted"

log = logging.getLogger("wasl.jobs")


class Outcome(StrEnum):
    """What came of asking a job to run."""

    DONE = "done"
    FAILED = "failed"
    AT_WORK = "at_work"


def run_job(
    engine: Engine,
    settings: Settings,
    job: ScheduledJob,
    *,
    asked_by: str = SCHEDULER.name,
    slot: datetime | None = None,
) -> Outcome:
    """Run a job now unless it is at work. slot: the moment of the timetable it stands for."""
    with turn(engine, settings, job.name) as taken:
        if not taken:
            return Outcome.AT_WORK
        if slot is not None and not is_due(engine, job, slot):
            return Outcome.DONE  # by another process, a moment ago
        run_id = _begin(engine, job, asked_by, slot)
        try:
            result = job.work(engine, settings)
        except Exception as error:
            # Neither the row nor the log holds what the error says: it may be about somebody.
            where = "".join(traceback.format_tb(error.__traceback__))
            log.error("job %s failed: %s\n%s", job.name, type(error).__name__, where)
            _end(engine, run_id, JobState.FAILED, {}, type(error).__name__)
            return Outcome.FAILED
        _end(engine, run_id, JobState.DONE, result, None)
        return Outcome.DONE


def run_due(engine: Engine, settings: Settings, now: datetime | None = None) -> list[str]:
    """Run what is due, one job after the other, and return the names of what ran."""
    moment = now or utc_now()
    ran = []
    for job in SCHEDULE.values():
        slot = job.due.last_slot(moment)
        if is_due(engine, job, slot):
            run_job(engine, settings, job, slot=slot)
            ran.append(job.name)
    return ran


def is_due(engine: Engine, job: ScheduledJob, slot: datetime) -> bool:
    """Tell whether nobody has done a slot of a job; one that failed comes again a while later."""
    with Session(engine) as session:
        run = _run_of(session, job.name, slot)
    if run is None:
        return True
    if run.state is JobState.DONE:
        return False
    if run.state is JobState.FAILED and run.error != INTERRUPTED:
        return run.started_at < utc_now() - RETRY_AFTER
    return True  # interrupted; or at work, which the turn knows better


def _run_of(session: Session, name: str, slot: datetime) -> JobRun | None:
    return session.scalar(select(JobRun).where(JobRun.name == name, JobRun.slot == slot))


def _begin(engine: Engine, job: ScheduledJob, asked_by: str, slot: datetime | None) -> int:
    with write_session(engine) as session:
        # This run has the turn, so whatever still says that it runs was killed.
        killed = select(JobRun).where(JobRun.name == job.name, JobRun.state == JobState.RUNNING)
        for old in session.scalars(killed):
            old.state, old.error, old.ended_at = JobState.FAILED, INTERRUPTED, utc_now()
        run = _run_of(session, job.name, slot) if slot else None
        if run is None:
            run = JobRun(name=job.name, slot=slot)
            session.add(run)
        run.asked_by, run.started_at = asked_by, utc_now()
        run.state, run.ended_at, run.error, run.result = JobState.RUNNING, None, None, {}
        session.flush()
        return run.id


def _end(
    engine: Engine, run_id: int, state: JobState, result: Mapping[str, int], error: str | None
) -> None:
    with write_session(engine) as session:
        run = session.get_one(JobRun, run_id)
        run.state, run.result, run.error, run.ended_at = state, dict(result), error, utc_now()
