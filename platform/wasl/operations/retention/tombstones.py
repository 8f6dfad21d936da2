"""Who was erased, kept outside the database: a backup from before must not bring them back.

A line holds the day, the person's opaque id and digests of their case numbers; nobody can be
named from it. The file lies beside the database and is not part of its backups.
"""

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from wasl.config import Settings, make_private_folder


@dataclass(frozen=True)
class Tombstone:
    """A person who was erased on a day, and the digests of their keys in registers."""

    day: date
    person: str
    cases: tuple[str, ...]


def case_digest(key: str) -> str:
    """Return the digest of a case as files name it, `register:case_no`."""
    return hashlib.sha256(f"wasl/erased/{key}".encode()).hexdigest()


def tombstone_path(settings: Settings) -> Path:
    """Return the file of tombstones."""
    return settings.data_dir / "erased.log"


def add_tombstones(settings: Settings, stones: Sequence[Tombstone]) -> None:
    """Write down who is about to be erased; on the disk before it returns."""
    make_private_folder(settings.data_dir)
    descriptor = os.open(tombstone_path(settings), os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "a", encoding="ascii") as file:
        for stone in stones:
            file.write(" ".join((stone.day.isoformat(), stone.person, *stone.cases)) + "\n")
        file.flush()
        os.fsync(file.fileno())


def read_tombstones(settings: Settings) -> Iterator[Tombstone]:
    """Yield everybody who was erased; a line that a power cut left half is passed over."""
    path = tombstone_path(settings)
    if not path.exists():
        return
    with path.open(encoding="ascii") as file:
        for line in file:
            if not line.endswith("\n"):
                continue
            day, person, *cases = line.split()
            yield Tombstone(date.fromisoformat(day), person, tuple(cases))
