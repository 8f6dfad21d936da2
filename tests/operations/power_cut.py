"""The power goes at a chosen statement: what was not committed has not happened."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, event


class PowerCutError(BaseException):
    """No error that anything catches: the process is gone."""


@dataclass
class Fuse:
    """How many statements still run."""

    left: int


@contextmanager
def power_cut_after(engine: Engine, statements: int) -> Iterator[Fuse]:
    """Let so many statements run on an engine, and none after them."""
    fuse = Fuse(statements)

    def count(*_given: Any) -> None:
        fuse.left -= 1
        if fuse.left < 0:
            raise PowerCutError

    event.listen(engine, "before_cursor_execute", count)
    try:
        yield fuse
    finally:
        event.remove(engine, "before_cursor_execute", count)
