"""The command line: `wasl`. Commands live one group a file and are imported when called."""

import sys
from importlib import import_module
from typing import NoReturn

import click

from wasl import __version__
from wasl.config import ConfigError

COMMANDS = {
    "import": ("wasl.cli.import_files", "import_group"),
    "match": ("wasl.cli.match", "match_group"),
    "commitments": ("wasl.cli.commitments", "commitments_group"),
    "code": ("wasl.cli.code", "code_command"),
    "taxonomy": ("wasl.cli.taxonomy", "taxonomy_group"),
    "db": ("wasl.cli.database", "database_group"),
    "account": ("wasl.cli.account", "account_group"),
    "audit": ("wasl.cli.audit", "audit_group"),
    "keys": ("wasl.cli.keys", "keys_group"),
    "retention": ("wasl.cli.retention", "retention_group"),
    "settings": ("wasl.cli.settings", "settings_command"),
    "jobs": ("wasl.cli.jobs", "jobs_group"),
    "worker": ("wasl.cli.worker", "worker_command"),
    "serve": ("wasl.cli.serve", "serve_command"),
    "demo": ("wasl.cli.demo", "demo_command"),
}


class LazyGroup(click.Group):
    """A group that imports a command's module only when the command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name all commands."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the module of one command."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module, attribute = COMMANDS[cmd_name]
        command: click.Command = getattr(import_module(module), attribute)
        return command


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def wasl() -> None:
    """Link people who return to Iraq to what the private sector can offer, and say why.

    The database is created on first use; WASL_DATABASE_URL names it (default: an SQLite file
    in ./wasl-data). `wasl settings` lists everything that can be set.
    """


def main() -> None:
    """Run the command line; exit 0 when all went well, 1 in part, 2 when nothing could be done."""
    try:
        wasl()
    except ConfigError as error:
        _give_up(str(error))
    except OSError as error:
        _give_up(f"{error.filename or 'a file'}: {error.strerror or error}")
    except Exception as error:
        cause = getattr(error, "orig", None) or error
        if _is_of_the_keys(cause):
            _give_up(str(cause))
        if not _is_of_the_database(error):
            raise
        # Without the statement and its values, which may be those of a person.
        told = str(cause).strip().splitlines()
        _give_up(f"the database cannot be used: {told[0] if told else type(error).__name__}")


def _is_of_the_database(error: Exception) -> bool:
    """Tell whether the database or its driver raised this; loaded only once something failed."""
    from sqlalchemy.exc import ArgumentError, OperationalError

    return isinstance(error, ArgumentError | OperationalError)


def _is_of_the_keys(error: BaseException) -> bool:
    """Tell whether a value could not be sealed or opened; also from within a statement."""
    from models.key_ring import KeyMissingError, SealBrokenError

    return isinstance(error, ConfigError | KeyMissingError | SealBrokenError)


def _give_up(reason: str) -> NoReturn:
    click.echo(f"wasl: {reason}", err=True)
    sys.exit(2)
