"""Look at an upload before it is taken in, sheet by sheet."""

from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from sqlalchemy.orm import Session

from models.enums import ImportKind
from models.import_job import ImportJob
from wasl.access.viewer import Viewer
from wasl.clock import today_in_baghdad
from wasl.config import Settings
from wasl.files.columns import Format, Reading
from wasl.files.formats import FORMATS
from wasl.files.header import Layout
from wasl.files.round_table_row import check_row
from wasl.files.rows import RowReader
from wasl.files.source import open_tables
from wasl.operations.import_jobs import (
    SHOWN_ROWS,
    JobChoices,
    Preview,
    existing_upload,
    first_look,
    preview_import,
)
from wasl.operations.import_roundtables import bounded, try_sheets
from wasl.operations.importing.reference import load_reading
from wasl.operations.importing.report import ImportReport
from wasl.operations.importing.round_table_report import RoundTableReport
from wasl.operations.importing.round_table_sheets import Sheets, find_sheets
from wasl.operations.importing.table import ImportOptions


@dataclass(frozen=True)
class Look:
    """A file as it is understood: its sheets, and what all of them together would do.

    counts: nothing while no sheet can be read, or none was tried. digest: of what a workbook of
    roundtables would do, for the import to do that and nothing else. left_out: sheets of it that
    hold neither roundtables nor commitments.
    """

    sheets: tuple[Preview, ...]
    counts: ImportReport | None
    complete: bool = True
    digest: str = ""
    left_out: tuple[str, ...] = ()

    @property
    def ready(self) -> bool:
        """Whether any sheet has all columns that its rows need."""
        return any(not sheet.missing for sheet in self.sheets)


def look_at_upload(
    session: Session,
    by: Viewer,
    settings: Settings,
    job: ImportJob,
    choices: JobChoices | None = None,
    *,
    tried: bool,
    today: date | None = None,
) -> Look:
    """Show how a file is understood and what it would do; nothing of it stays written.

    tried: also try out what a workbook of roundtables would do. That writes and takes back, so
    the session must have begun as one that writes. Raises FileError when nothing of the file can
    be used, UnknownUploadError when it is gone.
    """
    if job.kind is not ImportKind.ROUND_TABLES:
        preview = preview_import(session, by, settings, job, choices, today=today)
        return Look((preview,), preview.counts, preview.complete)
    path, settings = existing_upload(settings, job), bounded(settings)
    options = ImportOptions((choices or JobChoices()).mapping, dry_run=True)
    reading = load_reading(session, today or today_in_baghdad())
    with open_tables(path, settings) as tables:
        sheets = find_sheets(tables, reading, options.mapping)
        shown = tuple(_show(sheets, one, reading) for one in _formats(sheets))
        if not (tried and sheets.good):
            return Look(shown, None, left_out=sheets.left_out)
        report = try_sheets(session, by, sheets, settings, (reading, options))
    counted = tuple(_count(sheet, report) for sheet in shown)
    return Look(counted, report, digest=report.digest(), left_out=sheets.left_out)


def _formats(sheets: Sheets) -> list[Format]:
    known = (*sheets.good, *sheets.unfinished)
    return [one for one in FORMATS[ImportKind.ROUND_TABLES] if one.name in known]


def _show(sheets: Sheets, format_: Format, reading: Reading) -> Preview:
    """Return a sheet with its first rows as they are read, not yet with what they would do."""
    layout: Layout = {**sheets.unfinished, **sheets.good}[format_.name]
    preview = replace(first_look(layout), format_name=format_.name)
    if layout.missing:
        return preview
    rows = RowReader(layout, format_, reading, check_row).rows()
    return replace(preview, rows=tuple(islice(rows, SHOWN_ROWS)))


def _count(sheet: Preview, report: RoundTableReport) -> Preview:
    """Add to a sheet what its rows would do."""
    for name, format_name in report.formats.items():
        if format_name == sheet.format_name:
            counts, effects = report.sheets[name], tuple(report.effects[name])
            return replace(sheet, counts=counts, effects=effects)
    return sheet
