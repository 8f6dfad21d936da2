"""Uploaded lists and workbooks of rejected rows that lie beside the database."""

import re
import zipfile
from contextlib import suppress
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.enums import ImportKind, ImportState
from models.import_job import ImportJob
from models.person import Person
from wasl.config import Settings

_CHUNK = 1 << 20
_SIGNS = re.compile(r"\s+")


def signs_of(person: Person) -> set[str]:
    """Return the texts by which a person is recognised in a file: numbers, phone, e-mail, names."""
    signs = {entry.case_no for entry in person.entries}
    identity = person.identity
    if identity is not None:
        signs |= {
            text
            for text in (
                identity.national_id,
                identity.phone,
                identity.email,
                identity.name_ar,
                identity.name_latin,
            )
            if text
        }
    return {sign for sign in signs if len(sign) > 3}


def _holds(content: bytes, wanted: list[bytes]) -> bool:
    return any(sign in content for sign in wanted)


def _encoded(signs: set[str]) -> list[bytes]:
    """Return the signs as the bytes of the encodings that lists come in."""
    found: list[bytes] = []
    for sign in signs:
        for encoding in ("utf-8", "utf-16-le", "utf-16-be", "windows-1256"):
            with suppress(UnicodeEncodeError):
                found.append(sign.encode(encoding))
    return found


def file_mentions(path: Path, signs: set[str]) -> bool:
    """Tell whether a kept file holds one of the signs, reading it in pieces.

    Of a workbook the unpacked parts are searched. A file that cannot be read counts as holding
    them: it is of no use to anybody, and nobody can say that it does not.
    """
    wanted = _encoded(signs)
    overlap = max((len(sign) for sign in wanted), default=0)
    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                return any(
                    _stream_holds(archive.open(name), wanted, overlap)
                    for name in archive.namelist()
                )
        with path.open("rb") as file:
            return _stream_holds(file, wanted, overlap)
    except (OSError, zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError):
        return True


def _stream_holds(stream: object, wanted: list[bytes], overlap: int) -> bool:
    tail = b""
    while chunk := stream.read(_CHUNK):  # type: ignore[attr-defined]
        if _holds(tail + chunk, wanted):
            return True
        tail = chunk[-overlap:]
    return False


def forget_in_files(session: Session, settings: Settings, person: Person) -> int:
    """Delete kept files that mention a person, and their values in reports; return how many.

    A list that waits to be taken in is deleted whole: whoever sent it has it still, and is told.
    """
    signs, count = signs_of(person), 0
    for job in session.scalars(select(ImportJob).where(ImportJob.kind == ImportKind.INTAKE)):
        for path in settings.upload_dir.glob(f"{job.public_id}*"):
            if path.suffix not in {".lock", ".progress"} and file_mentions(path, signs):
                path.unlink(missing_ok=True)
                count += 1
                if job.state is not ImportState.DONE:
                    job.state = ImportState.FAILED
                    job.report = {"error": {"code": "erased", "params": {}, "text": ""}}
        _clean_report(job, signs)
    return count


def _clean_report(job: ImportJob, signs: set[str]) -> None:
    """Empty the values of rejected rows that tell of the person."""
    rejected = job.report.get("rejected") or []
    kept = [_emptied(entry) if _mentions(entry, signs) else entry for entry in rejected]
    if kept != rejected:
        job.report = {**job.report, "rejected": kept}


def _mentions(entry: dict[str, object], signs: set[str]) -> bool:
    value = _SIGNS.sub(" ", str(entry.get("value") or ""))
    more = entry.get("more") or []
    inner = isinstance(more, list) and any(_mentions(other, signs) for other in more)
    return inner or any(sign in value for sign in signs)


def _emptied(entry: dict[str, object]) -> dict[str, object]:
    more = entry.get("more") or []
    inner = [_emptied(other) for other in more] if isinstance(more, list) else []
    return {**entry, "value": "", "more": inner}
