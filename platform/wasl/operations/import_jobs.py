"""Uploads: received, looked at before anything is taken in, and taken in once."""

import hashlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.base import new_public_id, utc_now
from models.enums import ImportKind, ImportState
from models.import_job import ImportJob
from wasl.access.files import kinds_of_files
from wasl.access.viewer import Viewer
from wasl.clock import today_in_baghdad
from wasl.config import Settings
from wasl.files.cells import cell_text, clean_text, storable_text
from wasl.files.detect import MIB, detect_format
from wasl.files.errors import FileError
from wasl.files.header import Layout
from wasl.files.rows import ParsedRow, RowReader
from wasl.operations.import_intake import import_intake, intake_writer
from wasl.operations.import_opportunities import (
    OpportunityWriter,
    import_opportunities,
    options_of,
)
from wasl.operations.import_roundtables import ChangedMeanwhileError, import_upload
from wasl.operations.importing.effects import RowEffect
from wasl.operations.importing.reference import load_reading
from wasl.operations.importing.report import ImportReport
from wasl.operations.importing.table import ImportOptions, Progress, Writer, import_table, open_rows

CHUNK = 1024 * 1024
SHOWN_ROWS = 20
SHOWN_VALUES = 3
COUNTED_ROWS = 2_000  # rows that a preview counts; the rest is counted by the import itself
NAME_LENGTH = 300
# Errors that another choice of columns mends: the file is kept for it.
_MENDABLE = frozenset({"headers_unknown", "header_missing", "column_unknown"})
_IMPORTS = {
    ImportKind.INTAKE: import_intake,
    ImportKind.OPPORTUNITIES: import_opportunities,
    ImportKind.ROUND_TABLES: import_upload,
}
_WRITERS: dict[ImportKind, Callable[[Session, Viewer, Settings, ImportOptions], Writer]] = {
    ImportKind.INTAKE: intake_writer,
    ImportKind.OPPORTUNITIES: lambda session, by, _settings, options: OpportunityWriter(
        session, by, options
    ),
}


class KindRefusedError(Exception):
    """Files of this kind are not for whoever sends one."""


class UnknownUploadError(Exception):
    """There is no such upload, or its file is gone."""


@dataclass(frozen=True)
class PreviewColumn:
    """A column of the file: its header, what it was taken for, and some of its values."""

    header: str
    column: str | None
    values: tuple[str, ...]


@dataclass(frozen=True)
class Preview:
    """What a sheet would do. `counts` is None while a column is missing that every row needs.

    format_name: of a workbook of several sheets, as which this one is read.
    effects: what its rows would change, where that is shown.
    """

    sheet: str
    header_row: int
    columns: tuple[PreviewColumn, ...]
    missing: tuple[str, ...]
    rows: tuple[ParsedRow, ...] = ()
    counts: ImportReport | None = None
    complete: bool = True  # whether the counts are of the whole file
    format_name: str = ""
    effects: tuple[RowEffect, ...] = ()


@dataclass(frozen=True)
class JobChoices:
    """What the person decided about an upload; see ImportOptions.

    seen: the digest of what they were shown, of a file of roundtables.
    """

    mapping: dict[str, str] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)
    publish: bool = False
    seen: str = ""


def upload_path(settings: Settings, job: ImportJob) -> Path:
    """Return where the file of an upload is kept: under its public id, whatever it was called."""
    return settings.upload_dir / f"{job.public_id}.upload"


def receive_upload(
    session: Session,
    by: Viewer,
    settings: Settings,
    kind: ImportKind,
    *,
    filename: str,
    stream: BinaryIO,
) -> ImportJob:
    """Keep a file that somebody sends, and return its job.

    Raises FileError for what is too large, empty or no table, KindRefusedError for what is not
    theirs to send; then nothing is kept.
    """
    if kind not in kinds_of_files(by):
        raise KindRefusedError(kind.value)
    job = ImportJob(public_id=new_public_id(), kind=kind, account_id=by.account_id)
    shown = "".join(c for c in clean_text(filename) if c.isprintable())
    job.filename = shown[-NAME_LENGTH:] or "–"
    path = upload_path(settings, job)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.touch(mode=0o600)
    try:
        job.size, job.digest = _copy(stream, path, settings.upload_max_mb)
        detect_format(path, settings.upload_max_mb)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    session.add(job)
    session.flush()
    return job


def _copy(stream: BinaryIO, path: Path, max_mb: int) -> tuple[int, str]:
    """Copy a stream and return its size and SHA-256; stops as soon as it is too large."""
    digest, size = hashlib.sha256(), 0
    with path.open("wb") as file:
        while chunk := stream.read(CHUNK):
            size += len(chunk)
            if size > max_mb * MIB:
                raise FileError("too_large", limit=max_mb)
            digest.update(chunk)
            file.write(chunk)
    return size, digest.hexdigest()


def preview_import(
    session: Session,
    by: Viewer,
    settings: Settings,
    job: ImportJob,
    choices: JobChoices | None = None,
    *,
    today: date | None = None,
) -> Preview:
    """Show how a file is understood and what it would do; nothing is written.

    Raises FileError when nothing of the file can be used, UnknownUploadError when it is gone.
    """
    path = existing_upload(settings, job)
    choices = choices or JobChoices()
    reading = load_reading(session, today or today_in_baghdad())
    options = ImportOptions(choices.mapping, choices.constants, True, choices.publish)
    if job.kind is ImportKind.OPPORTUNITIES:
        options = options_of(session, by, options)
    writer = _WRITERS[job.kind](session, by, settings, options)
    with open_rows(path, settings, writer.format, reading, options) as layout:
        preview = first_look(layout)
        if layout.missing:
            return preview
        reader = RowReader(layout, writer.format, reading, writer.check, options.constants)
        shown = tuple(islice(reader.rows(), SHOWN_ROWS))
    limited = replace(options, most_rows=COUNTED_ROWS)
    counts = import_table(path, settings, writer, reading, limited)
    return replace(preview, rows=shown, counts=counts, complete=counts.rows < COUNTED_ROWS)


def first_look(layout: Layout) -> Preview:
    """Return what stands in a table, before its rows are read."""
    below = [row for row in islice(layout.table.rows(), 200) if row.number > layout.header_row]
    columns = []
    for position, header in enumerate(layout.headers):
        cells = (row.cells[position] for row in below if position < len(row.cells))
        texts = (text for cell in cells if (text := clean_text(cell_text(cell))))
        values = tuple(
            storable_text(text[:80]) for text in islice(dict.fromkeys(texts), SHOWN_VALUES)
        )
        if header or values:
            columns.append(PreviewColumn(header, layout.columns.get(position), values))
    return Preview(layout.table.name, layout.header_row, tuple(columns), layout.missing)


def run_import(
    session: Session,
    by: Viewer,
    settings: Settings,
    public_id: str,
    choices: JobChoices | None = None,
    *,
    today: date | None = None,
    progress: Progress | None = None,
) -> ImportJob:
    """Take in an uploaded file and keep the report with its job.

    Called twice, even at the same time, it takes the file in once: the second caller waits and
    gets the job with its report. Everything is one transaction; the caller commits, then calls
    `discard_upload`. A file that cannot be used leaves the job failed with `report["error"]`; one
    that failed for its columns may be run again with another mapping. One that would do something
    else than was shown is not taken in: the job waits again, with `report["moved"]`.
    """
    found = select(ImportJob).where(ImportJob.public_id == public_id)
    job = session.scalar(found.with_for_update())
    if job is None:
        raise UnknownUploadError(public_id)
    if job.state == ImportState.DONE:
        return job
    path = existing_upload(settings, job)
    choices = choices or JobChoices()
    options = _options(choices, progress)
    try:
        with session.begin_nested():
            report = _IMPORTS[job.kind](session, by, path, settings, options, today=today)
    except ChangedMeanwhileError:
        job.state, job.report = ImportState.UPLOADED, {**job.report, "moved": True}
    except FileError as error:
        told = {"code": error.code, "params": error.params, "text": str(error)}
        _settle(job, ImportState.FAILED, {"error": told}, choices)
    else:
        job.progress = report.rows
        _settle(job, ImportState.DONE, report.to_record(), choices)
    session.flush()
    return job


def _options(choices: JobChoices, progress: Progress | None) -> ImportOptions:
    return ImportOptions(
        choices.mapping, choices.constants, False, choices.publish, progress, seen=choices.seen
    )


def _settle(
    job: ImportJob, state: ImportState, report: dict[str, object], choices: JobChoices
) -> None:
    """Note what came of an upload, and which columns it was read with."""
    job.state, job.report = state, report
    job.mapping, job.finished_at = dict(choices.mapping), utc_now()


def discard_upload(settings: Settings, job: ImportJob) -> None:
    """Delete the file of a job that is settled; to be called after the commit."""
    error = job.report.get("error") or {}
    mendable = error.get("code") in _MENDABLE
    if job.state == ImportState.DONE or (job.state == ImportState.FAILED and not mendable):
        with suppress(OSError):
            upload_path(settings, job).unlink(missing_ok=True)


def existing_upload(settings: Settings, job: ImportJob) -> Path:
    """Return where the file of an upload is. Raises UnknownUploadError when it is gone."""
    path = upload_path(settings, job)
    if not path.is_file():
        raise UnknownUploadError(job.public_id)
    return path
