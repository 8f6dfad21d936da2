"""`wasl jobs`: what the platform does by itself, and running it by hand."""

import sys

import click

from wasl.cli.common import fail, open_database


@click.group("jobs")
def jobs_group() -> None:
    """What the platform does by itself: deliver messages, retention, checks."""


@jobs_group.command("list")
def list_command() -> None:
    """Print each job with its last run and what came of it."""
    from sqlalchemy.orm import Session

    from wasl.jobs.overview import overview

    with Session(open_database()) as session:
        for line in overview(session):
            run = line.last
            told = "never run"
            if run is not None:
                counts = ", ".join(f"{name} {count}" for name, count in run.result.items())
                told = f"{run.state.value} {run.started_at:%Y-%m-%d %H:%M} UTC"
                told += f"\t{counts or run.error or ''}"
            click.echo(f"{line.job.name}\t{told}")


@jobs_group.command("run")
@click.argument("name")
def run_command(name: str) -> None:
    """Run a job now and wait for it; NAME is one that `wasl jobs list` prints."""
    from wasl.access.viewer import COMMAND_LINE
    from wasl.config import load_settings
    from wasl.jobs.run_job import Outcome, run_job
    from wasl.jobs.schedule import SCHEDULE

    job = SCHEDULE.get(name)
    if job is None:
        fail(f"there is no job {name!r}; there are {', '.join(SCHEDULE)}")
    outcome = run_job(open_database(), load_settings(), job, asked_by=COMMAND_LINE.name)
    if outcome is Outcome.AT_WORK:
        fail(f"{name} is at work already")
    click.echo(f"{name}: {outcome.value}")
    sys.exit(0 if outcome is Outcome.DONE else 2)
