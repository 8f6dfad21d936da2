"""The report of a workbook of roundtables: each sheet, what changes, whom it names."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from wasl.operations.importing.effects import RowEffect
from wasl.operations.importing.report import ImportReport


@dataclass
class RoundTableReport(ImportReport):
    """The sums of all sheets of a file, and the report of each by its name.

    formats, effects: of each sheet, which format it was read as and what its rows do.
    named: the folded names of organisations in the file, each with the public id of one that was
    known before, or nothing. made: public ids of those that are new.
    """

    sheets: dict[str, ImportReport] = field(default_factory=dict)
    formats: dict[str, str] = field(default_factory=dict)
    effects: dict[str, Sequence[RowEffect]] = field(default_factory=dict)
    named: list[tuple[str, str]] = field(default_factory=list)
    made: list[str] = field(default_factory=list)

    def add(
        self, name: str, format_name: str, sheet: ImportReport, effects: Sequence[RowEffect] = ()
    ) -> None:
        """Add the report of a sheet; its rejected rows say where they stand."""
        if name in self.sheets:  # no spreadsheet program calls two sheets the same
            name = f"{name} ({format_name})"
        sheet.rejected = [replace(problem, sheet=name) for problem in sheet.rejected]
        self.sheets[name] = sheet
        self.formats[name] = format_name
        self.effects[name] = effects
        self.rows += sheet.rows
        self.accepted += sheet.accepted
        self.updated += sheet.updated
        self.unchanged += sheet.unchanged
        self.rejected += sheet.rejected
        self.columns |= sheet.columns
        self.unrecognised = list(dict.fromkeys([*self.unrecognised, *sheet.unrecognised]))

    def to_json(self) -> dict[str, object]:
        """Return the sums as any import has them, and what was understood on each sheet."""
        sheets = {
            name: {
                **sheet.counts(),
                "columns": sheet.columns,
                "unrecognised": sheet.unrecognised,
            }
            for name, sheet in self.sheets.items()
        }
        return {**super().to_json(), "sheets": sheets}

    def to_record(self) -> dict[str, object]:
        """Return the report with what pages show of each sheet, in the order of the file."""
        parts = [
            {
                **sheet.counts(),
                "sheet": name,
                "format": self.formats[name],
                "columns": sheet.columns,
                "unrecognised": sheet.unrecognised,
                "rejected": [problem.to_record() for problem in sheet.rejected],
                "changed": [one.to_record() for one in self.effects[name] if not one.new],
            }
            for name, sheet in self.sheets.items()
        ]
        return {**super().to_record(), "parts": parts, "made": self.made}

    def digest(self) -> str:
        """Return the SHA-256 of all that the file does, from what is known before to what comes.

        Two runs with the same digest write the same.
        """
        told = [
            [
                self.formats[name],
                *sheet.counts().values(),
                [[one.row, one.column, one.code] for one in sheet.rejected],
                [[one.new, one.to_record()] for one in self.effects[name]],
            ]
            for name, sheet in self.sheets.items()
        ]
        text = json.dumps([told, sorted(self.named)], sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()
