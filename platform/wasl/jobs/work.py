"""What each job does: an operation each, and the counts that come of it."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, Engine, delete

from models.base import utc_now
from models.job import JobRun
from wasl.access.viewer import SCHEDULER
from wasl.config import Settings
from wasl.database import write_session
from wasl.messages.carriers.ways import carriers_of
from wasl.operations.backup.bring_back import drop_kept
from wasl.operations.check_audit import check_audit as walk_audit
from wasl.operations.deliver_messages import deliver_messages
from wasl.operations.discard_import import sweep_uploads
from wasl.operations.retention.run import run_retention
from wasl.operations.settle_message import drop_expired_slips

RUNS_KEPT = timedelta(days=30)


class AuditBrokenError(Exception):
    """The audit log is not as it was written; `wasl audit verify` says where."""


def deliver(engine: Engine, settings: Settings) -> Mapping[str, int]:
    """Send what waits in the outbox."""
    return asdict(deliver_messages(engine, settings, carriers_of(settings)))


def carry_out_retention(engine: Engine, settings: Settings) -> Mapping[str, int]:
    """Erase, give notice, anonymise and purge what is due."""
    report = asdict(run_retention(engine, SCHEDULER, settings))
    purged: Mapping[str, int] = report.pop("purged")
    return {**report, "purged": sum(purged.values())}


def check_audit(engine: Engine, settings: Settings) -> Mapping[str, int]:
    """Walk the chain of the audit log, and note its end outside the database.

    Raises AuditBrokenError.
    """
    found = walk_audit(engine, settings, SCHEDULER)
    if not found.whole:
        raise AuditBrokenError
    return {"events": found.checked}


def sweep(engine: Engine, settings: Settings) -> Mapping[str, int]:
    """Throw away uploads that nobody settled, slips that nobody fetched, and what has got old."""
    uploads = sweep_uploads(settings) + drop_kept(settings)
    with write_session(engine) as session:
        old = delete(JobRun).where(JobRun.started_at < utc_now() - RUNS_KEPT)
        runs = cast("CursorResult[Any]", session.execute(old)).rowcount
        slips = drop_expired_slips(session)
    return {"uploads": uploads, "runs": runs, "slips": slips}
