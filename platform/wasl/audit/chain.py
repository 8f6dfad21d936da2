"""The links of the chain: a keyed digest over an event and the digest of the one before it."""

import json
from collections.abc import Mapping
from datetime import UTC
from typing import Any

from models.sealed import KeyRing

# One way to write an event, whatever the database does to the order of keys or to spaces.
_CANONICAL = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"))
_KEPT_AS_THEY_ARE = (bool, int, type(None))


def _pack(value: Any) -> Any:
    """Return a value as it is read again from either database's JSON.

    There is no place for fractions: PostgreSQL would write 1e5 as 100000.
    """
    if isinstance(value, _KEPT_AS_THEY_ARE):
        return value
    if isinstance(value, float | dict):
        raise TypeError("the audit log takes neither fractions nor what has keys of its own")
    if isinstance(value, list | tuple):
        return [_pack(item) for item in value]
    return str(value)


def pack_details(details: Mapping[str, Any]) -> dict[str, Any]:
    """Return details as JSON knows them: texts (also of enums and days), whole numbers, lists."""
    return {name: _pack(value) for name, value in details.items()}


def reason_digest(ring: KeyRing, salt: str, reason: str, key_id: str | None = None) -> str:
    """Return the digest by which the chain proves a reason that is kept apart."""
    return ring.chain(f"reason\n{salt}\n{reason}".encode(), key_id)


def link_digest(ring: KeyRing, previous: str, values: Mapping[str, Any]) -> str:
    """Return the digest of an event: over the digest before it and all of its columns.

    values: the columns of `audit_event` except `digest`; `at` is aware.
    Raises KeyMissingError when the key that `key_id` names is not in the ring.
    """
    told = {name: value for name, value in values.items() if name != "digest"}
    told["at"] = told["at"].astimezone(UTC).isoformat(timespec="microseconds")
    return ring.chain(f"{previous}\n{_CANONICAL.encode(told)}".encode(), told["key_id"])
