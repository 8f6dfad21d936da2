"""Read what was typed into the form of a posting: each part by itself, with what is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from models.opportunity import Opportunity
from wasl.files.columns import Reading
from wasl.files.errors import CellError
from wasl.operations.postings.fields import columns_of


@dataclass
class Read:
    """What was understood, by column, and why the other columns were not."""

    values: dict[str, object] = field(default_factory=dict)
    problems: dict[str, CellError] = field(default_factory=dict)

    def refuse(self, name: str, error: CellError) -> None:
        """Take a value back because it does not go with something else."""
        self.values.pop(name, None)
        self.problems[name] = error


def read_typed(opportunity: Opportunity, typed: Mapping[str, str], reading: Reading) -> Read:
    """Read the columns of a posting's kind that were typed; others stay as they are.

    A blank empties a column, except the title and the number of places, which every posting has.
    """
    found = Read()
    for name, column in columns_of(opportunity.kind).items():
        if name not in typed:
            continue
        try:
            value = column.read(typed[name], reading)
        except CellError as error:
            found.problems[name] = error
            continue
        if value is None and name in ("title", "seats"):
            found.problems[name] = CellError("required")
            continue
        found.values[name] = reading.values[name] = value
    _check_together(opportunity, found, reading.today)
    return found


def _check_together(opportunity: Opportunity, found: Read, today: date) -> None:
    seats, taken = found.values.get("seats"), opportunity.seats_taken
    if isinstance(seats, int) and seats < taken:
        found.refuse("seats", CellError("seats_taken", taken=taken))
    low, high = found.values.get("wage_min"), found.values.get("wage_max")
    if isinstance(low, int) and isinstance(high, int) and high < low:
        found.refuse("wage_max", CellError("wage_order"))
        found.values["wage_max"] = None  # what it was before may be below the lowest as well
    apply_by = found.values.get("apply_by")
    if isinstance(apply_by, date) and apply_by < today and apply_by != opportunity.apply_by:
        found.refuse("apply_by", CellError("day_over"))
