"""The file of keys that seal identity: outside the database, and not in its backups."""

import base64
import json
import os
import secrets
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from models.sealed import KEY_BYTES, KeyRing
from wasl.config import ConfigError, Settings, make_private_folder


def _read(path: Path) -> KeyRing:
    try:
        held = json.loads(path.read_text(encoding="ascii"))
        keys = {name: base64.b64decode(coded) for name, coded in held["keys"].items()}
        ring = KeyRing(held["current"], keys)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ConfigError(f"{path} is not a file of keys: {error}") from None
    if ring.current not in keys or any(len(key) != KEY_BYTES for key in keys.values()):
        raise ConfigError(f"{path} is not a file of keys: it names no current key of 32 bytes")
    return ring


def _text(ring: KeyRing) -> str:
    keys = {name: base64.b64encode(key).decode() for name, key in ring.keys.items()}
    return json.dumps({"current": ring.current, "keys": keys}, indent=1) + "\n"


def _write_aside(path: Path, ring: KeyRing) -> Path:
    make_private_folder(path.parent)
    unfinished = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    unfinished.touch(mode=0o600)
    with unfinished.open("w", encoding="ascii") as file:
        file.write(_text(ring))
        file.flush()
        os.fsync(file.fileno())  # what was sealed with a lost key is lost
    return unfinished


def _new_name(ring: KeyRing | None) -> str:
    day = datetime.now(UTC).strftime("%Y%m%d")
    taken = ring.keys if ring else {}
    names = (f"k{day}", *(f"k{day}-{number}" for number in range(2, 99)))
    return next(name for name in names if name not in taken)


def load_keys(settings: Settings) -> KeyRing:
    """Read the ring, making one with a single key on first use.

    Raises ConfigError when the file cannot be used.
    """
    path = settings.keys_path
    if not path.exists():
        name = _new_name(None)
        made = KeyRing(name, {name: secrets.token_bytes(KEY_BYTES)})
        unfinished = _write_aside(path, made)
        with suppress(FileExistsError):
            path.hardlink_to(unfinished)  # whole or not at all; the first of two stays
        unfinished.unlink()
    return _read(path)


def add_key(settings: Settings) -> KeyRing:
    """Add a key that seals from now on; old keys stay, to open what they sealed."""
    old = load_keys(settings)
    name = _new_name(old)
    ring = KeyRing(name, {**old.keys, name: secrets.token_bytes(KEY_BYTES)})
    _write_aside(settings.keys_path, ring).replace(settings.keys_path)
    return ring


def drop_old_keys(settings: Settings) -> KeyRing:
    """Keep only the current key, once nothing is sealed with another one."""
    old = load_keys(settings)
    ring = KeyRing(old.current, {old.current: old.keys[old.current]})
    _write_aside(settings.keys_path, ring).replace(settings.keys_path)
    return ring
