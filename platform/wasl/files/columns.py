"""What a column of a file is: its name, how a cell of it is read, how its value is compared."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, is_dataclass
from datetime import date

from wasl.files.cells import Cell
from wasl.files.dates import PartialDate
from wasl.files.places import Places


@dataclass
class Reading:
    """What the parsers of cells may look at: reference data, today, the row read so far."""

    places: Places
    today: date
    occupations: frozenset[str] = frozenset()
    scales: Mapping[str, int] = field(default_factory=dict)
    values: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Column:
    """A canonical column; `read` returns None for a blank and raises CellError."""

    name: str
    read: Callable[[Cell, Reading], object | None]
    required: bool = False
    # The order of the items means nothing, so it does not make two rows different.
    unordered: bool = False
    # The cell is kept as it stood when it says the value in other words.
    coded: bool = False


@dataclass(frozen=True)
class Format:
    """One of the file formats: sheet, columns in their order, which ones a file must have."""

    name: str
    columns: tuple[Column, ...]
    key: str
    needed: tuple[tuple[str, ...], ...]
    # Brings the values of a row into their final shape before they are checked together.
    settle: Callable[[dict[str, object]], None] = lambda _: None

    @property
    def by_name(self) -> dict[str, Column]:
        """The columns by their canonical names."""
        return {column.name: column for column in self.columns}


def canonical(value: object) -> object:
    """Return a value as JSON has it: ISO dates, lists, objects without empty members."""
    if isinstance(value, PartialDate):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [canonical(item) for item in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {name: item for name, item in asdict(value).items() if item is not None}
    return value
