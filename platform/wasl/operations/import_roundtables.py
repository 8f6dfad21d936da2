"""Take a file of roundtables and of what was promised there into the database (FILES.md, 6)."""

from collections.abc import Mapping
from dataclasses import replace
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
from wasl.files.header import Layout
from wasl.files.source import open_tables
from wasl.operations.commitments.cite import cite_postings
from wasl.operations.importing.commitments import CommitmentWriter
from wasl.operations.importing.meetings import MeetingWriter
from wasl.operations.importing.reference import load_reading
from wasl.operations.importing.round_table_report import RoundTableReport
from wasl.operations.importing.round_table_sheets import Sheets, find_sheets
from wasl.operations.importing.stakeholders import Stakeholders
from wasl.operations.importing.table import ImportOptions, import_layout, require_columns

MOST_ROWS = 2_000  # of a sheet that comes by a page, where it is tried before it is taken in


class ChangedMeanwhileError(Exception):
    """Records changed since somebody was shown what the file does: it would do something else."""


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
    nothing stays written. Raises FileError when nothing of the file can be used, and
    ChangedMeanwhileError where `options.seen` is of something else than what it does now.
    """
    options = options or ImportOptions()
    reading = load_reading(session, today or today_in_baghdad())
    with open_tables(path, settings) as tables:
        sheets = find_sheets(tables, reading, options.mapping)
        if options.dry_run:
            return try_sheets(session, by, sheets, settings, (reading, options))
        report = _take_in(session, by, _good(sheets), settings, (reading, options))
    if options.seen and options.seen != report.digest():
        raise ChangedMeanwhileError
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


def bounded(settings: Settings) -> Settings:
    """Return the settings for a file that comes by a page: all of it is shown before it goes in."""
    return replace(settings, import_max_rows=min(MOST_ROWS, settings.import_max_rows))


def import_upload(
    session: Session,
    by: Viewer,
    path: Path,
    settings: Settings,
    options: ImportOptions | None = None,
    *,
    today: date | None = None,
) -> RoundTableReport:
    """Take in a file that came by a page; otherwise as `import_roundtables`."""
    return import_roundtables(session, by, path, bounded(settings), options, today=today)


def try_sheets(
    session: Session,
    by: Viewer,
    sheets: Sheets,
    settings: Settings,
    how: tuple[Reading, ImportOptions],
) -> RoundTableReport:
    """Say what the sheets would do. Raises as `import_roundtables` does.

    Written and taken back: commitments need the roundtables of the same file.
    """
    with session.begin_nested() as attempt:
        report = _take_in(session, by, _good(sheets), settings, how)
        attempt.rollback()
    return report


def _good(sheets: Sheets) -> Mapping[str, Layout]:
    """Return the sheets that can be read. Raises FileError for none."""
    if not sheets.good:
        require_columns(max(sheets.unfinished.values(), key=lambda layout: len(layout.columns)))
    return sheets.good


def _take_in(
    session: Session,
    by: Viewer,
    layouts: Mapping[str, Layout],
    settings: Settings,
    how: tuple[Reading, ImportOptions],
) -> RoundTableReport:
    reading, options = how
    stakeholders = Stakeholders(session)
    writers = (
        MeetingWriter(session, by, reading, stakeholders),
        CommitmentWriter(session, by, reading, stakeholders),
    )
    report = RoundTableReport()
    for writer in writers:
        name = writer.format.name
        if name in layouts:
            sheet = import_layout(layouts[name], settings, writer, reading, options)
            report.add(layouts[name].table.name or name, name, sheet, writer.effects)
    if not report.rows:
        raise FileError("no_rows")
    report.named, report.made = stakeholders.named(), stakeholders.made()
    return report
