"""When something last happened around a person or an account."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, func, select

from models.account import Account, Membership
from models.case import CaseAssignment
from models.person import Person
from models.placement import Placement, PlacementCheck
from models.referral import Referral
from models.register import Consent
from models.release import IdentityRelease


def _latest(column: Any, person: Any) -> ScalarSelect[datetime]:
    return select(func.max(column)).where(person == Person.id).scalar_subquery()


def quiet_since(moment: datetime) -> ColumnElement[bool]:
    """Tell, in a statement on Person, whether nothing happened around them since a moment.

    What counts: a change of the record, a consent, a case, a release, something with an employer,
    an answer after a placement, their own sign-in.
    """
    own_sign_in = (
        select(func.max(Account.last_sign_in_at))
        .join(Membership, Membership.account_id == Account.id)
        .where(Membership.person_id == Person.id)
        .scalar_subquery()
    )
    answer = (
        select(func.max(PlacementCheck.answered_at))
        .join(Placement, Placement.id == PlacementCheck.placement_id)
        .where(Placement.person_id == Person.id)
        .scalar_subquery()
    )
    later = (
        _latest(Consent.recorded_at, Consent.person_id),
        _latest(CaseAssignment.offered_at, CaseAssignment.person_id),
        _latest(CaseAssignment.accepted_at, CaseAssignment.person_id),
        _latest(IdentityRelease.granted_at, IdentityRelease.person_id),
        _latest(Referral.updated_at, Referral.person_id),
        answer,
        own_sign_in,
    )
    quiet = Person.updated_at < moment
    for last in later:
        quiet = quiet & ((last < moment) | last.is_(None))
    return quiet
