"""The one place that decides what of somebody's identity a viewer sees.

Pages, API, exports and messages ask here. An office sees the people it works with, a person
sees themselves, an employer sees whoever has let them know for one of their opportunities, for as
long as everything that it rested on still holds: each of these is looked at anew every time.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session

from models.access_enums import EMPLOYER_ROLES, ReleaseScope
from models.base import utc_now
from models.consent_query import allows
from models.enums import ConsentPurpose, OpportunityStatus, PhoneOwner, Role
from models.opportunity import Opportunity, Organisation
from models.organisation_states import SEEN_STANDINGS
from models.person import Person, PersonIdentity
from models.referral import Referral
from models.referral_enums import CloseCause, ConsentState, EmployerVerdict
from models.release import IdentityRelease
from wasl.access.permissions import Permission
from wasl.access.scope import visible
from wasl.access.viewer import Viewer

# Everything but what is not seen yet: a posting that this very person filled hides nobody.
SHOWN_STATUSES = (
    *(OpportunityStatus.PUBLISHED, OpportunityStatus.PAUSED, OpportunityStatus.FILLED),
    *(OpportunityStatus.EXPIRED, OpportunityStatus.CLOSED),
)
# An employer sees who it is after saying that they want to meet, not before.
ACCEPTED = (EmployerVerdict.MEET, EmployerVerdict.OFFERED, EmployerVerdict.PLACED)


@dataclass(frozen=True, kw_only=True)
class Disclosed:
    """What may be seen of who somebody is; empty is unknown or hidden. `until`: hidden again."""

    name_ar: str | None = None
    name_latin: str | None = None
    known_as: str | None = None
    mother_name: str | None = None
    birth_date: date | None = None
    birth_year: int | None = None
    national_id: str | None = None
    phone: str | None = None
    phone_owner: PhoneOwner | None = None
    email: str | None = None
    scope: ReleaseScope | None = None
    until: datetime | None = None


_NAME = ("name_ar", "name_latin")
_CONTACT = ("phone", "email")
_ALL = (
    *(*_NAME, *_CONTACT),
    *("known_as", "mother_name", "birth_date", "birth_year", "national_id", "phone_owner"),
)
_OF_SCOPE = {ReleaseScope.NAME: _NAME, ReleaseScope.NAME_AND_CONTACT: (*_NAME, *_CONTACT)}


def disclose(
    session: Session,
    viewer: Viewer,
    people: Collection[int] | None = None,
    *,
    opportunity: int | None = None,
) -> dict[int, Disclosed]:
    """Return what a viewer sees of who people are, by the person's id; who is hidden is not in it.

    people: ids; everybody whom the viewer may see where not given. opportunity: the id of the one
    that an employer is looking at; without it an employer sees nobody.
    """
    if viewer.role in EMPLOYER_ROLES:
        return _released(session, viewer, people, opportunity)
    if viewer.role is Role.RETURNEE:
        condition = PersonIdentity.person_id == viewer.person_id
    else:
        seen = select(Person.id).where(visible(viewer, Permission.SEE_PERSON))
        condition = PersonIdentity.person_id.in_(seen)
    statement = select(PersonIdentity).where(condition)
    if people is not None:
        statement = statement.where(PersonIdentity.person_id.in_(people))
    return {one.person_id: _part(one, _ALL) for one in session.scalars(statement)}


def shown_now() -> ColumnElement[bool]:
    """Tell, in a statement on IdentityRelease, whether its employer sees the person now.

    It was not taken back and has not run out; the person said yes to the opportunity, its employer
    wants to meet them, and that is open or they were placed; the opportunity was published and is
    no draft again; its organisation is in good standing; the person still allows matching and is
    not anonymised.
    """
    in_force = exists().where(
        Opportunity.id == IdentityRelease.opportunity_id,
        Opportunity.status.in_(SHOWN_STATUSES),
        Organisation.id == Opportunity.organisation_id,
        Organisation.standing.in_(SEEN_STANDINGS),
    )
    accepted = exists().where(
        Referral.person_id == IdentityRelease.person_id,
        Referral.opportunity_id == IdentityRelease.opportunity_id,
        Referral.consent == ConsentState.GIVEN,
        Referral.verdict.in_(ACCEPTED),
        or_(Referral.closed_at.is_(None), Referral.close_cause == CloseCause.PLACED),
    )
    kept = exists().where(
        Person.id == IdentityRelease.person_id,
        Person.anonymised_at.is_(None),
    )
    return and_(
        IdentityRelease.withdrawn_at.is_(None),
        IdentityRelease.expires_at > utc_now(),
        in_force,
        accepted,
        kept,
        allows(ConsentPurpose.MATCHING, IdentityRelease.person_id),
    )


def _released(
    session: Session, viewer: Viewer, people: Collection[int] | None, opportunity: int | None
) -> dict[int, Disclosed]:
    own = exists().where(
        Opportunity.id == IdentityRelease.opportunity_id,
        Opportunity.organisation_id == viewer.organisation_id,
    )
    statement = (
        select(IdentityRelease, PersonIdentity)
        .join(PersonIdentity, PersonIdentity.person_id == IdentityRelease.person_id)
        .where(IdentityRelease.opportunity_id == opportunity, own, shown_now())
    )
    if people is not None:
        statement = statement.where(IdentityRelease.person_id.in_(people))
    return {
        release.person_id: _part(
            identity, _OF_SCOPE[release.scope], scope=release.scope, until=release.expires_at
        )
        for release, identity in session.execute(statement)
    }


def _part(
    identity: PersonIdentity,
    names: Collection[str],
    scope: ReleaseScope | None = None,
    until: datetime | None = None,
) -> Disclosed:
    values = {name: getattr(identity, name) for name in names}
    return Disclosed(scope=scope, until=until, **values)
