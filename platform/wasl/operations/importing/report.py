"""The report of an import (FILES.md): what went in, what did not and why."""

from dataclasses import dataclass, field

from wasl.files.errors import Problem
from wasl.operations.importing.held_postings import HeldRow


@dataclass
class ImportReport:
    """Counts of one file, its rejected rows, and how its columns were understood.

    held: rows that went in, but whose wording somebody reads before they are seen.
    """

    rows: int = 0
    accepted: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: list[Problem] = field(default_factory=list)
    columns: dict[str, str] = field(default_factory=dict)
    unrecognised: list[str] = field(default_factory=list)
    held: list[HeldRow] = field(default_factory=list)

    def to_json(self) -> dict[str, object]:
        """Return the report as FILES.md describes it, in English."""
        return {
            **self.counts(),
            "rejected": [problem.to_json() for problem in self.rejected],
            "columns": self.columns,
            "unrecognised": self.unrecognised,
            **({"held": [row.to_json() for row in self.held]} if self.held else {}),
        }

    def to_record(self) -> dict[str, object]:
        """Return the report with codes and parameters, so that pages can translate the reasons."""
        return {
            **self.to_json(),
            "rejected": [problem.to_record() for problem in self.rejected],
        }

    def counts(self) -> dict[str, object]:
        """Return how many rows there were, and what became of them."""
        return {
            "rows": self.rows,
            "accepted": self.accepted,
            "updated": self.updated,
            "unchanged": self.unchanged,
        }
