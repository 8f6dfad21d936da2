"""What kind of file this is, told by its content: the name of a file proves nothing."""

import mmap
import re
import zipfile
from pathlib import Path

from wasl.files.errors import FileError

XLSX, CSV, JSONL = "xlsx", "csv", "jsonl"
MIB = 1024 * 1024

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Beginnings of what people send by mistake; the name is what they call it.
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"II*\x00", "a picture"),
    (b"MM\x00*", "a picture"),
    (b"{\\rtf", "a text document (RTF)"),
    (b"MZ", "a program"),
    (b"\x7fELF", "a program"),
    (b"\x1f\x8b", "a packed archive"),
    (b"7z\xbc\xaf", "a packed archive"),
    (b"Rar!", "a packed archive"),
    (b"SQLite format 3", "a database"),
    (b"\x00\x01\x00\x00Standard", "a database (Access)"),
)


def detect_format(path: Path, max_mb: int) -> str:
    """Return `xlsx`, `csv` or `jsonl`; raise FileError for anything else, saying what it is."""
    if not path.is_file():
        raise FileError("missing")
    size = path.stat().st_size
    if size > max_mb * MIB:
        raise FileError("too_large", limit=max_mb)
    with path.open("rb") as file:
        head = file.read(8192)
    if not head.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise FileError("empty")
    if head.startswith(_OLE):
        raise _ole_error(path)
    if head.startswith(b"PK"):
        return _packed_kind(path)
    for signature, name in _SIGNATURES:
        if head.startswith(signature):
            raise FileError("not_a_table", found=name)
    return _text_kind(head)


def _ole_error(path: Path) -> FileError:
    """Tell an encrypted workbook, an old workbook and an old Word document apart."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        names = {
            name: content.find(name.encode("utf-16-le")) >= 0
            for name in ("EncryptedPackage", "Workbook", "Book", "WordDocument")
        }
    if names["EncryptedPackage"]:
        return FileError("encrypted")
    if names["Workbook"] or names["Book"]:
        return FileError("old_excel")
    if names["WordDocument"]:
        return FileError("not_a_table", found="a Word document")
    return FileError("not_a_table", found="an old Office document")


def _packed_kind(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = {name.lower() for name in archive.namelist()}
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise FileError("damaged", detail=str(error)) from error
    if "xl/workbook.xml" in names:
        return XLSX
    if "xl/workbook.bin" in names:
        raise FileError("other_spreadsheet", found=".xlsb")
    if "content.xml" in names and "mimetype" in names:
        raise FileError("other_spreadsheet", found="OpenDocument")
    if "word/document.xml" in names:
        raise FileError("not_a_table", found="a Word document")
    if "ppt/presentation.xml" in names:
        raise FileError("not_a_table", found="a presentation")
    if "[content_types].xml" in names:
        raise FileError("damaged", detail="xl/workbook.xml is not in it")
    raise FileError("not_a_table", found="a packed archive")


def _text_kind(head: bytes) -> str:
    text = head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    lower = text[:2048].lower()
    if b"schemas-microsoft-com:office:spreadsheet" in lower:
        raise FileError("other_spreadsheet", found="XML 2003")
    if lower.startswith((b"<!doctype html", b"<html", b"<table", b"<head", b"<body", b"<meta")):
        raise FileError("not_a_table", found="a web page")
    if re.match(rb"<[a-z!?]", lower):
        raise FileError("not_a_table", found="an XML document")
    if text.startswith(b"{"):
        return JSONL
    if text.startswith(b"["):
        raise FileError("not_a_table", found="JSON (write one object a line)")
    return CSV
