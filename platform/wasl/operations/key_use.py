"""Which keys a database still needs: what is sealed, found or chained with each of them."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Column, Connection, select
from sqlalchemy.orm import Session

from models import Base
from models.account import Account
from models.audit import AuditEvent
from models.key_ring import (
    ANY_SEALED,
    KeyMissingError,
    KeyRing,
    SealBrokenError,
    sealed_prefix,
)
from models.sealed import sealed_columns

ACCOUNTS_AT_ONCE = 200


@dataclass(frozen=True)
class RawColumn:
    """A sealed column as the database has it, without opening anything."""

    table: sa.TableClause
    key: sa.ColumnClause[Any]
    value: sa.ColumnClause[str]
    name: str


def _raw(column: Column[Any]) -> RawColumn:
    [key] = column.table.primary_key.columns
    raw_key: sa.ColumnClause[Any] = sa.column(key.name)
    value: sa.ColumnClause[str] = sa.column(column.name, sa.Text())
    table = sa.table(column.table.name, raw_key, value)
    return RawColumn(table, table.c[key.name], table.c[column.name], f"{table.name}.{column.name}")


def raw_columns() -> Iterator[RawColumn]:
    """Yield every sealed column of the schema."""
    return map(_raw, sealed_columns(Base.metadata))


@dataclass(frozen=True)
class KeyUse:
    """How many values each key sealed, and how many links of the audit log it made, by key id."""

    sealed: Counter[str] = field(default_factory=Counter)
    audit: Counter[str] = field(default_factory=Counter)
    unknown: int = 0


def _count(connection: Connection, column: RawColumn, keys: list[str]) -> tuple[Counter[str], int]:
    """Return how many values of a column each key sealed, and how many no key of the ring did."""
    under = [sa.func.sum(_is_under(column, key)) for key in keys]
    total, *found = connection.execute(select(sa.func.count(column.value), *under)).one()
    counts = Counter({key: number for key, number in zip(keys, found, strict=True) if number})
    return counts, total - counts.total()


def _is_under(column: RawColumn, key: str) -> sa.ColumnElement[int]:
    return sa.case((column.value.like(f"{sealed_prefix(key)}%"), 1), else_=0)


def count_key_use(session: Session, ring: KeyRing) -> KeyUse:
    """Count what was sealed with each key of a ring, and what with none of them."""
    connection = session.connection()
    keys = sorted({*ring.keys, *ring.audit})
    use = KeyUse()
    unknown = 0
    for column in raw_columns():
        counts, others = _count(connection, column, keys)
        use.sealed.update(counts)
        unknown += others
    links = select(AuditEvent.key_id, sa.func.count()).group_by(AuditEvent.key_id)
    for key, number in connection.execute(links):
        use.audit[key] += number
    return KeyUse(use.sealed, use.audit, unknown)


def values_under_other_keys(
    connection: Connection, column: RawColumn, current: str, after: Any, limit: int
) -> list[tuple[Any, str]]:
    """Return key and sealed value of some rows that another key than the current one sealed.

    after: the key of the last row that was seen, none at the beginning.
    """
    statement = (
        select(column.key, column.value)
        .where(column.value.like(ANY_SEALED))
        .where(column.value.not_like(f"{sealed_prefix(current)}%"))
        .order_by(column.key)
        .limit(limit)
    )
    if after is not None:
        statement = statement.where(column.key > after)
    return [(key, value) for key, value in connection.execute(statement)]


def readable_logins(session: Session, after: int) -> list[tuple[int, str | None, str | None]]:
    """Return id, login and digest of some accounts; none as the login where nothing opens it."""
    columns = (Account.id, Account.login, Account.login_index)
    some = select(Account.id).where(Account.id > after, Account.login_index.is_not(None))
    found: list[tuple[int, str | None, str | None]] = []
    for id_ in session.scalars(some.order_by(Account.id).limit(ACCOUNTS_AT_ONCE)):
        try:
            row = session.execute(select(*columns).where(Account.id == id_)).one()
            found.append((row.id, row.login, row.login_index))
        except (KeyMissingError, SealBrokenError):
            found.append((id_, None, None))
    return found
