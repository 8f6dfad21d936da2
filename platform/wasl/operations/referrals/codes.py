"""Codes with which a person answers what is open in one referral, without an account."""

from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.base import utc_now
from models.referral import AnswerCode, Referral
from wasl.access.viewer import Viewer
from wasl.audit.record import record
from wasl.operations.one_time_codes import code_digest, new_code
from wasl.operations.placements.holding import hold_referrals_of


def make_answer_code(
    session: Session, by: Viewer, referral: Referral, *, until: datetime, way: str
) -> str:
    """Return a new code for a referral; the one before it does not work any more.

    way: `message` or `slip`, for the audit log. Only its digest is kept.
    """
    for before in session.scalars(_open_codes().where(AnswerCode.referral_id == referral.id)):
        before.ended_at = utc_now()
    code = new_code()
    session.add(
        AnswerCode(
            referral_id=referral.id,
            code_digest=code_digest(code),
            made_by_id=by.account_id,
            expires_at=until,
        )
    )
    session.flush()
    person, subject = referral.person.public_id, ("referral", referral.public_id)
    record(session, by, AuditAction.ANSWER_CODE_MADE, person=person, subject=subject, way=way)
    return code


def hold_answer_code(session: Session, digest: str) -> AnswerCode | None:
    """Return the code with a digest while it works, locked; none otherwise.

    The person and what is between them and employers is locked first, in the order of everybody
    else: whoever ends a referral ends its codes after it.
    """
    code = see_answer_code(session, digest)
    if code is None:
        return None
    hold_referrals_of(session, code.referral.person)
    working = _working(digest).with_for_update()
    return session.scalar(working.execution_options(populate_existing=True))


def see_answer_code(session: Session, digest: str) -> AnswerCode | None:
    """Return the code with a digest while it works, to show what it opens; none otherwise."""
    return session.scalar(_working(digest))


def use_answer_code(session: Session, code: AnswerCode) -> None:
    """End a code: what it asked was answered."""
    code.ended_at = utc_now()
    session.flush()


def _working(digest: str) -> Select[AnswerCode]:
    return _open_codes().where(AnswerCode.code_digest == digest, AnswerCode.expires_at > utc_now())


def _open_codes() -> Select[AnswerCode]:
    return select(AnswerCode).where(AnswerCode.ended_at.is_(None))
