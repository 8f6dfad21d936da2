"""What the templates of one import are given."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import force_locale
from sqlalchemy.orm import Session

from models.enums import ImportKind, OpportunityKind, Register
from models.import_job import ImportJob
from wasl.access.viewer import Viewer
from wasl.config import Settings
from wasl.files.header import column_letter
from wasl.i18n.texts import gettext as _
from wasl.operations.import_jobs import JobChoices, Preview
from wasl.operations.importing.report import ImportReport
from wasl.operations.write_rejected_rows import write_rejected_rows
from wasl.portals.imports.choices import kept_choices, missing_constants
from wasl.portals.imports.presenting import (
    column_choices,
    outcome_of,
    outcome_of_preview,
    present_rows,
    rejected_cells,
)
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


def present_columns(job: ImportJob, by: Viewer, look: Preview, choices: JobChoices) -> Values:
    """Return what the page of columns shows."""
    rows = [
        ColumnRow(
            position=position,
            letter=column_letter(position),
            header=column.header,
            column=column.column,
            samples=column.values,
        )
        for position, column in enumerate(look.columns)
    ]
    understood = sum(1 for row in rows if row.column)
    lacking = missing_constants(job.kind, by, look)
    missing = [name for name in look.missing if name not in lacking]
    return {
        "rows": sorted(rows, key=lambda row: (row.column is not None, row.position)),
        "choices": column_choices(job.kind),
        "understood": understood,
        "unrecognised": len(rows) - understood,
        "missing": [_either(name, job.kind) for name in missing],
        "constants": [_constant(name, job.kind, choices) for name in lacking],
    }


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


def present_preview(job: ImportJob, look: Preview, counts: ImportReport, language: str) -> Values:
    """Return what the page of rows shows."""
    heads, rows = present_rows(look, job.kind, language)
    outcome = outcome_of_preview(counts, job.kind, language)
    return {
        "job": job,
        "heads": heads,
        "rows": rows,
        "outcome": outcome,
        "complete": look.complete,
    }


def present_progress(job: ImportJob, *, at_work: bool, done: int) -> Values:
    """Return what is shown of an import that runs or was interrupted."""
    title = _("The rows are being taken in") if at_work else _("The import was interrupted")
    return {"job": job, "title": title, "interrupted": not at_work, "done": done}


def present_report(job: ImportJob, language: str, *, has_rejected: bool) -> Values:
    """Return what the page of a report shows."""
    report: Mapping[str, Any] = job.report
    return {
        "job": job,
        "outcome": outcome_of(report, job.kind, language),
        "columns": [
            (head, column_label(job.kind, name)) for head, name in report["columns"].items()
        ],
        "unrecognised": report["unrecognised"],
        "has_rejected": has_rejected,
    }


def rejected_workbook(
    session: Session, settings: Settings, job: ImportJob, language: str
) -> bytes | None:
    """Return the rows that an import left out, with the reasons in a language; none without any.

    Works outside a request, in the thread of the import.
    """
    reasons: dict[int, list[tuple[str, str]]] = {}
    with force_locale(language):
        for record in job.report["rejected"]:
            reasons[record["row"]] = [
                (cell["column"], row_reason(cell, language)) for cell in rejected_cells(record)
            ]
    if not reasons:
        return None
    return write_rejected_rows(session, settings, job, kept_choices(job), reasons)
