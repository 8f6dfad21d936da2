"""The file of keys that seal identity: outside the database, and not in its backups."""

import base64
import json
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import NullPool, create_engine, inspect, text
from sqlalchemy.engine import make_url

from models import Base
from models.key_ring import ANY_SEALED, KEY_BYTES, KeyRing
from models.sealed import sealed_columns
from wasl.config import ConfigError, Settings, make_private_folder
from wasl.jobs.lock import try_lock

_NAME = re.compile(r"[a-z0-9-]{1,16}")


def _decode(coded: dict[str, str]) -> dict[str, bytes]:
    keys = {name: base64.b64decode(key, validate=True) for name, key in coded.items()}
    for name, key in keys.items():
        if not _NAME.fullmatch(name) or len(key) != KEY_BYTES:
            raise ValueError(f"{name!r} is not a key of {KEY_BYTES} bytes")
    return keys


def _read(path: Path) -> KeyRing:
    if path.stat().st_mode & 0o077:
        raise ConfigError(f"{path} can be read by others than its owner: run chmod 600 {path}")
    try:
        held = json.loads(path.read_text(encoding="ascii"))
        ring = KeyRing(held["current"], _decode(held["keys"]), _decode(held.get("audit_only", {})))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ConfigError(f"{path} is not a file of keys: {error}") from None
    if ring.current not in ring.keys:
        raise ConfigError(f"{path} is not a file of keys: its current key is not in it")
    return ring


class KeyFile:
    """The ring in a file, read again whenever the file has changed."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen: tuple[int, int] | None = None
        self._ring: KeyRing | None = None

    def __call__(self) -> KeyRing:
        """Return the ring as the file has it now. Raises ConfigError."""
        try:
            state = self._path.stat()
        except FileNotFoundError:
            raise ConfigError(f"the file of keys {self._path} is gone: bring it back") from None
        mark = (state.st_mtime_ns, state.st_ino)
        if self._ring is None or mark != self._seen:
            self._ring, self._seen = _read(self._path), mark
        return self._ring


def _text(ring: KeyRing) -> str:
    def coded(keys: dict[str, bytes]) -> dict[str, str]:
        return {name: base64.b64encode(key).decode() for name, key in keys.items()}

    held = {"current": ring.current, "keys": coded({**ring.keys})}
    if ring.audit:
        held["audit_only"] = coded({**ring.audit})
    return json.dumps(held, indent=1) + "\n"


def _write_aside(path: Path, ring: KeyRing) -> Path:
    make_private_folder(path.parent)
    unfinished = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    unfinished.touch(mode=0o600)
    with unfinished.open("w", encoding="ascii") as file:
        file.write(_text(ring))
        file.flush()
        os.fsync(file.fileno())  # what was sealed with a lost key is lost
    return unfinished


def _settle(folder: Path) -> None:
    """Have the new name of a file survive a power cut, too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_keys(path: Path, ring: KeyRing) -> None:
    """Put a ring in the place of another: whole, or not at all. Hold `changing_keys` meanwhile."""
    _write_aside(path, ring).replace(path)
    _settle(path.parent)


def new_key() -> tuple[str, bytes]:
    """Return a new key with its id: the day, and letters by which two of a day are told apart."""
    return f"k{datetime.now(UTC):%Y%m%d}-{secrets.token_hex(2)}", secrets.token_bytes(KEY_BYTES)


def _refuse_beside_sealed_values(settings: Settings) -> None:
    """Raise ConfigError when the database already holds values that a new key could not open."""
    url = make_url(settings.url)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").exists():
        return
    engine = create_engine(url, poolclass=NullPool, hide_parameters=True)
    with engine.connect() as connection:
        existing = inspect(connection)
        tables = set(existing.get_table_names())
        for column in sealed_columns(Base.metadata):
            table = column.table.name
            if table not in tables or not any(
                found["name"] == column.name for found in existing.get_columns(table)
            ):
                continue
            some = f"SELECT 1 FROM {table} WHERE {column.name} LIKE :sealed LIMIT 1"  # noqa: S608
            if connection.execute(text(some), {"sealed": ANY_SEALED}).first():
                raise ConfigError(
                    f"the file of keys {settings.keys_path} is missing, and the database holds "
                    f"values sealed with it: bring the file back, or name it in WASL_KEY_FILE"
                )


def open_keys(settings: Settings) -> KeyFile:
    """Open the file of keys, making one with a single key for a database that holds nothing sealed.

    Raises ConfigError when the file cannot be used, or is missing and needed.
    """
    path = settings.keys_path
    if not path.exists():
        _refuse_beside_sealed_values(settings)
        name, key = new_key()
        unfinished = _write_aside(path, KeyRing(name, {name: key}))
        with suppress(FileExistsError):
            path.hardlink_to(unfinished)  # whole or not at all; the first of two stays
        unfinished.unlink()
        _settle(path.parent)
    keys = KeyFile(path)
    keys()
    return keys


@contextmanager
def changing_keys(settings: Settings) -> Iterator[None]:
    """Keep others from changing the file of keys meanwhile. Raises ConfigError when they do."""
    path = settings.keys_path
    lock = try_lock(path.with_name(f".{path.name}.lock"))
    if lock is None:
        raise ConfigError("another command is changing the keys: wait until it has ended")
    try:
        yield
    finally:
        lock.release()


def add_key(settings: Settings) -> KeyRing:
    """Add a key that seals from now on; old keys stay, to open what they sealed.

    Hold `changing_keys` meanwhile.
    """
    ring = open_keys(settings)().with_key(*new_key())
    write_keys(settings.keys_path, ring)
    return ring
