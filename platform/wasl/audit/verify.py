"""Walk the chain of the audit log and find the first event that is not as it was written."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Engine, RowMapping, text

from models.audit import AuditEvent
from models.sealed import KeyMissingError, KeyRing, SealBrokenError, keys_of
from wasl.audit.anchors import Anchor
from wasl.audit.chain import link_digest

BATCH = 5000
COLUMNS = tuple(column.name for column in AuditEvent.__table__.columns)


class Fault(StrEnum):
    """What can be wrong with the chain."""

    CHANGED = "changed"
    MISSING = "missing"
    CUT_OFF = "cut_off"
    BEYOND_END = "beyond_end"
    END_CHANGED = "end_changed"
    NO_END = "no_end"
    KEY_MISSING = "key_missing"
    BEFORE_ANCHOR = "before_anchor"
    NOT_AS_ANCHORED = "not_as_anchored"


MEANING: Mapping[Fault, str] = {
    Fault.CHANGED: "it was changed, moved, or put in by somebody without the key",
    Fault.MISSING: "it was removed",
    Fault.CUT_OFF: "it and what came after was cut off: the log said it had more events",
    Fault.BEYOND_END: "it was put in past the end of the log",
    Fault.END_CHANGED: "the end of the log was changed: it does not tell this event's digest",
    Fault.NO_END: "the row that holds the end of the log is gone, and nothing can be recorded",
    Fault.KEY_MISSING: "it was written with a key that is not in the file of keys",
    Fault.BEFORE_ANCHOR: "it was in the log when the anchor was made, and is not any more: the end "
    "was cut off, or an older copy of the database was brought back",
    Fault.NOT_AS_ANCHORED: "it is another event than when the anchor was made",
}


@dataclass(frozen=True, kw_only=True)
class Verification:
    """What came of it. checked: so many events from the first on are as they were written."""

    checked: int
    digest: str
    fault: Fault | None = None
    event_id: int | None = None

    @property
    def whole(self) -> bool:
        """Whether nothing is wrong."""
        return self.fault is None

    def sentence(self) -> str:
        """Say in English what was found."""
        if self.fault is None:
            return f"The audit log is whole: {self.checked:,} events."
        return (
            f"The audit log is broken at event {self.event_id}: {MEANING[self.fault]}. "
            f"{self.checked:,} events before are as they were written."
        )


class _BrokenError(Exception):
    def __init__(self, fault: Fault, event_id: int) -> None:
        self.fault = fault
        self.event_id = event_id


class _Walk:
    """Where the walk stands: so many events were right, the last of them with this digest."""

    def __init__(self, ring: KeyRing, anchors: Sequence[Anchor]) -> None:
        self._ring = ring
        self._anchors: dict[int, set[str]] = {}
        for anchor in anchors:
            if anchor.id:  # the log was empty otherwise
                self._anchors.setdefault(anchor.id, set()).add(anchor.digest)
        self.checked = 0
        self.digest = ""

    def step(self, row: RowMapping) -> None:
        """Check one more event. Raises _BrokenError."""
        number = self.checked + 1
        if row["id"] != number:
            raise _BrokenError(Fault.MISSING if row["id"] > number else Fault.CHANGED, number)
        if self._digest_of(row) != row["digest"]:
            raise _BrokenError(Fault.CHANGED, number)
        if self._anchors.pop(number, set()) - {row["digest"]}:
            raise _BrokenError(Fault.NOT_AS_ANCHORED, number)
        self.checked, self.digest = number, row["digest"]

    def _digest_of(self, row: RowMapping) -> str | None:
        try:
            return link_digest(self._ring, self.digest, _understood(row, self._ring))
        except KeyMissingError:
            raise _BrokenError(Fault.KEY_MISSING, row["id"]) from None
        except (ValueError, TypeError, AttributeError, SealBrokenError):
            return None  # no longer what can be read

    def finish(self, end: tuple[int, str] | None) -> None:
        """Compare with where the log says it ends, and with what was anchored."""
        if end is None:
            raise _BrokenError(Fault.NO_END, self.checked)
        if end[0] != self.checked:
            beyond = end[0] < self.checked
            fault, number = (Fault.BEYOND_END, end[0]) if beyond else (Fault.CUT_OFF, self.checked)
            raise _BrokenError(fault, number + 1)
        if end[1] != self.digest:
            raise _BrokenError(Fault.END_CHANGED, self.checked)
        if self._anchors:
            raise _BrokenError(Fault.BEFORE_ANCHOR, self.checked + 1)


def verify_chain(
    engine: Engine,
    anchors: Sequence[Anchor] = (),
    progress: Callable[[int], None] = lambda _done: None,
) -> Verification:
    """Walk the whole log and say what is wrong with it first, if anything.

    anchors: ends of the log that were noted outside the database. Memory is that of one batch.
    What is added meanwhile is not looked at. Nothing is locked.
    """
    walk = _Walk(keys_of(engine.dialect), anchors)
    with _snapshot(engine) as connection:
        try:
            for rows in _batches(connection):
                for row in rows:
                    walk.step(row)
                progress(walk.checked)
            walk.finish(read_end(connection))
        except _BrokenError as broken:
            return Verification(
                checked=walk.checked,
                digest=walk.digest,
                fault=broken.fault,
                event_id=broken.event_id,
            )
    return Verification(checked=walk.checked, digest=walk.digest)


def _snapshot(engine: Engine) -> Connection:
    """Return a connection that sees one moment; a transaction of SQLite does so by itself."""
    connection = engine.connect()
    if engine.dialect.name == "sqlite":
        return connection
    return connection.execution_options(isolation_level="REPEATABLE READ")


def read_end(connection: Connection) -> tuple[int, str] | None:
    """Return id and digest of the last event as the log itself has them."""
    row = connection.execute(text("SELECT last_id, digest FROM audit_head WHERE id = 1")).first()
    return (row.last_id, row.digest) if row else None


def _batches(connection: Connection) -> Iterator[Sequence[RowMapping]]:
    """Yield all rows as the driver gives them: who tampers may leave what no type can read."""
    statement = text(
        f"SELECT {', '.join(COLUMNS)} FROM audit_event "  # noqa: S608  names of our columns
        "WHERE id > :after ORDER BY id LIMIT :size"
    )
    after = -(2**63)  # events begin with 1, but somebody may have put one in before it
    while True:
        rows = connection.execute(statement, {"after": after, "size": BATCH}).mappings().all()
        if not rows:
            return
        yield rows
        after = rows[-1]["id"]


def _understood(row: RowMapping, ring: KeyRing) -> dict[str, Any]:
    """Return the columns of a row as they were when it was recorded. Raises various errors."""
    at, details, reason = row["at"], row["details"], row["reason"]
    moment = at if isinstance(at, datetime) else datetime.fromisoformat(at)
    return {
        **row,
        "at": moment if moment.tzinfo else moment.replace(tzinfo=UTC),
        "details": json.loads(details) if isinstance(details, str) else details,
        "reason": ring.unseal(reason, "audit_event.reason") if reason is not None else None,
    }
