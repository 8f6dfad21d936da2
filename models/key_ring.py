"""The ring of keys: from each key, by purpose, what seals, what finds again and what chains."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
_NONCE_BYTES = 12
_MARK = "s1"
ANY_SEALED = f"{_MARK}:%"
"""What every sealed value is LIKE."""


class KeyMissingError(Exception):
    """A value was sealed with a key that is not in the ring, or there is no ring."""


class SealBrokenError(Exception):
    """A sealed value was changed, or belongs to another column."""


def _derive(key: bytes, purpose: str) -> bytes:
    return HKDF(hashes.SHA256(), KEY_BYTES, salt=None, info=f"wasl/{purpose}".encode()).derive(key)


def key_of_sealed(sealed: str) -> str | None:
    """Return the id of the key that a stored value was sealed with, none when it is not sealed."""
    mark, _, rest = sealed.partition(":")
    return rest.partition(":")[0] if mark == _MARK else None


def sealed_prefix(key_id: str) -> str:
    """Return how every value begins that was sealed with a key."""
    return f"{_MARK}:{key_id}:"


@dataclass(frozen=True)
class KeyRing:
    """The keys by their ids; `current` seals, all of them open.

    audit: of keys that were dropped, what still proves the audit log, and nothing else.
    """

    current: str
    keys: Mapping[str, bytes] = field(repr=False)
    audit: Mapping[str, bytes] = field(default_factory=dict, repr=False)

    @cached_property
    def _ciphers(self) -> dict[str, AESGCM]:
        return {name: AESGCM(_derive(key, "seal")) for name, key in self.keys.items()}

    @cached_property
    def _index_keys(self) -> dict[str, bytes]:
        return {name: _derive(key, "index") for name, key in self.keys.items()}

    # The audit log is never written again, so its keys stay when others go: they have a root apart.
    @cached_property
    def _audit_roots(self) -> dict[str, bytes]:
        return {**{name: _derive(key, "audit") for name, key in self.keys.items()}, **self.audit}

    @cached_property
    def _chain_keys(self) -> dict[str, bytes]:
        return {name: _derive(root, "chain") for name, root in self._audit_roots.items()}

    def seal(self, text: str, column: str) -> str:
        """Seal a text for one column, with the current key."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        cipher = self._ciphers[self.current]
        sealed = nonce + cipher.encrypt(nonce, text.encode(), column.encode())
        return sealed_prefix(self.current) + base64.b64encode(sealed).decode()

    def unseal(self, sealed: str, column: str) -> str:
        """Open what `seal` made. Raises KeyMissingError and SealBrokenError."""
        name = key_of_sealed(sealed)
        if name is None:
            raise SealBrokenError(f"a value of {column} is not sealed")
        cipher = self._ciphers.get(name)
        if cipher is None:
            raise KeyMissingError(
                f"{column} was sealed with the key {name!r}, which is not in the file of keys"
            )
        try:
            raw = base64.b64decode(sealed[len(sealed_prefix(name)) :], validate=True)
            opened = cipher.decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], column.encode())
            return opened.decode()
        except (InvalidTag, ValueError):
            raise SealBrokenError(f"a value of {column} was changed") from None

    def index(self, purpose: str, text: str) -> str:
        """Return the keyed digest (64 hex digits) by which a sealed value is found again."""
        return self._digest(self.current, purpose, text)

    def indexes(self, purpose: str, text: str) -> list[str]:
        """Return the digest under each key of the ring: what was not re-keyed yet is found too."""
        return [self._digest(name, purpose, text) for name in self._index_keys]

    def _digest(self, name: str, purpose: str, text: str) -> str:
        message = f"{purpose}\0{text}".encode()
        return hmac.digest(self._index_keys[name], message, "sha256").hex()

    def chain(self, message: bytes, key_id: str | None = None) -> str:
        """Return the digest (64 hex digits) of a link of the audit chain."""
        name = key_id or self.current
        if name not in self._chain_keys:
            raise KeyMissingError(f"the audit log was written with the key {name!r}")
        return hmac.new(self._chain_keys[name], message, hashlib.sha256).hexdigest()

    def with_key(self, name: str, key: bytes) -> "KeyRing":
        """Return the ring with one more key, which seals from now on."""
        return KeyRing(name, {**self.keys, name: key}, self.audit)

    def without(self, dropped: Iterable[str], still_audited: Iterable[str]) -> "KeyRing":
        """Return the ring without some old keys; of those the audit log needs, their audit root."""
        gone = set(dropped) - {self.current}
        kept = {name: self._audit_roots[name] for name in gone & set(still_audited)}
        keys = {name: key for name, key in self.keys.items() if name not in gone}
        return KeyRing(self.current, keys, {**self.audit, **kept})
