"""One file into the database: rows read as a stream, written in batches, counted."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from wasl.config import Settings
from wasl.files.columns import Format, Reading
from wasl.files.errors import FileError, Problem
from wasl.files.header import Layout, find_layout
from wasl.files.rows import Finding, ParsedRow, RowReader, row_digest
from wasl.files.source import open_tables
from wasl.operations.importing.report import ImportReport

BATCH = 500
NEW, UPDATED, UNCHANGED = "new", "updated", "unchanged"
Outcome = str | Problem
Progress = Callable[[int], None]


class Writer(Protocol):
    """Takes batches of good rows into the database."""

    format: Format

    def check(self, values: Mapping[str, object]) -> Iterator[Finding]:
        """Yield what is wrong with the values of a row together."""

    def key(self, row: ParsedRow) -> str:
        """Return what makes a row the same record as another."""

    def write(self, batch: Sequence[ParsedRow], digests: Sequence[str]) -> list[Outcome]:
        """Write a batch (or only look, in a dry run) and say what became of each row."""


@dataclass(frozen=True)
class ImportOptions:
    """What the person who imports decides.

    mapping: headers of the file to canonical columns, or to nothing to leave them unrecognised;
    constants: values for columns that the file leaves blank; `most_rows` ends a look early.
    seen: the digest of what was shown before; an import that would do otherwise does nothing.
    """

    mapping: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    dry_run: bool = False
    publish: bool = False
    progress: Progress | None = None
    most_rows: int | None = None
    seen: str = ""


@contextmanager
def open_rows(
    path: Path, settings: Settings, format_: Format, reading: Reading, options: ImportOptions
) -> Iterator[Layout]:
    """Open a file and give its layout, complete or not; raises FileError."""
    unknown = set(options.constants) - set(format_.by_name)
    if unknown:
        known = ", ".join(format_.by_name)
        raise FileError("column_unknown", column=", ".join(sorted(unknown)), known=known)
    with open_tables(path, settings) as tables:
        layout = find_layout(tables, format_, reading, options.mapping)
        layout.missing = tuple(
            names
            for names in layout.missing
            if not set(names.split(" / ")) & set(options.constants)
        )
        yield layout


def require_columns(layout: Layout) -> None:
    """Raise FileError where a column is missing that every row needs."""
    if layout.missing:
        found = [header for header in layout.headers if header]
        raise FileError(
            "headers_unknown",
            found=", ".join(found)[:500] or "–",
            needed=", ".join(layout.missing),
        )


def import_table(
    path: Path, settings: Settings, writer: Writer, reading: Reading, options: ImportOptions
) -> ImportReport:
    """Read a file and hand its good rows to the writer; return the report.

    Raises FileError when nothing of the file can be used. The caller commits.
    """
    with open_rows(path, settings, writer.format, reading, options) as layout:
        require_columns(layout)
        report = import_layout(layout, settings, writer, reading, options)
    if not report.rows:
        raise FileError("no_rows")
    return report


def import_layout(
    layout: Layout, settings: Settings, writer: Writer, reading: Reading, options: ImportOptions
) -> ImportReport:
    """Hand the good rows of one table, whose header is understood, to the writer.

    Raises FileError for more rows than may be.
    """
    report = ImportReport(columns=layout.understood(), unrecognised=layout.unrecognised())
    reader = RowReader(layout, writer.format, reading, writer.check, options.constants)
    run = _Run(writer, report, options, layout)
    for row in reader.rows():
        if report.rows >= settings.import_max_rows:
            raise FileError("too_many_rows", limit=settings.import_max_rows)
        if options.most_rows is not None and report.rows >= options.most_rows:
            break
        run.add(row)
    run.finish()
    return report


class _Run:
    """The state of one import: what was seen, what waits to be written, what came of it."""

    def __init__(
        self, writer: Writer, report: ImportReport, options: ImportOptions, layout: Layout
    ) -> None:
        self._writer = writer
        self._report = report
        self._options = options
        self._layout = layout
        self._seen: dict[str, tuple[int, bytes]] = {}
        self._batch: list[ParsedRow] = []
        self._digests: list[str] = []

    def add(self, row: ParsedRow) -> None:
        """Count a row, and keep it for the next batch when it can go in."""
        self._report.rows += 1
        if row.problem is not None:
            self._report.rejected.append(row.problem)
            return
        digest = row_digest(row.understood(), self._writer.format)
        key = self._writer.key(row)
        before = self._seen.get(key)
        if before is not None:
            self._repeated(row, before, bytes.fromhex(digest)[:16])
            return
        self._seen[key] = (row.number, bytes.fromhex(digest)[:16])
        self._batch.append(row)
        self._digests.append(digest)
        if len(self._batch) == BATCH:
            self._flush()

    def finish(self) -> None:
        """Write what waits."""
        self._flush()
        self._report.rejected.sort(key=lambda problem: problem.row)

    def _repeated(self, row: ParsedRow, before: tuple[int, bytes], digest: bytes) -> None:
        number, first = before
        if digest == first:
            self._report.unchanged += 1
            return
        name = self._writer.format.key
        self._report.rejected.append(
            Problem(
                row.number,
                self._layout.header_of(name),
                str(row.values.get(name, "")),
                "duplicate",
                {"row": str(number)},
            )
        )

    def _flush(self) -> None:
        outcomes = self._writer.write(self._batch, self._digests) if self._batch else []
        for outcome in outcomes:
            if isinstance(outcome, Problem):
                column = self._layout.header_of(outcome.column)
                self._report.rejected.append(replace(outcome, column=column))
            elif outcome == NEW:
                self._report.accepted += 1
            elif outcome == UPDATED:
                self._report.updated += 1
            else:
                self._report.unchanged += 1
        self._batch, self._digests = [], []
        if self._options.progress is not None and outcomes:
            self._options.progress(self._report.rows)
