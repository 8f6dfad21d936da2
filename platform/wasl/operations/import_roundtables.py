"""Take a file of roundtables and of what was promised there into the database (FILES.md, 6)."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from wasl.access.viewer import Viewer
from wasl.audit.record import record
from wasl.clock import today_in_baghdad
from wasl.config import Settings
from wasl.files.columns import Reading
from wasl.files.errors import FileError
from wasl.files.header import Layout, find_layout
from wasl.files.round_table_columns import COMMITMENTS, ROUNDTABLES
from wasl.files.source import Table, open_tables
from wasl.operations.commitments.cite import cite_postings
from wasl.operations.importing.commitments import CommitmentWriter
from wasl.operations.importing.meetings import MeetingWriter
from wasl.operations.importing.reference import load_reading
from wasl.operations.importing.report import ImportReport
from wasl.operations.importing.stakeholders import Stakeholders
from wasl.operations.importing.table import ImportOptions, Writer, import_layout, require_columns


@dataclass
class RoundTableReport(ImportReport):
    """The sums of all sheets of a file, and the report of each by its name."""

    sheets: dict[str, ImportReport] = field(default_factory=dict)

    def add(self, name: str, sheet: ImportReport) -> None:
        """Add the report of a sheet; its rejected rows say where they stand."""
        sheet.rejected = [replace(problem, sheet=name) for problem in sheet.rejected]
        self.sheets[name] = sheet
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


def import_roundtables(
    session: Session,
    by: Viewer,
    path: Path,
    settings: Settings,
    options: ImportOptions | None = None,
    *,
    today: date | None = None,
) -> RoundTableReport:
    """Take in all good rows of a file and return the report; the caller commits or rolls back.

    Which sheet holds what is told by its headers; one of the two may be missing. Roundtables go in
    first. A row already known is left alone; of one that changed each change is an amendment, and
    a blank erases nothing. Postings that cite what is known now are linked with it. With `dry_run`
    nothing stays written. Raises FileError when nothing of the file can be used.
    """
    options = options or ImportOptions()
    reading = load_reading(session, today or today_in_baghdad())
    with open_tables(path, settings) as tables:
        layouts = _layouts(tables, reading)
        if options.dry_run:
            # Written and taken back: commitments need the roundtables of the same file.
            with session.begin_nested() as attempt:
                report = _take_in(session, by, layouts, settings, (reading, options))
                attempt.rollback()
            return report
        report = _take_in(session, by, layouts, settings, (reading, options))
    cite_postings(session, by)
    record(
        session,
        by,
        AuditAction.ROUND_TABLES_IMPORTED,
        accepted=report.accepted,
        updated=report.updated,
        unchanged=report.unchanged,
        rejected=len(report.rejected),
    )
    return report


def _layouts(tables: Sequence[Table], reading: Reading) -> dict[str, Layout]:
    """Return the sheets that can be read, by what they hold. Raises FileError for none."""
    layouts = {one.name: find_layout(tables, one, reading) for one in (ROUNDTABLES, COMMITMENTS)}
    good = {name: layout for name, layout in layouts.items() if not layout.missing}
    if not good:
        require_columns(max(layouts.values(), key=lambda layout: len(layout.columns)))
    if len(good) > 1 and len({id(layout.table) for layout in good.values()}) == 1:
        # One sheet cannot be both: what it says more of, it is.
        best = max(good, key=lambda name: len(good[name].columns))
        good = {best: good[best]}
    return good


def _take_in(
    session: Session,
    by: Viewer,
    layouts: dict[str, Layout],
    settings: Settings,
    how: tuple[Reading, ImportOptions],
) -> RoundTableReport:
    reading, options = how
    stakeholders = Stakeholders(session)
    writers: tuple[Writer, ...] = (
        MeetingWriter(session, by, reading, stakeholders),
        CommitmentWriter(session, by, reading, stakeholders),
    )
    report = RoundTableReport()
    for writer in writers:
        name = writer.format.name
        if name in layouts:
            sheet = import_layout(layouts[name], settings, writer, reading, options)
            report.add(layouts[name].table.name or name, sheet)
    if not report.rows:
        raise FileError("no_rows")
    return report
