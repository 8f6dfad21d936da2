"""Let one employer know who a person is, for one opportunity, until a day; and take it back.

To let somebody know is also a yes to the opportunity. To take it back is not a no to it: a person
may want to go on without a name, and says apart from it when they want to leave.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from sqlalchemy.orm import Session

from models.access_enums import AuditAction, ConsentGiver, ReleaseScope
from models.base import utc_now
from models.enums import ConsentPurpose, OpportunityStatus
from models.opportunity import Opportunity
from models.organisation_states import SEEN_STANDINGS
from models.person import Person
from models.referral import Referral
from models.referral_enums import CloseCause, ConsentState, ReferralOrigin, Side
from models.referral_states import closing_cause
from models.release import IdentityRelease
from wasl.access.disclosure import SHOWN_STATUSES
from wasl.access.viewer import Viewer
from wasl.audit.record import record
from wasl.operations.end_releases import ReleaseEnd, end_release, open_releases
from wasl.operations.referrals.core import Said, open_referral
from wasl.operations.referrals.find_referral import find_referral
from wasl.operations.referrals.say_yes import say_yes
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
    REFERRAL_OVER = "referral_over"


class ReleaseRefusedError(Exception):
    """The employer may not be let know; `why` says what stands against it."""

    def __init__(self, why: ReleaseRefusal) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True, kw_only=True)
class Releasing:
    """What is to be shown, for how many days, and who said so."""

    scope: ReleaseScope
    days: int = USUAL_DAYS
    spoken: Spoken = SPOKEN_BY_ONESELF


def _refusal(
    person: Person, opportunity: Opportunity, referral: Referral | None, given: Releasing
) -> ReleaseRefusal | None:
    begun = referral is not None and referral.consent is ConsentState.GIVEN
    # Who has agreed to meet may be named later than the posting is shown to others.
    statuses = SHOWN_STATUSES if begun else (OpportunityStatus.PUBLISHED,)
    if not person.allows(ConsentPurpose.MATCHING):
        return ReleaseRefusal.NO_CONSENT
    if opportunity.status not in statuses:
        return ReleaseRefusal.NOT_PUBLISHED
    if opportunity.organisation.standing not in SEEN_STANDINGS:
        return ReleaseRefusal.NOT_IN_GOOD_STANDING
    if not 1 <= given.days <= MOST_DAYS:
        return ReleaseRefusal.DAYS
    if referral is not None and not _stays_open(referral):
        return ReleaseRefusal.REFERRAL_OVER
    return None


def _stays_open(referral: Referral) -> bool:
    """Tell whether something would be open, or placed, once the person has said yes."""
    if referral.close_cause in {CloseCause.PLACED_ELSEWHERE, CloseCause.OPPORTUNITY_ENDED}:
        return False
    cause = closing_cause(ConsentState.GIVEN, referral.view, referral.verdict)
    return cause in {None, CloseCause.PLACED}


def release_identity(
    session: Session, by: Viewer, person: Person, opportunity: Opportunity, given: Releasing
) -> IdentityRelease:
    """Let the employer of an opportunity know who somebody is, and return the release.

    It is also the person's yes to the opportunity: the referral is made where there is none, and
    an employer who knew nothing of it is asked for an answer. The name is shown only once that
    employer wants to meet the person. A release that is open for the same opportunity is ended
    and replaced. The person is told. Raises StatementIncompleteError (what the person did not say
    alone needs a witness and a reason), RecordClosedError, ReleaseRefusedError.
    """
    given.spoken.check(witnessed=_WITNESSED)
    check_record_open(session, person)
    hold_person(session, person)
    why = _refusal(person, opportunity, find_referral(session, person, opportunity), given)
    if why is not None:
        raise ReleaseRefusedError(why)
    _agree(session, by, person, opportunity, given.spoken)
    for before in open_releases(session, person, opportunity):
        ran_out = before.expires_at <= utc_now()
        end_release(session, by, before, ReleaseEnd.EXPIRED if ran_out else ReleaseEnd.REPLACED)
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


def _agree(
    session: Session, by: Viewer, person: Person, opportunity: Opportunity, spoken: Spoken
) -> None:
    own = by.person_id == person.id
    origin = ReferralOrigin.PERSON if own else ReferralOrigin.OFFICE
    referral = open_referral(session, by, person, opportunity, origin)
    say_yes(session, by, referral, Said(side=Side.PERSON, given_by=spoken.given_by))


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


def withdraw_release(session: Session, by: Viewer, release: IdentityRelease) -> bool:
    """Take a release back, from the next request on; return whether it was still open.

    The yes to the opportunity stays: the employer goes on with a work card.
    """
    hold_person(session, release.person)
    session.refresh(release, ["withdrawn_at"])
    if release.withdrawn_at is not None:
        return False
    end_release(session, by, release, ReleaseEnd.WITHDRAWN)
    session.flush()
    tell_person(session, release.person, "release_withdrawn", {})
    return True
