"""Walk the chain of the audit log and find the first event that is not as it was written."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Engine, RowMapping, text

from models.audit import AuditEvent
from models.sealed import KeyMissingError, KeyRing, keys_of
from wasl.audit.anchors import Anchor
from wasl.audit.chain import link_digest
from wasl.audit.faults import MEANING, BrokenError, Fault
from wasl.audit.reasons import check_reasons

BATCH = 5000
COLUMNS = tuple(column.name for column in AuditEvent.__table__.columns)


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
        """Check one more event. Raises BrokenError."""
        number = self.checked + 1
        if row["id"] != number:
            raise BrokenError(Fault.MISSING if row["id"] > number else Fault.CHANGED, number)
        if self._digest_of(row) != row["digest"]:
            raise BrokenError(Fault.CHANGED, number)
        if self._anchors.pop(number, set()) - {row["digest"]}:
            raise BrokenError(Fault.NOT_AS_ANCHORED, number)
        self.checked, self.digest = number, row["digest"]

    def _digest_of(self, row: RowMapping) -> str | None:
        try:
            return link_digest(self._ring, self.digest, _understood(row))
        except KeyMissingError:
            raise BrokenError(Fault.KEY_MISSING, row["id"]) from None
        except (ValueError, TypeError, AttributeError):
            return None  # no longer what can be read

    def finish(self, end: tuple[int, str] | None) -> None:
        """Compare with where the log says it ends, and with what was anchored."""
        if end is None:
            raise BrokenError(Fault.NO_END, self.checked)
        if end[0] != self.checked:
            beyond = end[0] < self.checked
            fault, number = (Fault.BEYOND_END, end[0]) if beyond else (Fault.CUT_OFF, self.checked)
            raise BrokenError(fault, number + 1)
        if end[1] != self.digest:
            raise BrokenError(Fault.END_CHANGED, self.checked)
        if self._anchors:
            raise BrokenError(Fault.BEFORE_ANCHOR, self.checked + 1)


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
            check_reasons(connection, keys_of(engine.dialect))
        except BrokenError as broken:
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


def _understood(row: RowMapping) -> dict[str, Any]:
    """Return the columns of a row as they were when it was recorded. Raises various errors."""
    at, details = row["at"], row["details"]
    moment = at if isinstance(at, datetime) else datetime.fromisoformat(at)
    return {
        **row,
        "at": moment if moment.tzinfo else moment.replace(tzinfo=UTC),
        "details": json.loads(details) if isinstance(details, str) else details,
    }
