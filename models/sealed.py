"""Column types that the database holds sealed, with keys that are not in the database.

A sealed value is `s1:<key id>:<base64 of nonce and AES-256-GCM ciphertext>`; the column's name is
authenticated with it, so that a value cannot be moved into another column.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import Column, Dialect, Engine, MetaData, Text, TypeDecorator
from sqlalchemy.sql import operators

from models.key_ring import KEY_BYTES, KeyMissingError, KeyRing, SealBrokenError

__all__ = [
    "KEY_BYTES",
    "KeyMissingError",
    "KeyRing",
    "SealBrokenError",
    "Sealed",
    "SealedDate",
    "SealedJson",
    "SealedType",
    "attach_keys",
    "keys_of",
    "sealed_columns",
]

_HELD = "wasl_keys"
Value = TypeVar("Value")


@dataclass
class _Held:
    """Where an engine's ring comes from, and the ring that was read last."""

    read: Callable[[], KeyRing]
    ring: KeyRing


def attach_keys(engine: Engine, read: Callable[[], KeyRing]) -> None:
    """Let sessions of an engine seal and open.

    read: returns the ring as it is now. It is called before anything is sealed or looked for, and
    when a value was sealed with a key that was not there before, so it must be quick.
    """
    setattr(engine.dialect, _HELD, _Held(read, read()))


def _held(dialect: Dialect) -> _Held:
    held: _Held | None = getattr(dialect, _HELD, None)
    if held is None:
        raise KeyMissingError("no keys were attached to this database engine")
    return held


def keys_of(dialect: Dialect) -> KeyRing:
    """Return the ring of an engine's dialect as it is now; KeyMissingError when it has none."""
    held = _held(dialect)
    held.ring = held.read()
    return held.ring


def _open(dialect: Dialect, sealed: str, column: str) -> str:
    try:
        return _held(dialect).ring.unseal(sealed, column)
    except KeyMissingError:  # a key was added by another process
        return keys_of(dialect).unseal(sealed, column)


class SealedType(TypeDecorator[Value]):
    """A value that the database holds sealed. column: `table.column`.

    It cannot be compared or ordered in a statement: two seals of one value differ. Look for a
    keyed digest instead, or open and compare.
    """

    impl = Text
    cache_ok = True

    class comparator_factory(TypeDecorator.Comparator[Any]):  # noqa: N801  SQLAlchemy's name
        """Lets a statement ask only whether there is a value."""

        def operate(self, op: Any, *other: Any, **kwargs: Any) -> Any:
            """Refuse what would silently find nothing. Raises TypeError."""
            asks_for_none = op in (operators.eq, operators.ne) and other[0] is None
            if op not in (operators.is_, operators.is_not) and not asks_for_none:
                raise TypeError(f"{self.expr} is sealed: no statement can compare or order it")
            return super().operate(op, *other, **kwargs)

    def __init__(self, column: str) -> None:
        super().__init__()
        self.column = column

    def write(self, value: Value) -> str:
        """Return the text that is sealed."""
        raise NotImplementedError

    def read(self, text: str) -> Value:
        """Return the value of a text that was opened."""
        raise NotImplementedError

    def process_bind_param(self, value: Value | None, dialect: Dialect) -> str | None:
        """Seal on the way in."""
        return None if value is None else keys_of(dialect).seal(self.write(value), self.column)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Value | None:
        """Open on the way out."""
        return None if value is None else self.read(_open(dialect, value, self.column))


class Sealed(SealedType[str]):
    """A text that the database holds sealed."""

    cache_ok = True

    def write(self, value: str) -> str:
        """Return the text itself."""
        return value

    def read(self, text: str) -> str:
        """Return the text itself."""
        return text


class SealedDate(SealedType[date]):
    """A day that the database holds sealed."""

    cache_ok = True

    def write(self, value: date) -> str:
        """Return the day in ISO 8601."""
        return value.isoformat()

    def read(self, text: str) -> date:
        """Return the day."""
        return date.fromisoformat(text)


class SealedJson(SealedType[Any]):
    """A JSON value that the database holds sealed."""

    cache_ok = True

    def write(self, value: Any) -> str:
        """Return the value as JSON."""
        return json.dumps(value, ensure_ascii=False)

    def read(self, text: str) -> Any:
        """Return the value of the JSON."""
        return json.loads(text)


def sealed_columns(metadata: MetaData) -> Iterator[Column[Any]]:
    """Yield every sealed column of every table, in the order of the tables."""
    for table in metadata.sorted_tables:
        yield from (column for column in table.columns if isinstance(column.type, SealedType))
