"""`wasl commitments`: what was promised, and what became of it."""

from datetime import datetime
from pathlib import Path

import click

from wasl.cli.common import fail, open_database
from wasl.clock import today_in_baghdad

_DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.group("commitments")
def commitments_group() -> None:
    """What was promised at roundtables, and what became of it."""


@commitments_group.command("export")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True)
@click.option("--as-of", type=_DAY, help="A day that stands in for today.")
def export_command(out: Path, as_of: datetime | None) -> None:
    """Write all commitments as CSV: pledged, offered, filled, retained, counted from records."""
    from sqlalchemy.orm import Session

    from wasl.operations.export_commitments import export_commitments

    with Session(open_database()) as session:
        try:
            day = as_of.date() if as_of else today_in_baghdad()
            count = export_commitments(session, out, day)
        except OSError as error:
            fail(f"{out} cannot be written: {error.strerror}")
    click.echo(f"{count:,} commitments written to {out}")
