"""What 0002 seals on the way up, and opens again on the way down."""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from models.migrations.folding import fold, name_beginnings
from models.migrations.rows import Row, parts, rewrite, table
from models.sealed import KeyRing, keys_of

# Texts and JSON by table, with the column that tells rows apart.
_TEXTS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "import_job": ("id", ("filename",)),
    "preference": ("person_id", ("aspirations",)),
    "return_journey": ("person_id", ("reason_migrated",)),
}
_JSON: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "import_job": ("id", ("report",)),
    "register_entry": ("id", ("unrecognised", "wording")),
}
_NAMES = ("name_ar", "name_latin", "known_as", "mother_name")
_IDENTITY = (*_NAMES, "birth_date", "national_id", "phone", "email")
_DIGEST_DIGITS = 32

Change = Callable[[KeyRing, str, str], str]


def _seal(ring: KeyRing, text: str, column: str) -> str:
    return ring.seal(text, column)


def _seal_json(ring: KeyRing, text: str, column: str) -> str:
    return ring.seal(json.dumps(json.loads(text), ensure_ascii=False), column)


def _unseal(ring: KeyRing, text: str, column: str) -> str:
    return ring.unseal(text, column)


def _each(
    connection: Connection,
    places: Mapping[str, tuple[str, tuple[str, ...]]],
    how: Change,
) -> None:
    for name, (key, columns) in places.items():
        target = table(name, key, *columns)

        def change(
            row: Row, name: str = name, columns: tuple[str, ...] = columns
        ) -> dict[str, Any]:
            ring = keys_of(connection.dialect)
            return {
                column: how(ring, row[column], f"{name}.{column}")
                if row[column] is not None
                else None
                for column in columns
            }

        rewrite(connection, target, key, change, columns)


def _digests(ring: KeyRing, row: Row) -> Iterator[str]:
    def digest(purpose: str, text: str) -> str:
        return ring.index(f"person/{purpose}", text)[:_DIGEST_DIGITS]

    for column in _NAMES:
        purpose = "mother" if column == "mother_name" else "name"
        yield from (digest(purpose, first) for first in name_beginnings(row[column] or ""))
    for column in ("national_id", "phone"):
        if row[column]:
            yield digest(column, row[column])


def _make_keys(connection: Connection) -> None:
    """Write the digests under which people are found; their names are still to be read."""
    identity = table("person_identity", "person_id", *_NAMES, "national_id", "phone")
    keys = table("person_key", "person_id", "digest")
    for part in parts(connection, identity, "person_id"):
        ring = keys_of(connection.dialect)
        found = [
            {"person_id": row["person_id"], "digest": digest}
            for row in part
            for digest in set(_digests(ring, row))
        ]
        if found:
            connection.execute(sa.insert(keys), found)


def _key_rows(connection: Connection, *, keyed: bool) -> None:
    """Put a keyed digest of what a row said in the place of a plain one, which could be tried out.

    Back there is no way: without a digest, a row that comes again is compared value by value.
    """

    def change(row: Row) -> dict[str, Any]:
        ring = keys_of(connection.dialect)
        return {"digest": ring.index("row", row["digest"]) if keyed and row["digest"] else ""}

    rewrite(connection, table("register_entry", "id", "digest"), "id", change, ("digest",))


def seal_everything(connection: Connection) -> None:
    """Seal identity and free texts, and make people findable. The columns are texts already."""
    _make_keys(connection)
    _each(connection, {"person_identity": ("person_id", _IDENTITY)}, _seal)
    _each(connection, _TEXTS, _seal)
    _each(connection, _JSON, _seal_json)
    _key_rows(connection, keyed=True)


def open_everything(connection: Connection) -> None:
    """Open what is sealed. `birth_day` and `search_key` are there to be filled."""
    _key_rows(connection, keyed=False)
    _each(connection, _JSON, _unseal)
    _each(connection, _TEXTS, _unseal)
    _each(connection, {"person_identity": ("person_id", _IDENTITY)}, _unseal)
    target = table("person_identity", "person_id", *_IDENTITY, "birth_day", "search_key")

    def derive(row: Row) -> dict[str, Any]:
        shown = (row["name_ar"], row["name_latin"], row["known_as"])
        day = row["birth_date"]
        return {
            "search_key": fold(" ".join(name for name in shown if name)),
            "birth_day": date.fromisoformat(day) if day else None,
        }

    rewrite(connection, target, "person_id", derive, ("search_key", "birth_day"))
