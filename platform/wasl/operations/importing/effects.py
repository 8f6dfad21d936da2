"""What an import of roundtables does to each record: shown before it is done, done as shown."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class ColumnChange:
    """What a part of a record said and says now: a code, a day as ISO 8601, or words."""

    column: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class RowEffect:
    """What a row of a sheet does: a record that is new, or the parts of one that change."""

    row: int
    ref: str
    new: bool
    changes: tuple[ColumnChange, ...]

    @property
    def columns(self) -> list[str]:
        """Which parts change, as the audit log tells it."""
        return [change.column for change in self.changes]

    def to_record(self) -> dict[str, object]:
        """Return the effect as the report of an import keeps it."""
        return {
            "row": self.row,
            "ref": self.ref,
            "changes": [asdict(change) for change in self.changes],
        }


def joined(names: Iterable[str]) -> str:
    """Return names as one text, in which two lists of the same names are the same."""
    return "; ".join(sorted(names))
