"""`wasl import`: files of people, of opportunities and of roundtables."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wasl.cli.common import fail, open_database, progress_printer
from wasl.config import load_settings

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from wasl.operations.importing.report import ImportReport
    from wasl.operations.importing.table import ImportOptions

SHOWN = 20  # rejected rows that are printed; the report has all of them

Reports = list[tuple[Path, "ImportReport"]]


@click.group("import")
def import_group() -> None:
    """Take in files: Excel workbooks (.xlsx), CSV or JSON Lines, in any of three languages.

    Exit status: 0 when all rows went in, 1 when some were rejected, 2 when nothing could be done.
    """


_FILES = (
    click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path)),
    click.option("--dry-run", is_flag=True, help="Say what would happen, change nothing."),
    click.option(
        "--report",
        type=click.Path(path_type=Path, dir_okay=False),
        help="Write the report as JSON to this file.",
    ),
    click.option(
        "--map",
        "mapping",
        multiple=True,
        metavar="'HEADER=COLUMN'",
        help="Take a header of the file for this column; an empty COLUMN leaves it out.",
    ),
)


def _every(command: Callable[..., None]) -> Callable[..., None]:
    """Add the argument and options that all commands have."""
    for decorator in reversed(_FILES):
        command = decorator(command)
    return command


def _shared(command: Callable[..., None]) -> Callable[..., None]:
    """Add the argument and options of the commands that read one table."""
    decorators = (
        *_FILES,
        click.option(
            "--set",
            "constants",
            multiple=True,
            metavar="COLUMN=VALUE",
            help="Use this value where the file leaves a column blank (register=momd).",
        ),
    )
    for decorator in reversed(decorators):
        command = decorator(command)
    return command


@import_group.command("intake")
@_shared
def intake_command(
    files: tuple[Path, ...],
    *,
    dry_run: bool,
    report: Path | None,
    mapping: tuple[str, ...],
    constants: tuple[str, ...],
) -> None:
    """Take in people from registers and intake forms."""
    from wasl.operations.import_intake import import_intake
    from wasl.operations.importing.table import ImportOptions

    options = ImportOptions(
        _pairs(mapping), _pairs(constants), dry_run, progress=progress_printer("rows read")
    )
    _run_files(files, import_intake, options, report)


@import_group.command("opportunities")
@_shared
@click.option(
    "--publish",
    is_flag=True,
    help="The secretariat vouches for this list: publish at once instead of keeping drafts.",
)
def opportunities_command(
    files: tuple[Path, ...],
    *,
    dry_run: bool,
    report: Path | None,
    mapping: tuple[str, ...],
    constants: tuple[str, ...],
    publish: bool,
) -> None:
    """Take in jobs, internships, training, mentoring, in-kind support and finance."""
    from wasl.operations.import_opportunities import import_opportunities
    from wasl.operations.importing.table import ImportOptions

    options = ImportOptions(
        _pairs(mapping), _pairs(constants), dry_run, publish, progress_printer("rows read")
    )
    _run_files(files, import_opportunities, options, report)


@import_group.command("roundtables")
@_every
def roundtables_command(
    files: tuple[Path, ...], *, dry_run: bool, report: Path | None, mapping: tuple[str, ...]
) -> None:
    """Take in roundtables and what was promised there, from two sheets of a workbook.

    A header that both sheets have is mapped on one of them alone as roundtables.HEADER or
    commitments.HEADER.
    """
    from wasl.operations.import_roundtables import import_roundtables
    from wasl.operations.importing.table import ImportOptions

    options = ImportOptions(
        _pairs(mapping), dry_run=dry_run, progress=progress_printer("rows read")
    )
    _run_files(files, import_roundtables, options, report)


def _pairs(texts: tuple[str, ...]) -> dict[str, str]:
    """Read `NAME=VALUE`; the last `=` parts them, because headers may hold one."""
    pairs = {}
    for text in texts:
        name, equals, value = text.rpartition("=")
        if not equals or not name.strip():
            fail(f"{text!r}: write it as NAME=VALUE")
        pairs[name.strip()] = value.strip()
    return pairs


def _run_files(
    files: tuple[Path, ...],
    import_file: "Callable[..., ImportReport]",
    options: "ImportOptions",
    report: Path | None,
) -> None:
    """Take in each file in a transaction of its own, tell what happened, and exit."""
    from wasl.files.errors import FileError

    if report is not None and not report.absolute().parent.is_dir():
        fail(f"{report} cannot be written: there is no such folder")
    engine = open_database()
    reports: Reports = []
    failures: dict[str, str] = {}
    for path in files:
        try:
            reports.append((path, _take_in(engine, path, import_file, options)))
        except FileError as error:
            failures[str(path)] = str(error)
            click.echo(f"{path}: nothing was taken in. {error}", err=True)
        else:
            _tell(path, reports[-1][1], options.dry_run)
    engine.dispose()
    if report is not None:
        _write_report(report, reports, failures)
    if not reports:
        sys.exit(2)
    sys.exit(1 if failures or any(done.rejected for _, done in reports) else 0)


def _take_in(
    engine: "Engine",
    path: Path,
    import_file: "Callable[..., ImportReport]",
    options: "ImportOptions",
) -> "ImportReport":
    from sqlalchemy.orm import Session

    from wasl.access.viewer import COMMAND_LINE
    from wasl.database import write_session

    settings = load_settings()
    if options.dry_run:
        with Session(engine) as session:
            return import_file(session, COMMAND_LINE, path, settings, options)
    with write_session(engine) as session:
        return import_file(session, COMMAND_LINE, path, settings, options)


def _tell(path: Path, done: "ImportReport", dry_run: bool) -> None:
    """Print the counts and the first rejected rows."""
    would = " (dry run: nothing was changed)" if dry_run else ""
    click.echo(f"{path}{would}")
    click.echo(
        f"  {done.rows:,} rows: {done.accepted:,} new, {done.updated:,} updated, "
        f"{done.unchanged:,} unchanged, {len(done.rejected):,} rejected"
    )
    for held in done.held[:SHOWN]:
        words = ", ".join(f"“{words}”" for words in held.words)
        click.echo(f"  row {held.row} waits to be read before it is published: {words}")
    if done.unrecognised:
        click.echo(f"  kept, but not understood: {', '.join(done.unrecognised)}")
    for problem in done.rejected[:SHOWN]:
        value = f" “{problem.value[:60]}”" if problem.value else ""
        where = f"sheet {problem.sheet}, " if problem.sheet else ""
        click.echo(f"  {where}row {problem.row}, {problem.column}{value}: {problem.reason}")
    if len(done.rejected) > SHOWN:
        click.echo(f"  … and {len(done.rejected) - SHOWN:,} more; --report has all of them")


def _write_report(target: Path, reports: Reports, failures: dict[str, str]) -> None:
    """Write the report of FILES.md; of several files the sums, and each one under `files`."""
    if len(reports) == 1 and not failures:
        content = reports[0][1].to_json()
    else:
        each = [{"file": str(path), **done.to_json()} for path, done in reports]
        each += [{"file": path, "error": text} for path, text in failures.items()]
        content = _summed(reports)
        content["files"] = each
    target.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _summed(reports: Reports) -> dict[str, object]:
    columns: dict[str, str] = {}
    for _, done in reports:
        columns |= done.columns
    return {
        "rows": sum(done.rows for _, done in reports),
        "accepted": sum(done.accepted for _, done in reports),
        "updated": sum(done.updated for _, done in reports),
        "unchanged": sum(done.unchanged for _, done in reports),
        "rejected": [
            {"file": str(path), **problem.to_json()}
            for path, done in reports
            for problem in done.rejected
        ],
        "columns": columns,
        "unrecognised": list(
            dict.fromkeys(header for _, done in reports for header in done.unrecognised)
        ),
    }
