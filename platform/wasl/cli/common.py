"""What the commands share: the database, and the way progress and failure are told."""

import sys
from collections.abc import Callable
from typing import NoReturn

import click
from sqlalchemy import Engine

from wasl.config import load_settings
from wasl.database import ensure_database, make_engine


def open_database() -> Engine:
    """Open the configured database until the command ends, creating it on first use."""
    engine = make_engine(load_settings())
    click.get_current_context().call_on_close(engine.dispose)
    ensure_database(engine)
    return engine


def fail(message: str) -> NoReturn:
    """Say that nothing could be done, and exit with 2."""
    click.echo(f"wasl: {message}", err=True)
    sys.exit(2)


def progress_printer(label: str) -> Callable[[int], None]:
    """Return a function that is told how many rows are done and says so on standard error."""

    def report(done: int) -> None:
        end = "\r" if sys.stderr.isatty() else "\n"
        sys.stderr.write(f"{label}: {done:,}{end}")
        sys.stderr.flush()

    return report
