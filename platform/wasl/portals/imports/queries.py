"""The files that were sent in, and where each of them stands."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from models.enums import ImportState
from models.import_job import ImportJob
from wasl.access.permissions import Permission
from wasl.access.scope import visible
from wasl.access.viewer import Viewer
from wasl.paging import Page, cut


def list_import_jobs(session: Session, viewer: Viewer, page: int) -> Page[ImportJob]:
    """Return a page of the files that one may see, the newest first."""
    statement = select(ImportJob).where(visible(viewer, Permission.SEE_IMPORT))
    part = cut(session, statement, page)
    ordered = statement.order_by(ImportJob.id.desc()).options(joinedload(ImportJob.account))
    rows: Sequence[ImportJob] = session.scalars(ordered.offset(part.offset).limit(part.size)).all()
    return part.page(rows)


def find_waiting_twin(session: Session, job: ImportJob) -> ImportJob | None:
    """Return an earlier upload of the same file by the same account that still waits, or none."""
    return session.scalar(
        select(ImportJob)
        .where(
            ImportJob.id != job.id,
            ImportJob.account_id == job.account_id,
            ImportJob.kind == job.kind,
            ImportJob.digest == job.digest,
            ImportJob.state == ImportState.UPLOADED,
        )
        .order_by(ImportJob.id.desc())
        .limit(1)
    )
