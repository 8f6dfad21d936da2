"""Declarative base: column types, names of constraints, opaque ids, UTC times."""

import enum
import secrets
from datetime import UTC, datetime
from typing import Annotated, Any

from sqlalchemy import JSON, DateTime, Dialect, Enum, MetaData, String, Text, TypeDecorator
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, mapped_column

NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

# Crockford's alphabet, lower case: nothing is mistaken for something else when read out.
_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


def new_public_id() -> str:
    """Return 12 random characters (60 bits) that say nothing about the record."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(12))


def utc_now() -> datetime:
    """Return the current time, aware, in UTC."""
    return datetime.now(UTC)


class UtcDateTime(TypeDecorator[datetime]):
    """Aware datetimes in, aware UTC datetimes out, also on SQLite, which stores no zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive times; they mean different moments on different machines."""
        del dialect
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Attach UTC where the database dropped it."""
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


JSON_TYPE = JSON().with_variant(JSONB(), "postgresql")

Json = dict[str, Any]
JsonList = list[Any]

Code = Annotated[str, mapped_column(String(32))]
Name = Annotated[str, mapped_column(String(300))]
PublicId = Annotated[str, mapped_column(String(16), unique=True, default=new_public_id)]
Created = Annotated[datetime, mapped_column(UtcDateTime, default=utc_now)]
Updated = Annotated[datetime, mapped_column(UtcDateTime, default=utc_now, onupdate=utc_now)]


def unchecked(kind: type[enum.Enum]) -> Enum:
    """Return a column type for an enum that the schema need not know: it grows, or stands twice."""
    return Enum(
        kind,
        native_enum=False,
        create_constraint=False,
        length=40,
        values_callable=lambda members: [member.value for member in members],
    )


class Base(DeclarativeBase):
    """Base of all tables."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {
        str: Text(),
        datetime: UtcDateTime(),
        Json: JSON_TYPE,
        JsonList: JSON_TYPE,
        enum.Enum: Enum(
            enum.Enum,
            native_enum=False,
            create_constraint=True,
            length=32,
            values_callable=lambda members: [member.value for member in members],
        ),
    }
