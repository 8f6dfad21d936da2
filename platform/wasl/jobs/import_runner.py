"""Takes uploaded files in behind the pages: one at a time, resumable, with progress to read."""

import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from flask import Flask
from sqlalchemy.orm import Session

from models.enums import ImportState
from models.import_job import ImportJob
from wasl.access.viewer import Viewer
from wasl.config import Settings
from wasl.database import begin_write
from wasl.extensions import db
from wasl.jobs.lock import JobLock, is_locked, try_lock
from wasl.operations.import_jobs import JobChoices, discard_upload, run_import

# A small file is done within this time, and its report is the next page that is seen.
WAIT_SECONDS = 2.0

Finish = Callable[[Session, ImportJob], bytes | None]


class ImportRunner:
    """Runs imports in threads of this process. SQLite has one writer, so they wait for each other.

    The progress is kept in a file beside the upload, because an import is one transaction and what
    it writes to the database is not seen before its end.
    """

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._settings: Settings = app.config["SETTINGS"]
        self._turn = threading.Lock()

    def claim(self, public_id: str) -> JobLock | None:
        """Take the job for this process, or return none when it is at work already."""
        return try_lock(self._path(public_id, "lock"))

    def at_work(self, public_id: str) -> bool:
        """Tell whether a process has the job in hand now."""
        return is_locked(self._path(public_id, "lock"))

    def rows_done(self, public_id: str) -> int:
        """Return how many rows of a running import have been read."""
        with suppress(OSError, ValueError):
            return int(self._path(public_id, "progress").read_text("ascii"))
        return 0

    def rejected_path(self, public_id: str) -> Path:
        """Return where the workbook of the rejected rows of an import is kept."""
        return self._path(public_id, "rejected.xlsx")

    def start(
        self, by: Viewer, public_id: str, choices: JobChoices, lock: JobLock, finish: Finish
    ) -> None:
        """Run a claimed import for somebody, and wait a moment for it in case it is a short one.

        finish: makes the workbook of rejected rows once the import is done, before its file goes.
        """
        thread = threading.Thread(
            target=self._work,
            args=(by, public_id, choices, lock, finish),
            name=f"import-{public_id}",
            daemon=True,  # a server that is told to stop stops; the import can be run again
        )
        thread.start()
        thread.join(WAIT_SECONDS)

    def _work(
        self, by: Viewer, public_id: str, choices: JobChoices, lock: JobLock, finish: Finish
    ) -> None:
        try:
            with self._turn, self._app.app_context():
                self._run(by, public_id, choices, finish)
        except Exception:
            # The job stays marked as running without anybody at work: shown as interrupted.
            self._app.logger.exception("import %s was not finished", public_id)
        finally:
            with suppress(OSError):
                self._path(public_id, "progress").unlink(missing_ok=True)
            lock.release()

    def _run(self, by: Viewer, public_id: str, choices: JobChoices, finish: Finish) -> None:
        with Session(db.engine, expire_on_commit=False) as session:
            begin_write(session)
            job = run_import(
                session,
                by,
                self._settings,
                public_id,
                choices,
                progress=lambda done: self._note_progress(public_id, done),
            )
            rejected = self._finished(session, job, finish)
            if rejected is not None:
                self._keep(self.rejected_path(public_id), rejected)
            session.commit()
        discard_upload(self._settings, job)

    def _finished(self, session: Session, job: ImportJob, finish: Finish) -> bytes | None:
        """Make the workbook of rejected rows; without it the rows that are in stay in."""
        if job.state is not ImportState.DONE:
            return None
        try:
            return finish(session, job)
        except Exception:
            self._app.logger.exception("no workbook of rejected rows for %s", job.public_id)
            return None

    def _note_progress(self, public_id: str, done: int) -> None:
        self._keep(self._path(public_id, "progress"), str(done).encode())

    def _keep(self, path: Path, content: bytes) -> None:
        """Write a file whole or not at all."""
        unfinished = path.with_suffix(".part")
        unfinished.touch(mode=0o600)
        unfinished.write_bytes(content)
        unfinished.replace(path)

    def _path(self, public_id: str, kind: str) -> Path:
        return self._settings.upload_dir / f"{public_id}.{kind}"
