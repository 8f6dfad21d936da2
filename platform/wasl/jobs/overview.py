"""Every job with its last runs, for the page and the command line."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.access_enums import JobState
from models.job import JobRun
from wasl.jobs.schedule import SCHEDULE, ScheduledJob


@dataclass(frozen=True, kw_only=True)
class JobLine:
    """A job, its last run, and the last one that did something or failed."""

    job: ScheduledJob
    last: JobRun | None
    last_news: JobRun | None


def overview(session: Session) -> Sequence[JobLine]:
    """Return the jobs in the order of the schedule."""
    return [_line(session, job) for job in SCHEDULE.values()]


def _line(session: Session, job: ScheduledJob) -> JobLine:
    runs = select(JobRun).where(JobRun.name == job.name).order_by(JobRun.started_at.desc())
    recent = session.scalars(runs.limit(100)).all()
    news = next((run for run in recent if _is_news(run)), None)
    return JobLine(job=job, last=recent[0] if recent else None, last_news=news)


def _is_news(run: JobRun) -> bool:
    return run.state is not JobState.DONE or any(run.result.values())
