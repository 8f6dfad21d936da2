"""Any file that is taken in: its tables, whatever the format."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from wasl.config import Settings
from wasl.files.cells import RawRow
from wasl.files.delimited import read_delimited
from wasl.files.detect import CSV, JSONL, detect_format
from wasl.files.json_lines import read_json_lines
from wasl.files.workbook import Workbook


@dataclass(frozen=True)
class Table:
    """A sheet, or the whole of a file without sheets; `rows` starts again at each call."""

    name: str
    rows: Callable[[], Iterator[RawRow]]
    hidden: bool = False


@contextmanager
def open_tables(path: Path, settings: Settings) -> Iterator[list[Table]]:
    """Open a file from outside and give its tables; raise FileError when it cannot be used."""
    kind = detect_format(path, settings.upload_max_mb)
    if kind == CSV:
        yield [Table("", partial(read_delimited, path))]
        return
    if kind == JSONL:
        yield [Table("", partial(read_json_lines, path))]
        return
    workbook = Workbook(path, settings.unpacked_max_mb)
    try:
        yield [
            Table(sheet.name, partial(workbook.rows, sheet), sheet.hidden)
            for sheet in workbook.sheets
        ]
    finally:
        workbook.close()
