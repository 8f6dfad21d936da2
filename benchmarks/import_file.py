"""`python -m benchmarks.import_file [ROWS]`: seconds and memory of reading a long workbook.

The people of the messy sample file are written again and again under new case numbers.
"""

import sys
import time
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import xlsxwriter

from wasl.access.viewer import COMMAND_LINE
from wasl.config import Settings
from wasl.database import ensure_database, make_engine, write_session
from wasl.files.source import open_tables
from wasl.operations.import_intake import import_intake
from wasl.operations.importing.table import ImportOptions

SAMPLE = Path(__file__).parent.parent / "tests" / "data" / "samples" / "intake_messy_ar.xlsx"
HEADER_ROW, CASE_NO = 6, 1
LIMIT_MB = 600


def write_long_file(target: Path, rows: int) -> None:
    """Write a workbook of so many rows and 49 columns."""
    with open_tables(SAMPLE, Settings()) as tables:
        cells = [row.cells for row in tables[0].rows() if row.number >= HEADER_ROW][:401]
    header, people = cells[0], cells[1:]
    with xlsxwriter.Workbook(target, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("intake")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, header)
        for number in range(rows):
            person = list(people[number % len(people)])
            person[CASE_NO] = f"B-{number}"
            for column, value in enumerate(person):
                if isinstance(value, date):
                    midnight = datetime(value.year, value.month, value.day)  # noqa: DTZ001
                    sheet.write_datetime(number + 1, column, midnight, day)
                elif value not in (None, ""):
                    sheet.write(number + 1, column, value)


def peak_mb() -> int:
    """Return the most memory this process has had, in MiB."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) // 1024


def main() -> None:
    """Read a long file without writing, then take in a tenth of it; end if memory is too high."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder))
        engine = make_engine(settings)
        ensure_database(engine)
        for count, dry_run in ((rows, True), (rows // 10, False)):
            path = Path(folder) / "long.xlsx"
            write_long_file(path, count)
            began = time.perf_counter()
            with write_session(engine) as session:
                report = import_intake(
                    session, COMMAND_LINE, path, settings, ImportOptions(dry_run=dry_run)
                )
            seconds = time.perf_counter() - began
            what = "read" if dry_run else "taken in"
            print(
                f"{report.rows:,} rows {what}: {seconds:.1f} s, "
                f"{1000 * seconds / report.rows:.2f} ms a row, peak {peak_mb()} MiB"
            )
        engine.dispose()
    if peak_mb() > LIMIT_MB:
        sys.exit(f"more than {LIMIT_MB} MiB")


if __name__ == "__main__":
    main()
