"""Throw away an upload that was not taken in, and what was left lying about too long."""

import time
from contextlib import suppress

from sqlalchemy.orm import Session

from models.enums import ImportState
from models.import_job import ImportJob
from wasl.config import Settings
from wasl.operations.import_jobs import upload_path

KEPT_DAYS = 30


class SettledImportError(Exception):
    """What was taken in stays in the list with its report."""


def discard_import(session: Session, job: ImportJob, *, interrupted: bool = False) -> None:
    """Forget an upload that was not taken in; the caller commits, then calls `delete_upload`.

    interrupted: it was being taken in, and nobody is at it any more. Raises SettledImportError
    for one that was taken in or is being taken in.
    """
    if job.state is ImportState.DONE or (job.state is ImportState.RUNNING and not interrupted):
        raise SettledImportError(job.public_id)
    session.delete(job)


def delete_upload(settings: Settings, job: ImportJob) -> None:
    """Delete the file of an upload."""
    with suppress(OSError):
        upload_path(settings, job).unlink(missing_ok=True)


def sweep_uploads(settings: Settings, *, days: int = KEPT_DAYS) -> int:
    """Delete files that have lain in the folder of uploads for too long; return how many.

    They hold data of people, and nobody came back for them.
    """
    oldest, count = time.time() - days * 24 * 3600, 0
    for path in settings.upload_dir.glob("*"):
        with suppress(OSError):
            if path.stat().st_mtime < oldest:
                path.unlink()
                count += 1
    return count
