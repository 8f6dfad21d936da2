"""Throw away what nobody needs any more: old imports, messages, sessions, invitations."""

from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, Delete, Update, delete, or_, select
from sqlalchemy.orm import Session

from models.access_enums import MessageState, RetentionKind
from models.base import utc_now
from models.enums import ImportState
from models.import_job import ImportJob
from models.message import Message
from models.sign_in import AccountSession, Invitation, RateCounter, Registration, ResetRequest
from wasl.config import Settings
from wasl.operations.retention.policies import Keep

_OVER = (MessageState.SENT, MessageState.PRINTED, MessageState.DROPPED)


def _before(policies: dict[RetentionKind, Keep], kind: RetentionKind) -> datetime:
    return utc_now() - timedelta(days=policies[kind].keep_days)


def count_rows(session: Session, statement: Delete | Update) -> int:
    """Carry out a statement and return how many rows it touched."""
    return cast("CursorResult[Any]", session.execute(statement)).rowcount


def purge_old(
    session: Session, settings: Settings, policies: dict[RetentionKind, Keep]
) -> dict[str, int]:
    """Delete what is older than its policy says and return how many rows went, by kind."""
    invitations = _before(policies, RetentionKind.INVITATION)
    sessions = _before(policies, RetentionKind.SESSION)
    return {
        "import": _purge_imports(session, settings, _before(policies, RetentionKind.IMPORT)),
        "message": count_rows(
            session,
            delete(Message).where(
                Message.state.in_(_OVER),
                Message.created_at < _before(policies, RetentionKind.MESSAGE),
            ),
        ),
        "session": count_rows(
            session,
            delete(AccountSession).where(
                or_(AccountSession.ended_at < sessions, AccountSession.ends_at < sessions)
            ),
        ),
        "invitation": count_rows(
            session, delete(Invitation).where(Invitation.expires_at < invitations)
        )
        + count_rows(session, delete(ResetRequest).where(ResetRequest.expires_at < invitations))
        + count_rows(session, delete(Registration).where(Registration.expires_at < utc_now())),
        "counter": count_rows(
            session, delete(RateCounter).where(RateCounter.expires_at < utc_now())
        ),
    }


def _purge_imports(session: Session, settings: Settings, before: datetime) -> int:
    """Forget rejected values and files of old imports; that there was one, and its counts, stay."""
    old = session.scalars(
        select(ImportJob).where(
            ImportJob.created_at < before, ImportJob.state != ImportState.RUNNING
        )
    ).all()
    count = 0
    for job in old:
        for path in settings.upload_dir.glob(f"{job.public_id}*"):
            path.unlink(missing_ok=True)
        if job.report.get("rejected"):
            job.report = {**job.report, "rejected": []}
            count += 1
        elif job.state is ImportState.UPLOADED:
            session.delete(job)
            count += 1
    return count
