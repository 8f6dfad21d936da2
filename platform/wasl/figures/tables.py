"""Counts before and after they are protected: plain data, in and out of JSON."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

ALL = ""
"""The code of the last row and the last column: everybody."""


class Mark(StrEnum):
    """Why a cell shows no number."""

    FEW = "few"
    KEPT_BACK = "kept_back"


Shown = int | Mark
"""What is published of a cell: the count rounded to a multiple of five, or why there is none."""


@dataclass(frozen=True, kw_only=True)
class Breakdown:
    """How many people of each kind live in each place: each of them is counted exactly once.

    counts: by row and column; what is not in it is zero. Totals are not in it.
    """

    name: str
    rows: Sequence[str]
    columns: Sequence[str]
    counts: Mapping[tuple[str, str], int]


@dataclass(frozen=True, kw_only=True)
class PublishedTable:
    """A table as everybody may see it, with a last row and a last column for everybody.

    cells: in the order of `rows` and `columns`, which both end with `ALL`.
    """

    name: str
    rows: Sequence[str]
    columns: Sequence[str]
    cells: Sequence[Sequence[Shown]]

    def cell(self, row: str, column: str) -> Shown:
        """Return what is published of one cell."""
        return self.cells[self.rows.index(row)][self.columns.index(column)]

    @property
    def hidden(self) -> int:
        """How many cells show no number."""
        return sum(isinstance(cell, Mark) for line in self.cells for cell in line)

    def as_json(self) -> dict[str, Any]:
        """Return plain lists; a cell without a number is the word of its mark."""
        return {
            "name": self.name,
            "rows": list(self.rows),
            "columns": list(self.columns),
            "cells": [
                [cell.value if isinstance(cell, Mark) else cell for cell in line]
                for line in self.cells
            ],
        }

    @classmethod
    def from_json(cls, given: Mapping[str, Any]) -> "PublishedTable":
        """Read what `as_json` wrote."""
        return cls(
            name=given["name"],
            rows=tuple(given["rows"]),
            columns=tuple(given["columns"]),
            cells=tuple(
                tuple(Mark(cell) if isinstance(cell, str) else cell for cell in line)
                for line in given["cells"]
            ),
        )
