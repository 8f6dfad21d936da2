"""`wasl db`: the schema and the reference data."""

import click

from wasl.cli.common import open_database


@click.group("db")
def database_group() -> None:
    """Create or upgrade the database."""


@database_group.command("upgrade")
def upgrade_command() -> None:
    """Bring the schema and the reference data up to date."""
    from models.migrations import current_revision

    engine = open_database()
    click.echo(f"database is at {current_revision(engine)}")
