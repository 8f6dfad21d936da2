"""What the templates of one import are given."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import force_locale
from sqlalchemy.orm import Session

from models.enums import ImportKind, OpportunityKind, Register
from models.import_job import ImportJob
from wasl.access.viewer import Viewer
from wasl.config import Settings
from wasl.files.formats import FORMATS
from wasl.files.header import column_letter
from wasl.i18n.texts import gettext as _
from wasl.operations.import_jobs import JobChoices, Preview
from wasl.operations.importing.report import ImportReport
from wasl.operations.preview_upload import Look
from wasl.operations.write_rejected_rows import write_rejected_rows
from wasl.portals.imports.changes import present_changes
from wasl.portals.imports.choices import kept_choices, missing_constants, prefix_of
from wasl.portals.imports.presenting import (
    column_choices,
    outcome_of,
    outcome_of_preview,
    present_rows,
    rejected_cells,
)
from wasl.portals.imports.waiting import list_waiting
from wasl.ui.column_labels import column_label
from wasl.ui.import_messages import row_reason
from wasl.ui.labels import label

Values = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class ColumnRow:
    """A column of the file on the page of columns."""

    position: int
    letter: str
    header: str
    column: str | None
    samples: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ConstantField:
    """A column that the file lacks, to be given one value for all rows; a text without choices."""

    name: str
    label: str
    value: str
    choices: list[tuple[str, str]]


_CONSTANT_CHOICES: Mapping[str, type[Register | OpportunityKind]] = {
    "register": Register,
    "kind": OpportunityKind,
}


def present_columns(job: ImportJob, by: Viewer, look: Look, choices: JobChoices) -> Values:
    """Return what the page of columns shows: a part for each sheet."""
    return {
        "parts": [_columns_of(job, by, sheet, choices) for sheet in look.sheets],
        "left_out": look.left_out,
    }


def _columns_of(job: ImportJob, by: Viewer, sheet: Preview, choices: JobChoices) -> Values:
    rows = [
        ColumnRow(
            position=position,
            letter=column_letter(position),
            header=column.header,
            column=column.column,
            samples=column.values,
        )
        for position, column in enumerate(sheet.columns)
    ]
    understood = sum(1 for row in rows if row.column)
    lacking = missing_constants(job.kind, by, sheet)
    missing = [name for name in sheet.missing if name not in lacking]
    return {
        **_head_of(sheet),
        "prefix": prefix_of(sheet),
        "rows": sorted(rows, key=lambda row: (row.column is not None, row.position)),
        "choices": column_choices(job.kind, sheet.format_name),
        "understood": understood,
        "unrecognised": len(rows) - understood,
        "missing": [_either(name, job.kind) for name in missing],
        "constants": [_constant(name, job.kind, choices) for name in lacking],
    }


def _head_of(sheet: Preview) -> Values:
    """Return what a sheet is called: as what it is read, and its name; nothing of the only one."""
    return {
        "format": sheet.format_name,
        "heading": sheet_heading(sheet.format_name),
        "sheet": sheet.sheet if sheet.format_name else "",
    }


def sheet_heading(format_name: str) -> str:
    """Return what a sheet of a workbook of several holds."""
    return {"roundtables": _("Roundtables"), "commitments": _("Commitments")}.get(format_name, "")


def _either(names: str, kind: ImportKind) -> str:
    return " / ".join(column_label(kind, name) for name in names.split(" / "))


def _constant(name: str, kind: ImportKind, choices: JobChoices) -> ConstantField:
    listed = _CONSTANT_CHOICES.get(name)
    return ConstantField(
        name=name,
        label=column_label(kind, name),
        value=choices.constants.get(name, ""),
        choices=[(member.value, str(label(member))) for member in listed or ()],
    )


def present_preview(
    session: Session, job: ImportJob, look: Look, counts: ImportReport, language: str
) -> Values:
    """Return what the page of rows shows: what becomes of all, and a part for each sheet."""
    return {
        "job": job,
        "outcome": outcome_of_preview(counts, job.kind, language),
        "complete": look.complete,
        "seen": look.digest,
        "left_out": look.left_out,
        "parts": [_rows_of(session, job, sheet, language) for sheet in look.sheets],
    }


def _rows_of(session: Session, job: ImportJob, sheet: Preview, language: str) -> Values:
    heads, rows = present_rows(sheet, job.kind, language)
    changed = [one.to_record() for one in sheet.effects if not one.new]
    lines, more = present_changes(session, changed, language)
    return {
        **_head_of(sheet),
        "heads": heads,
        "rows": rows,
        "missing": [_either(name, job.kind) for name in sheet.missing],
        "outcome": outcome_of_preview(sheet.counts, job.kind, language) if sheet.counts else None,
        "changes": lines,
        "more_changes": more,
    }


def present_progress(job: ImportJob, *, at_work: bool, done: int) -> Values:
    """Return what is shown of an import that runs or was interrupted."""
    title = _("The rows are being taken in") if at_work else _("The import was interrupted")
    return {"job": job, "title": title, "interrupted": not at_work, "done": done}


def present_report(
    session: Session, job: ImportJob, language: str, *, has_rejected: bool
) -> Values:
    """Return what the page of a report shows, of a workbook a part for each sheet."""
    report: Mapping[str, Any] = job.report
    parts: Sequence[Mapping[str, Any]] = report.get("parts") or [report]
    return {
        "job": job,
        "outcome": outcome_of(report, job.kind, language),
        "parts": [_report_of(session, job, part, language) for part in parts],
        "has_rejected": has_rejected,
        "waiting": list_waiting(session, report["made"]) if "made" in report else None,
    }


def _report_of(session: Session, job: ImportJob, part: Mapping[str, Any], language: str) -> Values:
    lines, more = present_changes(session, part.get("changed", ()), language)
    return {
        "format": part.get("format", ""),
        "heading": sheet_heading(part.get("format", "")),
        "sheet": part.get("sheet", ""),
        "outcome": outcome_of(part, job.kind, language),
        "columns": [(head, column_label(job.kind, name)) for head, name in part["columns"].items()],
        "unrecognised": part["unrecognised"],
        "changes": lines,
        "more_changes": more,
    }


def rejected_workbook(
    session: Session, settings: Settings, job: ImportJob, language: str
) -> bytes | None:
    """Return the rows that an import left out, with the reasons in a language; none without any.

    Works outside a request, in the thread of the import.
    """
    reasons: dict[str, dict[int, list[tuple[str, str]]]] = {}
    parts = job.report.get("parts") or [{**job.report, "format": FORMATS[job.kind][0].name}]
    with force_locale(language):
        for part in parts:
            found = {
                record["row"]: [
                    (cell["column"], row_reason(cell, language)) for cell in rejected_cells(record)
                ]
                for record in part["rejected"]
            }
            reasons |= {part["format"]: found} if found else {}
    if not reasons:
        return None
    return write_rejected_rows(session, settings, job, kept_choices(job), reasons)
