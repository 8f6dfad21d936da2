"""Rows that a migration carries: read in parts, as the database has them, and written again."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from models.base import UtcDateTime

PART = 1_000
Row = Mapping[str, Any]

_TYPES: Mapping[str, sa.types.TypeEngine[Any]] = {
    "active": sa.Boolean(),
    "birth_day": sa.Date(),
    **dict.fromkeys(
        ("created_at", "granted_at", "offered_at", "accepted_at", "closed_at", "password_set_at"),
        UtcDateTime(),
    ),
}


def table(name: str, *columns: str) -> sa.TableClause:
    """Return a table as it is at this moment; numbers and texts come as the database has them."""
    return sa.table(name, *(sa.column(column, _TYPES.get(column)) for column in columns))


def parts(connection: Connection, source: sa.TableClause, key: str) -> Iterator[Sequence[Row]]:
    """Yield all rows of a table in the order of a key column, some at a time."""
    order = source.c[key]
    last: Any = None
    while True:
        statement = sa.select(source).order_by(order).limit(PART)
        if last is not None:
            statement = statement.where(order > last)
        found = connection.execute(statement).mappings().all()
        if not found:
            return
        yield [dict(row) for row in found]
        last = found[-1][key]


def rewrite(
    connection: Connection,
    target: sa.TableClause,
    key: str,
    change: Callable[[Row], dict[str, Any]],
    written: Sequence[str],
) -> None:
    """Write some columns of every row anew; `change` gives them from the row as it was."""
    statement = (
        sa.update(target)
        .where(target.c[key] == sa.bindparam("of_row"))
        .values({column: sa.bindparam(f"new_{column}") for column in written})
    )
    for part in parts(connection, target, key):
        rows = []
        for row in part:
            new = change(row)
            rows.append({"of_row": row[key], **{f"new_{name}": new[name] for name in written}})
        connection.execute(statement, rows)
