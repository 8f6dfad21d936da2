"""Errors of files and rows: a stable code with parameters, and English text for the console."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from wasl.files.messages import FILE_MESSAGES, ROW_MESSAGES

SHOWN_VALUE = 200  # characters of a rejected value that a report repeats


class FileError(Exception):
    """Nothing of a file can be used; `message` with `params` is the text to translate."""

    def __init__(self, code: str, **params: object) -> None:
        self.code = code
        self.params = {name: str(value) for name, value in params.items()}
        self.message = FILE_MESSAGES[code]
        super().__init__(self.message % self.params)


class CellError(Exception):
    """A cell cannot be read as its column wants; raised by the parsers of cells."""

    def __init__(self, code: str, **params: object) -> None:
        self.code = code
        self.params = {name: str(value) for name, value in params.items()}
        super().__init__(code)


@dataclass(frozen=True)
class Problem:
    """Why one row stays out: row number, column as the file names it, value, code with params."""

    row: int
    column: str
    value: str
    code: str
    params: Mapping[str, str] = field(default_factory=dict)
    more: tuple["Problem", ...] = ()
    sheet: str = ""  # where a file is read from several

    @property
    def message(self) -> str:
        """The text to translate, with `params` to fill in."""
        return ROW_MESSAGES[self.code]

    @property
    def reason(self) -> str:
        """The reason in English, and those of further cells of the row."""
        text = self.message % self.params
        also = (f"Also {other.column}: {other.message % other.params}" for other in self.more)
        return " ".join((text, *also))

    def to_json(self) -> dict[str, object]:
        """Return the entry as the report of an import has it (FILES.md)."""
        return {
            **({"sheet": self.sheet} if self.sheet else {}),
            "row": self.row,
            "column": self.column,
            "value": self.value[:SHOWN_VALUE],
            "reason": self.reason,
        }

    def to_record(self) -> dict[str, object]:
        """Return the entry with what a page needs to say it in another language."""
        return {
            **self.to_json(),
            "code": self.code,
            "params": dict(self.params),
            "more": [other.to_record() for other in self.more],
        }
