"""What all conditions are made of."""

from typing import Any

from sqlalchemy import ColumnElement, false


def same(column: Any, value: int | None) -> ColumnElement[bool]:
    """Tell whether a column holds this id. No id fits nothing, not even an empty column."""
    return false() if value is None else column == value
