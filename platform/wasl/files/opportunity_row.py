"""An opportunity as a row of a file tells it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from wasl.files.codes import Language, Sector
from wasl.files.places import District


@dataclass(frozen=True, kw_only=True)
class OpportunityRow:
    """The values of a row by their canonical columns; None is a blank."""

    ref: str
    employer: str
    kind: str
    title: str
    employer_reg_no: str | None = None
    sector: Sector | None = None
    description: str | None = None
    occupation: str | None = None
    skills_required: tuple[str, ...] | None = None
    skills_desired: tuple[str, ...] | None = None
    education_min: int | None = None
    experience_min_years: float | None = None
    languages: tuple[Language, ...] | None = None
    licences: tuple[str, ...] | None = None
    governorate: str | None = None
    district: District | None = None
    remote: bool | None = None
    seats: int | None = None
    wage_min: int | None = None
    wage_max: int | None = None
    hours: str | None = None
    start_date: date | None = None
    apply_by: date | None = None
    accessible: bool | None = None
    transport: bool | None = None
    childcare: bool | None = None
    accommodation: bool | None = None
    women_encouraged: bool | None = None
    commitment: str | None = None


def check_opportunity(
    values: Mapping[str, object],
) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Yield column, code and parameters of what is wrong with the values of a row together."""
    low, high = values.get("wage_min"), values.get("wage_max")
    if isinstance(low, int) and isinstance(high, int) and high < low:
        yield "wage_max", "wage_order", {}
    wage = values.get("wage")
    if isinstance(wage, tuple) and wage[1] < wage[0]:
        yield "wage", "wage_order", {}
