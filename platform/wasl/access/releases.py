"""Releases as pages show them: what has become of each, and for what a new one can be given."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session, joinedload

from models.base import utc_now
from models.enums import OpportunityStatus
from models.match import Match
from models.opportunity import Opportunity, Organisation
from models.organisation_states import SEEN_STANDINGS
from models.person import Person
from models.referral import Referral
from models.referral_enums import EmployerVerdict
from models.release import IdentityRelease
from wasl.access.disclosure import shown_now
from wasl.operations.compute_matches import latest_run

MOST_OFFERED = 30


class ReleaseState(StrEnum):
    """What has become of a release.

    WAITING: seen once the employer wants to meet the person. HIDDEN: open, but something else that
    it rests on does not hold.
    """

    SHOWN = "shown"
    WAITING = "waiting"
    HIDDEN = "hidden"
    ENDED = "ended"
    RAN_OUT = "ran_out"


@dataclass(frozen=True, kw_only=True)
class SharedLine:
    """A release and what has become of it."""

    release: IdentityRelease
    state: ReleaseState

    @property
    def open(self) -> bool:
        """Whether there is something to take back."""
        return self.state not in {ReleaseState.ENDED, ReleaseState.RAN_OUT}


def list_shared(session: Session, person: Person) -> list[SharedLine]:
    """Return all releases of a person, the latest first."""
    rows = session.execute(
        select(IdentityRelease, shown_now(), _unanswered())
        .where(IdentityRelease.person_id == person.id)
        .options(joinedload(IdentityRelease.opportunity).joinedload(Opportunity.organisation))
        .order_by(IdentityRelease.id.desc())
    )
    return [
        SharedLine(release=release, state=_state(release, shown, unanswered))
        for release, shown, unanswered in rows
    ]


def _unanswered() -> ColumnElement[bool]:
    """Tell, in a statement on IdentityRelease, whether its employer is to answer still."""
    return exists().where(
        Referral.person_id == IdentityRelease.person_id,
        Referral.opportunity_id == IdentityRelease.opportunity_id,
        Referral.verdict.in_((EmployerVerdict.NOT_ASKED, EmployerVerdict.WAITING)),
        Referral.closed_at.is_(None),
    )


def _state(release: IdentityRelease, shown: bool, unanswered: bool) -> ReleaseState:
    if release.expires_at <= utc_now() or release.withdrawn_at == release.expires_at:
        return ReleaseState.RAN_OUT
    if release.withdrawn_at is not None:
        return ReleaseState.ENDED
    if shown:
        return ReleaseState.SHOWN
    return ReleaseState.WAITING if unanswered else ReleaseState.HIDDEN


def find_release(session: Session, person: Person, public_id: str) -> IdentityRelease | None:
    """Return a release of a person, or none."""
    return session.scalar(
        select(IdentityRelease).where(
            IdentityRelease.person_id == person.id, IdentityRelease.public_id == public_id
        )
    )


def list_offered(session: Session, person: Person) -> Sequence[Opportunity]:
    """Return the opportunities whose employers a person may let know, those that fit best first."""
    run = latest_run(session)
    if run is None:
        return []
    statement = (
        select(Opportunity)
        .join(Match, Match.opportunity_id == Opportunity.id)
        .join(Organisation, Organisation.id == Opportunity.organisation_id)
        .where(
            Match.run_id == run.id,
            Match.person_id == person.id,
            Match.rank_for_person.is_not(None),
            Opportunity.status == OpportunityStatus.PUBLISHED,
            Organisation.standing.in_(SEEN_STANDINGS),
        )
        .options(joinedload(Opportunity.organisation))
        .order_by(Match.rank_for_person)
        .limit(MOST_OFFERED)
    )
    return session.scalars(statement).all()
