"""A roundtable and a commitment as rows of a file tell them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date as Date  # noqa: N812 - a column has the name `date`

from wasl.files.codes import Sector
from wasl.files.rows import Finding


@dataclass(frozen=True, kw_only=True)
class RoundtableRow:
    """The values of a roundtable by their canonical columns; None is a blank."""

    ref: str
    date: Date
    city: str | None = None
    host: str | None = None
    chair: str | None = None
    title: str | None = None
    participants: tuple[str, ...] | None = None


@dataclass(frozen=True, kw_only=True)
class CommitmentRow:
    """The values of a commitment by their canonical columns; None is a blank."""

    ref: str
    stakeholder: tuple[str, ...]
    type: str
    roundtable: str | None = None
    quantity: int | None = None
    unit: str | None = None
    sector: Sector | None = None
    governorate: str | None = None
    deadline: Date | None = None
    text: str | None = None
    responsible_role: str | None = None
    status_reported: str | None = None


def check_row(_: Mapping[str, object]) -> Iterator[Finding]:
    """Yield nothing: no two columns of these sheets can contradict each other."""
    yield from ()
