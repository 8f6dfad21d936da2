"""Columns that are sealed with a key which is not in the database, and keyed digests to find them.

A sealed value is `s1:<key id>:<base64 of nonce and AES-256-GCM ciphertext>`; the column's name is
authenticated with it, so that a value cannot be moved into another column.
"""

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import Dialect, Engine, Text, TypeDecorator

KEY_BYTES = 32
_NONCE_BYTES = 12
_MARK = "s1"
_RING = "wasl_key_ring"


class KeyMissingError(Exception):
    """A value was sealed with a key that is not in the ring, or there is no ring."""


class SealBrokenError(Exception):
    """A sealed value was changed, or belongs to another column."""


def _derive(key: bytes, purpose: str) -> bytes:
    return HKDF(hashes.SHA256(), KEY_BYTES, salt=None, info=f"wasl/{purpose}".encode()).derive(key)


@dataclass(frozen=True)
class KeyRing:
    """The keys by their ids; `current` seals, all of them open. From each, purposes are derived."""

    current: str
    keys: Mapping[str, bytes] = field(repr=False)

    @cached_property
    def _ciphers(self) -> dict[str, AESGCM]:
        return {name: AESGCM(_derive(key, "seal")) for name, key in self.keys.items()}

    @cached_property
    def _index_keys(self) -> dict[str, bytes]:
        return {name: _derive(key, "index") for name, key in self.keys.items()}

    @cached_property
    def _chain_keys(self) -> dict[str, bytes]:
        return {name: _derive(key, "audit") for name, key in self.keys.items()}

    def seal(self, text: str, column: str) -> str:
        """Seal a text for one column, with the current key."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        sealed = nonce + self._ciphers[self.current].encrypt(nonce, text.encode(), column.encode())
        return f"{_MARK}:{self.current}:{base64.b64encode(sealed).decode()}"

    def unseal(self, sealed: str, column: str) -> str:
        """Open what `seal` made. Raises KeyMissingError and SealBrokenError."""
        mark, _, rest = sealed.partition(":")
        name, _, coded = rest.partition(":")
        if mark != _MARK:
            raise SealBrokenError(f"a value of {column} is not sealed")
        if name not in self._ciphers:
            raise KeyMissingError(f"{column} was sealed with the key {name!r}, which is not here")
        raw = base64.b64decode(coded)
        try:
            cipher = self._ciphers[name]
            return cipher.decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], column.encode()).decode()
        except InvalidTag:
            raise SealBrokenError(f"a value of {column} was changed") from None

    def index(self, purpose: str, text: str) -> str:
        """Return the keyed digest (64 hex digits) by which a sealed value is found again."""
        return self._digest(self.current, purpose, text)

    def indexes(self, purpose: str, text: str) -> list[str]:
        """Return the digest under each key of the ring: what was not re-keyed yet is found too."""
        return [self._digest(name, purpose, text) for name in self._index_keys]

    def _digest(self, name: str, purpose: str, text: str) -> str:
        message = f"{purpose}\0{text}".encode()
        return hmac.new(self._index_keys[name], message, hashlib.sha256).hexdigest()

    def chain(self, message: bytes, key_id: str | None = None) -> str:
        """Return the digest (64 hex digits) of a link of the audit chain."""
        name = key_id or self.current
        if name not in self._chain_keys:
            raise KeyMissingError(f"the audit log was written with the key {name!r}")
        return hmac.new(self._chain_keys[name], message, hashlib.sha256).hexdigest()


def attach_keys(engine: Engine, ring: KeyRing) -> None:
    """Let sessions of an engine seal and open with a ring."""
    setattr(engine.dialect, _RING, ring)


def keys_of(dialect: Dialect) -> KeyRing:
    """Return the ring of an engine's dialect; raises KeyMissingError when none was attached."""
    ring: KeyRing | None = getattr(dialect, _RING, None)
    if ring is None:
        raise KeyMissingError("no keys were attached to this database engine")
    return ring


class Sealed(TypeDecorator[str]):
    """A text that the database holds sealed. `column` is `table.column`."""

    impl = Text
    cache_ok = True

    def __init__(self, column: str) -> None:
        super().__init__()
        self.column = column

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Seal on the way in."""
        return None if value is None else keys_of(dialect).seal(value, self.column)

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        """Open on the way out."""
        return None if value is None else keys_of(dialect).unseal(value, self.column)


class SealedDate(TypeDecorator[date]):
    """A day that the database holds sealed."""

    impl = Text
    cache_ok = True

    def __init__(self, column: str) -> None:
        super().__init__()
        self.column = column

    def process_bind_param(self, value: date | None, dialect: Dialect) -> str | None:
        """Seal on the way in."""
        return None if value is None else keys_of(dialect).seal(value.isoformat(), self.column)

    def process_result_value(self, value: str | None, dialect: Dialect) -> date | None:
        """Open on the way out."""
        if value is None:
            return None
        return date.fromisoformat(keys_of(dialect).unseal(value, self.column))


class SealedJson(TypeDecorator[Any]):
    """A JSON value that the database holds sealed."""

    impl = Text
    cache_ok = True

    def __init__(self, column: str) -> None:
        super().__init__()
        self.column = column

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Seal on the way in."""
        if value is None:
            return None
        return keys_of(dialect).seal(json.dumps(value, ensure_ascii=False), self.column)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """Open on the way out."""
        return None if value is None else json.loads(keys_of(dialect).unseal(value, self.column))
