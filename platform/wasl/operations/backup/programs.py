"""PostgreSQL's own programs, found and run without a password among their words."""

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import URL

from wasl.operations.backup.errors import BackupError

_INSTALLED = Path("/usr/lib/postgresql")  # where Debian keeps one folder for each version


def find_program(name: str) -> str:
    """Return the path of a program of PostgreSQL, the newest. Raises BackupError."""
    for folder in sorted(_INSTALLED.glob("*/bin"), key=_version, reverse=True):
        if (folder / name).exists():
            return str(folder / name)
    found = shutil.which(name)
    if found is None:
        raise BackupError(f"{name} is not installed: install the client programs of PostgreSQL")
    return found


def _version(folder: Path) -> tuple[int, str]:
    name = folder.parent.name
    return (int(name) if name.isdecimal() else 0, name)


def address_of(url: URL) -> str:
    """Return the address of a database as libpq reads it, without the password."""
    plain = url.set(drivername="postgresql")._replace(password=None)  # `set` cannot take it out
    return plain.render_as_string(hide_password=False)


def run_program(name: str, words: Sequence[str], url: URL) -> None:
    """Run a program against a database and wait for it. Raises BackupError with what it said."""
    environment = dict(os.environ)
    if url.password:
        environment["PGPASSWORD"] = str(url.password)  # words can be read by everybody
    done = subprocess.run(  # noqa: S603  no shell; the words are ours and the operator's
        [find_program(name), "--no-password", f"--dbname={address_of(url)}", *words],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        lines = done.stderr.strip().splitlines()
        raise BackupError(f"{name} failed: {lines[-1] if lines else done.returncode}")
