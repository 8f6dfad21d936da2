"""The packed side of a workbook: looked through before anything of it is unpacked."""

import zipfile
import zlib
from collections.abc import Generator
from pathlib import PurePosixPath

from wasl.files.detect import MIB
from wasl.files.errors import FileError

MAX_ENTRIES = 5_000
# Spreadsheets pack about 1:10, very regular ones 1:40; deflate can do 1:1032.
MAX_RATIO = 150
RATIO_MATTERS_FROM = 16 * MIB
CHUNK = 256 * 1024
_ENCRYPTED = 0x1
_PLAIN = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def check_archive(archive: zipfile.ZipFile, unpacked_max_mb: int) -> None:
    """Refuse what no spreadsheet program writes: bombs, encrypted parts, names that climb out.

    Only the directory is read. zipfile gives no more bytes of a part than the directory declares.
    """
    entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if len(entries) > MAX_ENTRIES or unpacked > unpacked_max_mb * MIB:
        raise FileError("bomb", limit=unpacked_max_mb)
    if unpacked > RATIO_MATTERS_FROM and unpacked > MAX_RATIO * max(packed, 1):
        raise FileError("bomb", limit=unpacked_max_mb)
    for entry in entries:
        if entry.flag_bits & _ENCRYPTED:
            raise FileError("encrypted")
        if entry.compress_type not in _PLAIN or _climbs(entry.filename):
            raise FileError("damaged", detail=f"unexpected part {entry.filename[:80]!r}")


def _climbs(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or ":" in name or "\x00" in name


def read_part(archive: zipfile.ZipFile, name: str) -> Generator[bytes, None, None]:
    """Yield the content of a part in pieces of bounded size; to be closed when left half-way."""
    try:
        with archive.open(name) as part:
            while chunk := part.read(CHUNK):
                yield chunk
    except KeyError as error:
        raise FileError("damaged", detail=f"{name} is not in it") from error
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError) as error:
        raise FileError("damaged", detail=str(error)) from error
