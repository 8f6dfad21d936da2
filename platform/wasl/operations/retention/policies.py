"""For how long each kind of record is kept: a default, until somebody decides otherwise."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.access_enums import AuditAction, RetentionKind
from models.retention import RetentionPolicy
from wasl.access.viewer import Viewer
from wasl.audit.record import record


class PolicyError(ValueError):
    """The days of a policy make no sense."""


@dataclass(frozen=True, kw_only=True)
class Keep:
    """keep_days: after the last activity. notice_days: between telling somebody and doing it."""

    keep_days: int
    notice_days: int


# Three years cover a follow-up of 180 days and a reintegration plan of two years.
DEFAULTS: Mapping[RetentionKind, Keep] = {
    RetentionKind.PERSON: Keep(keep_days=3 * 365, notice_days=60),
    RetentionKind.ACCOUNT: Keep(keep_days=365, notice_days=30),
    RetentionKind.IMPORT: Keep(keep_days=90, notice_days=0),
    RetentionKind.MESSAGE: Keep(keep_days=90, notice_days=0),
    RetentionKind.SESSION: Keep(keep_days=30, notice_days=0),
    RetentionKind.INVITATION: Keep(keep_days=30, notice_days=0),
    RetentionKind.CONTACT: Keep(keep_days=2 * 365, notice_days=0),
    RetentionKind.DOCUMENT: Keep(keep_days=5 * 365, notice_days=0),
}
# Somebody must have time to object before their record goes.
WITH_NOTICE = frozenset({RetentionKind.PERSON, RetentionKind.ACCOUNT})
SHORTEST_NOTICE = 14
LONGEST = 30 * 365


def read_policies(session: Session) -> dict[RetentionKind, Keep]:
    """Return the policy of every kind: the last decision, or the default."""
    policies = dict(DEFAULTS)
    for row in session.scalars(select(RetentionPolicy).order_by(RetentionPolicy.id)):
        policies[row.kind] = Keep(keep_days=row.keep_days, notice_days=row.notice_days)
    return policies


def set_policy(session: Session, by: Viewer, kind: RetentionKind, keep: Keep) -> None:
    """Decide on a kind from now on. Raises PolicyError."""
    if not 1 <= keep.keep_days <= LONGEST or not 0 <= keep.notice_days <= keep.keep_days:
        raise PolicyError("the days to keep are between 1 and thirty years, the notice is shorter")
    if kind in WITH_NOTICE and keep.notice_days < SHORTEST_NOTICE:
        raise PolicyError(f"people are told at least {SHORTEST_NOTICE} days before")
    session.add(
        RetentionPolicy(
            kind=kind,
            keep_days=keep.keep_days,
            notice_days=keep.notice_days,
            set_by_id=by.account_id,
        )
    )
    record(
        session,
        by,
        AuditAction.RETENTION_POLICY_SET,
        kind=kind.value,
        keep_days=keep.keep_days,
        notice_days=keep.notice_days,
    )
