"""`wasl keys`: the keys that seal identity."""

import sys

import click

from wasl.cli.common import fail, open_database, progress_printer
from wasl.config import load_settings


@click.group("keys")
def keys_group() -> None:
    """Show, change and drop the keys that seal identity."""


@keys_group.command("show")
def show_command() -> None:
    """List the keys by their ids: which one seals, and how much each of them still opens."""
    from sqlalchemy.orm import Session

    from models.sealed import keys_of
    from wasl.operations.key_use import count_key_use

    engine = open_database()
    with Session(engine) as session:
        ring = keys_of(engine.dialect)
        use = count_key_use(session, ring)
    for key in (*ring.keys, *(key for key in ring.audit if key not in ring.keys)):
        state = (
            "current" if key == ring.current else "old" if key in ring.keys else "audit log only"
        )
        click.echo(f"{key}\t{state}\t{use.sealed[key]} values\t{use.audit[key]} in the audit log")
    if use.unknown:
        fail(f"{use.unknown} values were sealed with keys that are not in the file of keys")


@keys_group.command("rotate")
@click.option("--finish", is_flag=True, help="Add no key; seal what is left with the current one.")
def rotate_command(*, finish: bool) -> None:
    """Add a key, and seal everything with it. People can go on working meanwhile.

    Old keys stay in the file until `wasl keys drop-old`. A run that was cut off is ended by the
    next one. Copy the file of keys to wherever you keep it right afterwards.
    """
    from wasl.access.viewer import COMMAND_LINE
    from wasl.operations.rotate_keys import rotate_keys

    progress = progress_printer("sealed or indexed anew")
    settings = load_settings()
    done = rotate_keys(open_database(), COMMAND_LINE, settings, finish=finish, progress=progress)
    what = "added" if done.added else "current"
    click.echo(
        f"{what} key {done.key}: {done.values} values sealed, {done.indexes} people and accounts "
        f"indexed anew"
    )
    if done.unreadable:
        click.echo(f"{done.unreadable} values open with no key and were left", err=True)
        sys.exit(1)


@keys_group.command("drop-old")
def drop_old_command() -> None:
    """Forget all keys but the current one, so that old backups cannot be opened any more.

    Of a key that the audit log was written with, what proves and opens the log is kept.
    """
    from wasl.access.viewer import COMMAND_LINE
    from wasl.operations.drop_old_keys import KeyNeededError, drop_old_keys

    try:
        dropped = drop_old_keys(open_database(), COMMAND_LINE, load_settings())
    except KeyNeededError as error:
        fail(f"{error}; run wasl keys rotate --finish")
    click.echo(f"dropped {', '.join(dropped)}" if dropped else "there is only the current key")
