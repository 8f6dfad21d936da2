"""Anchors: the end of the audit log noted outside the database, so that a cut tail is found.

A file of anchors has a line of JSON for each; lines are added and never rewritten.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from wasl.config import Settings


class AnchorError(Exception):
    """A file of anchors cannot be read; the message says where."""


@dataclass(frozen=True, kw_only=True)
class Anchor:
    """Where the log ended at a moment. id: 0 for a log without events."""

    id: int
    digest: str
    at: datetime

    def line(self) -> str:
        """Return the line that stands for it in a file."""
        at = self.at.isoformat(timespec="seconds")
        return json.dumps({"event": self.id, "digest": self.digest, "at": at})


def anchor_path(settings: Settings) -> Path:
    """Return where the nightly job adds an anchor; copy it off the machine."""
    return settings.data_dir / "audit-anchors.jsonl"


def read_anchors(path: Path) -> list[Anchor]:
    """Return all anchors of a file. Raises AnchorError, and OSError where there is none."""
    return list(_parsed(path, path.read_text("utf-8")))


def _parsed(path: Path, content: str) -> Iterator[Anchor]:
    for number, line in enumerate(content.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            held = json.loads(line)
            at = datetime.fromisoformat(held["at"])
            yield Anchor(id=int(held["event"]), digest=str(held["digest"]), at=at)
        except (ValueError, KeyError, TypeError):
            raise AnchorError(f"{path}, line {number}: this is no anchor") from None


def add_anchor(path: Path, anchor: Anchor) -> None:
    """Add an anchor to a file, made where it is missing."""
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "a", encoding="utf-8") as file:
        file.write(anchor.line() + "\n")
        file.flush()
        os.fsync(file.fileno())
