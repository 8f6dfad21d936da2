"""A rotation reaches whatever is sealed, in every table there is, and not only what we thought of.

The rows are made from the schema, so that a column that is added tomorrow is in them.
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import Column, Engine, Table, event, inspect
from sqlalchemy.orm import Session

from models import Base
from models.base import utc_now
from models.key_ring import key_of_sealed
from models.person import Person
from models.sealed import SealedDate, SealedJson, SealedType, keys_of, sealed_columns
from tests.operations.test_rotate_keys import rotate
from wasl.access.viewer import COMMAND_LINE
from wasl.config import Settings
from wasl.database import write_session
from wasl.operations import rotate_keys as rotating
from wasl.operations.drop_old_keys import drop_old_keys
from wasl.operations.key_use import count_key_use, raw_columns

SAID = "رئيسة الموارد البشرية"
FORGOTTEN = ["contact_role.email", "meeting_document.filename", "message.params"]


def _tables() -> list[Table]:
    return sorted({column.table for column in sealed_columns(Base.metadata)}, key=str)


def _said(column: Column[Any]) -> Any:
    """Return a value for a column that is sealed."""
    if isinstance(column.type, SealedDate):
        return date(1990, 1, 1)
    return {"said": SAID} if isinstance(column.type, SealedJson) else SAID


def _filling(column: Column[Any]) -> Any:
    """Return any value for a column that must have one."""
    if isinstance(column.type, sa.Enum):
        return next(iter(column.type.enum_class or column.type.enums))
    known = {
        int: 1, bool: True, dict: {}, bytes: b"", date: date(2026, 1, 1), datetime: utc_now()
    }  # fmt: skip
    kind = column.type
    plain = kind.impl_instance if isinstance(kind, sa.TypeDecorator) else kind
    return known.get(plain.python_type, "x")


def _row(table: Table) -> dict[str, Any]:
    needed = [one for one in table.columns if not one.nullable and one.default is None]
    row = {one.key: _filling(one) for one in needed}
    return row | {one.key: _said(one) for one in table.columns if isinstance(one.type, SealedType)}


def _let_anything_in(engine: Engine) -> None:
    """Switch off what else a row has to keep to: here only what is sealed matters."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _check_nothing)
        engine.dispose()
        return
    with engine.begin() as connection:
        found = inspect(connection)
        for table in _tables():
            names = [one["name"] for one in found.get_foreign_keys(table.name)]
            names += [one["name"] for one in found.get_check_constraints(table.name)]
            for name in names:
                connection.exec_driver_sql(f'ALTER TABLE "{table.name}" DROP CONSTRAINT "{name}"')


def _check_nothing(connection: Any, _record: object) -> None:
    for pragma in ("foreign_keys=OFF", "ignore_check_constraints=ON"):
        connection.execute(f"PRAGMA {pragma}")


@pytest.fixture
def sealed(engine: Engine) -> Engine:
    """A database with a row in each table that has something sealed."""
    _let_anything_in(engine)
    with write_session(engine) as session:
        session.add(Person(id=1))  # whom the identity is of, for its keys
    with engine.begin() as connection:
        for table in _tables():
            connection.execute(table.insert().values(_row(table)))
    return engine


def _sealed_texts(engine: Engine) -> Iterator[tuple[str, str]]:
    """Yield column and key of whatever looks sealed, in any column of the database itself."""
    with engine.connect() as connection:
        found = inspect(connection)
        for table in found.get_table_names():
            rows = connection.execute(sa.text(f'SELECT * FROM "{table}"')).mappings()
            for row in rows:
                for name, value in row.items():
                    key = key_of_sealed(value) if isinstance(value, str) else None
                    if key is not None:
                        yield f"{table}.{name}", key


def test_each_sealed_column_is_named_as_it_stands() -> None:
    """The name is sealed in: with another one a value could be moved between the two."""
    for column in sealed_columns(Base.metadata):
        assert isinstance(column.type, SealedType)
        assert column.type.column == f"{column.table.name}.{column.name}"


def test_whatever_is_sealed_is_sealed_anew(sealed: Engine, settings: Settings) -> None:
    names = {f"{one.table.name}.{one.name}" for one in sealed_columns(Base.metadata)}
    assert {name for name, _key in _sealed_texts(sealed)} == names
    assert names >= {*FORGOTTEN, "contact_role.name", "contact_role.phone"}
    done = rotate(sealed, settings)
    assert {key for _name, key in _sealed_texts(sealed)} == {done.key}
    assert done.unreadable == 0
    drop_old_keys(sealed, COMMAND_LINE, settings)
    with Session(sealed) as session:
        assert set(count_key_use(session, keys_of(sealed.dialect)).sealed) == {done.key}
        for column in sealed_columns(Base.metadata):
            assert session.scalars(sa.select(column)).first() == _said(column), column


@pytest.mark.parametrize("forgotten", FORGOTTEN)
def test_twin_a_column_that_is_left_out_is_found_under_the_old_key(
    sealed: Engine, settings: Settings, monkeypatch: pytest.MonkeyPatch, forgotten: str
) -> None:
    old = keys_of(sealed.dialect).current
    others = [one for one in raw_columns() if one.name != forgotten]
    monkeypatch.setattr(rotating, "raw_columns", lambda: iter(others))
    rotate(sealed, settings)
    assert (forgotten, old) in set(_sealed_texts(sealed))
