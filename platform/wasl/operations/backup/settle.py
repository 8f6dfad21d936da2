"""What must be done to a database that was brought back, before anybody sees it.

A backup knows nothing of what happened after it. So nobody stays signed in, no identity stays
released, and whoever was erased is erased anew.
"""

from dataclasses import dataclass

from sqlalchemy import Engine, func, select, update
from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.account import Account
from models.base import utc_now
from models.key_ring import KeyMissingError, SealBrokenError
from models.person import Person, PersonIdentity
from models.release import IdentityRelease
from models.sign_in import AccountSession, ResetRequest
from wasl.access.viewer import Viewer
from wasl.audit.anchors import anchor_path, read_anchors
from wasl.audit.faults import Fault
from wasl.audit.record import record
from wasl.audit.verify import verify_chain
from wasl.config import Settings
from wasl.database import ensure_database, write_session
from wasl.operations.backup.errors import BackupError
from wasl.operations.end_releases import ReleaseEnd, end_releases
from wasl.operations.retention.erase import replay_erasures


@dataclass(frozen=True, kw_only=True)
class Settled:
    """What was done. events: of the audit log, as they were in the backup."""

    erased: int
    sessions: int
    releases: int
    events: int


def settle_restored(engine: Engine, settings: Settings, by: Viewer, *, broken_log: bool) -> Settled:
    """Migrate, check and settle a restored database that nobody uses yet.

    broken_log: go on although the audit log is not whole. Raises BackupError.
    """
    ensure_database(engine)
    events = _check(engine, broken_log=broken_log)
    with write_session(engine) as session:
        erased = replay_erasures(session, by, settings)
        settled = Settled(
            erased=erased,
            sessions=_end_ways_in(session),
            releases=_end_releases(session, by),
            events=events,
        )
        record(session, by, AuditAction.DATABASE_RESTORED, erased=erased)
    return settled


def _check(engine: Engine, *, broken_log: bool) -> int:
    try:
        with Session(engine) as session:  # something sealed of either kind
            session.scalar(select(Account.display_name).limit(1))
            session.scalar(select(PersonIdentity.name_ar).limit(1))
    except (KeyMissingError, SealBrokenError) as error:
        raise BackupError(
            f"the file of keys is not the one of this backup ({error}): put the right one there"
        ) from None
    found = verify_chain(engine)
    if found.fault is Fault.KEY_MISSING or not (found.whole or broken_log):
        raise BackupError(found.sentence())
    return found.checked


def _end_ways_in(session: Session) -> int:
    """End sign-ins and resets: those that were ended since would hold again."""
    now = utc_now()
    held = AccountSession.ended_at.is_(None), AccountSession.ends_at > now
    count = session.scalar(select(func.count()).select_from(AccountSession).where(*held)) or 0
    session.execute(update(AccountSession).where(*held).values(ended_at=now))
    waiting = ResetRequest.used_at.is_(None), ResetRequest.cancelled_at.is_(None)
    session.execute(update(ResetRequest).where(*waiting).values(cancelled_at=now))
    return count


def _end_releases(session: Session, by: Viewer) -> int:
    """End releases: one that was taken back since would show a person again."""
    open_ones = select(IdentityRelease.person_id).where(IdentityRelease.withdrawn_at.is_(None))
    people = session.scalars(select(Person).where(Person.id.in_(open_ones))).unique().all()
    return sum(end_releases(session, by, person, ReleaseEnd.RESTORED) for person in people)


def set_anchors_aside(settings: Settings, events: int) -> None:
    """Keep the anchors that the restored log still reaches; the later ones stay beside them.

    They say that an older state was brought back, which is now in the log itself.
    """
    path = anchor_path(settings)
    if not path.exists():
        return
    anchors = read_anchors(path)
    if all(anchor.id <= events for anchor in anchors):
        return
    stamp = f"{utc_now():%Y%m%dT%H%M%S}"
    path.rename(path.with_name(f"{path.stem}.before-restore-{stamp}{path.suffix}"))
    kept = [anchor.line() for anchor in anchors if anchor.id <= events]
    path.touch(mode=0o600)
    path.write_text("".join(f"{line}\n" for line in kept), "utf-8")
