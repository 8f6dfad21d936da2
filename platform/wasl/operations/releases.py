"""Let one employer know who a person is, for one opportunity, until a day; and take it back."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.access_enums import AuditAction, ConsentGiver, ReleaseScope
from models.base import utc_now
from models.enums import ConsentPurpose, OpportunityStatus
from models.opportunity import Opportunity
from models.organisation_states import SEEN_STANDINGS
from models.person import Person
from models.release import IdentityRelease
from wasl.access.viewer import Viewer
from wasl.audit.record import record
from wasl.operations.spoken import (
    SPOKEN_BY_ONESELF,
    Spoken,
    check_record_open,
    hold_person,
)
from wasl.operations.tell_person import tell_person

USUAL_DAYS, MOST_DAYS = 30, 180
_WITNESSED = frozenset({ConsentGiver.WITH_CASEWORKER, ConsentGiver.PROXY})


class ReleaseRefusal(StrEnum):
    """Why nobody can be let know."""

    NO_CONSENT = "no_consent"
    NOT_PUBLISHED = "not_published"
    NOT_IN_GOOD_STANDING = "not_in_good_standing"
    DAYS = "days"


class ReleaseRefusedError(Exception):
    """The employer may not be let know; `why` says what stands against it."""

    def __init__(self, why: ReleaseRefusal) -> None:
        super().__init__(why.value)
        self.why = why


class ReleaseEnd(StrEnum):
    """How a release came to its end, for the audit log."""

    WITHDRAWN = "withdrawn"
    CONSENT = "consent"
    REPLACED = "replaced"
    EXPIRED = "expired"
    ERASURE = "erasure"
    RESTORED = "restored"
    REFERRAL_ENDED = "referral_ended"


@dataclass(frozen=True, kw_only=True)
class Releasing:
    """What is to be shown, for how many days, and who said so."""

    scope: ReleaseScope
    days: int = USUAL_DAYS
    spoken: Spoken = SPOKEN_BY_ONESELF


def _refusal(person: Person, opportunity: Opportunity, given: Releasing) -> ReleaseRefusal | None:
    if not person.allows(ConsentPurpose.MATCHING):
        return ReleaseRefusal.NO_CONSENT
    if opportunity.status is not OpportunityStatus.PUBLISHED:
        return ReleaseRefusal.NOT_PUBLISHED
    if opportunity.organisation.standing not in SEEN_STANDINGS:
        return ReleaseRefusal.NOT_IN_GOOD_STANDING
    if not 1 <= given.days <= MOST_DAYS:
        return ReleaseRefusal.DAYS
    return None


def release_identity(
    session: Session, by: Viewer, person: Person, opportunity: Opportunity, given: Releasing
) -> IdentityRelease:
    """Let the employer of an opportunity know who somebody is, and return the release.

    One that is open for the same opportunity is ended and replaced. The person is told. Raises
    StatementIncompleteError (what is not said by the person alone needs a witness and a reason),
    RecordClosedError, ReleaseRefusedError.
    """
    given.spoken.check(witnessed=_WITNESSED)
    check_record_open(session, person)
    hold_person(session, person)
    why = _refusal(person, opportunity, given)
    if why is not None:
        raise ReleaseRefusedError(why)
    for before in _open(session, person, opportunity):
        ran_out = before.expires_at <= utc_now()
        _end(session, by, before, ReleaseEnd.EXPIRED if ran_out else ReleaseEnd.REPLACED)
    session.flush()
    spoken, now = given.spoken, utc_now()
    release = IdentityRelease(
        person=person,
        opportunity=opportunity,
        scope=given.scope,
        given_by=spoken.given_by,
        proxy=spoken.proxy,
        witness=spoken.witness,
        reason=spoken.reason,
        recorded_by_id=by.account_id,
        granted_at=now,
        expires_at=now + timedelta(days=given.days),
    )
    session.add(release)
    session.flush()
    _note(session, by, release)
    tell_person(session, person, "release_granted", {"until": release.expires_at})
    return release


def _note(session: Session, by: Viewer, release: IdentityRelease) -> None:
    record(
        session,
        by,
        AuditAction.RELEASE_GRANTED,
        person=release.person.public_id,
        subject=("opportunity", release.opportunity.public_id),
        scope=release.scope.value,
        given_by=release.given_by.value,
        expires=release.expires_at.date().isoformat(),
    )


def _open(
    session: Session, person: Person, opportunity: Opportunity | None = None
) -> list[IdentityRelease]:
    statement = select(IdentityRelease).where(
        IdentityRelease.person_id == person.id, IdentityRelease.withdrawn_at.is_(None)
    )
    if opportunity is not None:
        statement = statement.where(IdentityRelease.opportunity_id == opportunity.id)
    return list(session.scalars(statement.order_by(IdentityRelease.id).with_for_update()))


def withdraw_release(session: Session, by: Viewer, release: IdentityRelease) -> bool:
    """Take a release back, from the next request on; return whether it was still open."""
    hold_person(session, release.person)
    session.refresh(release, ["withdrawn_at"])
    if release.withdrawn_at is not None:
        return False
    _end(session, by, release, ReleaseEnd.WITHDRAWN)
    session.flush()
    tell_person(session, release.person, "release_withdrawn", {})
    return True


def end_releases(session: Session, by: Viewer, person: Person, cause: ReleaseEnd) -> int:
    """End all open releases of a person, because of something else; return how many."""
    releases = _open(session, person)
    for release in releases:
        _end(session, by, release, cause)
    session.flush()
    return len(releases)


def end_releases_of_opportunity(
    session: Session, by: Viewer, person: Person, opportunity: Opportunity, cause: ReleaseEnd
) -> int:
    """End what a person let one opportunity's employer know; return how many releases."""
    releases = _open(session, person, opportunity)
    for release in releases:
        _end(session, by, release, cause)
    session.flush()
    return len(releases)


def _end(session: Session, by: Viewer, release: IdentityRelease, cause: ReleaseEnd) -> None:
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
