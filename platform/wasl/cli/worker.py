"""`wasl worker`: the jobs, in a process of their own."""

import click


@click.command("worker")
def worker_command() -> None:
    """Run the jobs until told to stop; for where WASL_JOBS=apart.

    Several may run at once: each job is still run by one of them only.
    """
    import logging

    from wasl.cli.common import open_database
    from wasl.config import load_settings
    from wasl.jobs.queue import JobQueue

    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s %(message)s")
    open_database().dispose()
    click.echo("Wasl's jobs are running - stop with Ctrl+C")
    JobQueue(load_settings()).consumer(signals=True).run()
