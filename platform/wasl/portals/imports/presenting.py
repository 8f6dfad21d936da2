"""Imports as their pages show them: where they stand, columns, rows, what became of them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from models.enums import ImportKind, ImportState
from models.import_job import ImportJob
from wasl.files.columns import canonical
from wasl.files.formats import FORMATS
from wasl.files.rows import ParsedRow
from wasl.files.template import template_columns
from wasl.i18n.texts import gettext as _
from wasl.i18n.texts import ngettext
from wasl.operations.import_jobs import Preview, PreviewColumn
from wasl.operations.importing.report import ImportReport
from wasl.ui.column_labels import column_label
from wasl.ui.formats import format_number
from wasl.ui.import_messages import row_reason
from wasl.ui.labels import label
from wasl.ui.wording_sentences import ADVICE
from wasl.wording import WordingRule

SHOWN_REJECTED = 100
LONGEST_CELL = 120

Record = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Where an import stands, in a word and with its tone."""

    text: str
    tone: str


@dataclass(frozen=True, kw_only=True)
class RejectedCell:
    """A cell that keeps its row out."""

    row: int
    column: str
    value: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class HeldLine:
    """A row that went in, but is read before anybody sees it: the words, and what is wrong."""

    row: int
    words: Sequence[str]
    reasons: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What becomes of the rows of a file; `shown` are the first rejected cells.

    held: how many rows wait to be read; shown_held: the first of them.
    """

    rows: int
    accepted: int
    updated: int
    unchanged: int
    rejected: int
    shown: Sequence[RejectedCell]
    shown_rows: int
    held: int
    shown_held: Sequence[HeldLine]

    @property
    def taken(self) -> int:
        """How many rows are, or will be, in the platform."""
        return self.accepted + self.updated + self.unchanged


@dataclass(frozen=True, kw_only=True)
class SheetHead:
    """A column of a sheet: its header in the file and what it means."""

    header: str
    meaning: str | None


@dataclass(frozen=True, kw_only=True)
class SheetCell:
    """A cell of a sheet with what is wrong with it, if anything."""

    text: str
    problem: str | None = None


@dataclass(frozen=True, kw_only=True)
class SheetRow:
    """A row of a sheet with the number it has in the file."""

    number: int
    cells: Sequence[SheetCell]
    rejected: bool


def standing_of(job: ImportJob, *, at_work: bool) -> Standing:
    """Say where an import stands; running without anybody at work is an interruption."""
    if job.state is ImportState.RUNNING and not at_work:
        return Standing(text=_("Interrupted"), tone="soft")
    if job.state is ImportState.UPLOADED:
        return Standing(text=_("Waits for you"), tone="soft")
    tones = {ImportState.RUNNING: "river", ImportState.DONE: "met", ImportState.FAILED: "unmet"}
    return Standing(text=str(label(job.state)), tone=tones[job.state])


def result_of(job: ImportJob) -> str:
    """Say in a line what came of an import."""
    if job.state is not ImportState.DONE:
        return "–"
    report: Record = job.report
    taken = sum(int(report[name]) for name in ("accepted", "updated", "unchanged"))
    text = ngettext("One row in", "%(shown)s rows in", taken, shown=format_number(taken))
    rejected = len(report["rejected"])
    if not rejected:
        return text
    out = ngettext(
        "one stayed out", "%(shown)s stayed out", rejected, shown=format_number(rejected)
    )
    return _("%(taken)s, %(out)s", taken=text, out=out)


@dataclass(frozen=True, kw_only=True)
class ImportLine:
    """A line of the list of imports."""

    job: ImportJob
    standing: Standing
    result: str


def present_line(job: ImportJob, *, at_work: bool) -> ImportLine:
    """Return an import as it is listed."""
    return ImportLine(job=job, standing=standing_of(job, at_work=at_work), result=result_of(job))


def rejected_cells(record: Record) -> Iterator[Record]:
    """Yield each cell that a rejected row was rejected for."""
    yield record
    yield from record.get("more") or ()


def outcome_of(report: Record, kind: ImportKind, language: str) -> Outcome:
    """Say what a report (a record as `ImportReport.to_record` makes it) means."""
    rejected: list[Record] = report["rejected"]
    first = rejected[:SHOWN_REJECTED]
    held: list[Record] = report.get("held", [])
    return Outcome(
        rows=report["rows"],
        accepted=report["accepted"],
        updated=report["updated"],
        unchanged=report["unchanged"],
        rejected=len(rejected),
        shown=[
            RejectedCell(
                row=record["row"],
                column=column_label(kind, cell["column"]),
                value=cell["value"],
                reason=row_reason(cell, language),
            )
            for record in first
            for cell in rejected_cells(record)
        ],
        shown_rows=len(first),
        held=len(held),
        shown_held=[_held_line(record) for record in held[:SHOWN_REJECTED]],
    )


def _held_line(record: Record) -> HeldLine:
    reasons = [str(ADVICE[WordingRule(rule)].wrong) for rule in record["rules"]]
    return HeldLine(row=record["row"], words=record["words"], reasons=reasons)


def outcome_of_preview(counts: ImportReport, kind: ImportKind, language: str) -> Outcome:
    """Say what the counts of a preview mean."""
    return outcome_of(counts.to_record(), kind, language)


def column_choices(kind: ImportKind, format_name: str) -> list[tuple[str, str]]:
    """Return what a column of a sheet can be taken for; the only sheet of a kind has no name."""
    name = format_name or FORMATS[kind][0].name
    names = [column.name for column in template_columns(name)]
    return [(name, column_label(kind, name)) for name in names]


def present_rows(
    preview: Preview, kind: ImportKind, language: str
) -> tuple[list[SheetHead], list[SheetRow]]:
    """Return the first rows as they stand in the file, without columns that are empty in them."""
    table = [[_cell(row, column, language) for column in preview.columns] for row in preview.rows]
    used = [
        index
        for index in range(len(preview.columns))
        if any(row[index].text or row[index].problem for row in table)
    ]
    heads = [_head(preview.columns[index], kind) for index in used]
    rows = [
        SheetRow(
            number=parsed.number,
            cells=[cells[index] for index in used],
            rejected=parsed.problem is not None,
        )
        for parsed, cells in zip(preview.rows, table, strict=True)
    ]
    return heads, rows


def _head(column: PreviewColumn, kind: ImportKind) -> SheetHead:
    meaning = column_label(kind, column.column) if column.column else None
    return SheetHead(header=column.header, meaning=None if meaning == column.header else meaning)


def _cell(row: ParsedRow, column: PreviewColumn, language: str) -> SheetCell:
    if row.problem is not None:
        for record in rejected_cells(row.problem.to_record()):
            if record["column"] == column.header:
                return SheetCell(text=_short(record["value"]), problem=row_reason(record, language))
    if column.column is None:
        return SheetCell(text=_short(row.unrecognised.get(column.header, "")))
    said = row.wording.get(column.column)
    if said is None and row.values.get(column.column) is not None:
        said = value_text(canonical(row.values[column.column]))
    return SheetCell(text=_short(said or ""))


def value_text(value: object) -> str:
    """Return a value that was understood as a person would write it into a cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list):
        return "; ".join(map(value_text, value))
    if isinstance(value, dict):
        return _compound_text(value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _compound_text(value: Mapping[str, object]) -> str:
    """Join the parts of a value; of a code and its wording one is enough."""
    if set(value) <= {"code", "wording"}:
        return str(value.get("wording") or value.get("code") or "")
    if "governorates" in value:
        return _("Anywhere") if value.get("anywhere") else value_text(value["governorates"])
    if "title" in value:
        return " | ".join(map(value_text, value.values()))
    if "recognised" in value:
        said = _("recognised") if value["recognised"] else _("not recognised")
        return _("%(certificate)s (%(said)s)", certificate=value["name"], said=said)
    return ":".join(text for text in map(value_text, value.values()) if text)


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_CELL else f"{text[:LONGEST_CELL]}…"
