"""What a person let employers know comes to its end, and the audit log says why."""

from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.base import utc_now
from models.opportunity import Opportunity
from models.person import Person
from models.release import IdentityRelease
from wasl.access.viewer import Viewer
from wasl.audit.record import record


class ReleaseEnd(StrEnum):
    """How a release came to its end, for the audit log."""

    WITHDRAWN = "withdrawn"
    CONSENT = "consent"
    REPLACED = "replaced"
    EXPIRED = "expired"
    ERASURE = "erasure"
    RESTORED = "restored"
    REFERRAL_ENDED = "referral_ended"


def open_releases(
    session: Session, person: Person, opportunity: Opportunity | None = None
) -> list[IdentityRelease]:
    """Return, locked, what a person lets employers know, or the employer of one opportunity."""
    statement = select(IdentityRelease).where(
        IdentityRelease.person_id == person.id, IdentityRelease.withdrawn_at.is_(None)
    )
    if opportunity is not None:
        statement = statement.where(IdentityRelease.opportunity_id == opportunity.id)
    return list(session.scalars(statement.order_by(IdentityRelease.id).with_for_update()))


def end_releases(session: Session, by: Viewer, person: Person, cause: ReleaseEnd) -> int:
    """End all open releases of a person, because of something else; return how many."""
    releases = open_releases(session, person)
    for release in releases:
        end_release(session, by, release, cause)
    session.flush()
    return len(releases)


def end_releases_of_opportunity(
    session: Session, by: Viewer, person: Person, opportunity: Opportunity, cause: ReleaseEnd
) -> int:
    """End what a person let one opportunity's employer know; return how many releases."""
    releases = open_releases(session, person, opportunity)
    for release in releases:
        end_release(session, by, release, cause)
    session.flush()
    return len(releases)


def end_release(session: Session, by: Viewer, release: IdentityRelease, cause: ReleaseEnd) -> None:
    """End a release that is open; one that ran out ended on its day."""
    release.withdrawn_at = release.expires_at if cause is ReleaseEnd.EXPIRED else utc_now()
    release.withdrawn_by_id = by.account_id
    record(
        session,
        by,
        AuditAction.RELEASE_WITHDRAWN,
        person=release.person.public_id,
        subject=("opportunity", release.opportunity.public_id),
        cause=cause.value,
    )
