"""`wasl db`: the schema, the reference data, backups."""

from pathlib import Path

import click

from wasl.cli.common import fail, open_database


@click.group("db")
def database_group() -> None:
    """Create or upgrade the database, back it up, bring a backup back."""


@database_group.command("upgrade")
def upgrade_command() -> None:
    """Bring the schema and the reference data up to date."""
    from models.migrations import current_revision

    engine = open_database()
    click.echo(f"database is at {current_revision(engine)}")


@database_group.command("backup")
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
def backup_command(out: Path) -> None:
    """Write a backup to OUT while people go on working.

    The file of keys is not in it: keep a copy of that somewhere else, or names stay sealed.
    """
    from wasl.config import load_settings
    from wasl.operations.backup.errors import BackupError
    from wasl.operations.backup.make import back_up

    settings = load_settings()
    try:
        made = back_up(settings, out)
    except BackupError as error:
        fail(str(error))
    click.echo(f"{made.path}: {made.size:,} bytes")
    click.echo(f"Without the file of keys ({settings.keys_path}): keep that one elsewhere.")


@database_group.command("restore")
@click.argument("backup", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option(
    "--broken-log",
    is_flag=True,
    help="Go on although the audit log in the backup is not whole.",
)
def restore_command(backup: Path, *, yes: bool, broken_log: bool) -> None:
    """Replace the database by BACKUP; the present one is kept beside it.

    Nobody stays signed in, identities that were released are hidden again, and whoever was erased
    since is erased anew.
    """
    from wasl.access.viewer import COMMAND_LINE
    from wasl.config import load_settings
    from wasl.operations.backup.bring_back import bring_back
    from wasl.operations.backup.errors import BackupError

    if not yes:
        click.confirm(f"Replace the present database by {backup}?", abort=True)
    try:
        restored = bring_back(load_settings(), COMMAND_LINE, backup, broken_log=broken_log)
    except BackupError as error:
        fail(str(error))
    done = restored.settled
    click.echo(f"restored; audit log: {done.events:,} events")
    click.echo(f"erased anew: {done.erased}")
    click.echo(f"signed out: {done.sessions}, releases ended: {done.releases}")
    if restored.kept:
        click.echo(f"the database from before is kept as {restored.kept}; remove it soon")
