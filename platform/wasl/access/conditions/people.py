"""Relations to people, and to what hangs on a person: cases and corrections."""

from typing import Any

from sqlalchemy import ColumnElement, exists, func, select

from models.access_enums import AssignmentBasis
from models.account import Membership
from models.base import utc_now
from models.case import CaseAssignment, CorrectionRequest, LookUpGrant
from models.person import Person
from models.referral import Referral
from wasl.access.conditions.common import same
from wasl.access.conditions.offers import referral_of_own_organisation
from wasl.access.viewer import Viewer

# What another office gave away shows who it is only after this office accepted it.
_HANDED_OVER = (AssignmentBasis.REFERRAL, AssignmentBasis.TRANSFER)


def _open_case(
    viewer: Viewer, person_id: Any, *conditions: ColumnElement[bool]
) -> ColumnElement[bool]:
    """Tell whether a person has a case that the viewer's office accepted and did not end."""
    held = exists().where(
        CaseAssignment.person_id == person_id,
        same(CaseAssignment.office_id, viewer.office_id),
        CaseAssignment.accepted_at.is_not(None),
        CaseAssignment.declined_at.is_(None),
        CaseAssignment.ended_at.is_(None),
        *conditions,
    )
    return held.correlate_except(CaseAssignment)


def _own(viewer: Viewer, person_id: Any) -> ColumnElement[bool]:
    """The viewer is the caseworker in charge, in the office where they work now."""
    return _open_case(viewer, person_id, same(CaseAssignment.account_id, viewer.account_id))


def _of_office(viewer: Viewer, person_id: Any) -> ColumnElement[bool]:
    """The case began at the viewer's office."""
    return _open_case(viewer, person_id, CaseAssignment.basis.not_in(_HANDED_OVER))


def _referred(viewer: Viewer, person_id: Any) -> ColumnElement[bool]:
    """Another office referred or gave the case, and the viewer's office accepted it."""
    return _open_case(viewer, person_id, CaseAssignment.basis.in_(_HANDED_OVER))


def _looked_up(viewer: Viewer, person_id: Any) -> ColumnElement[bool]:
    """The viewer looked the person up outside the caseload, and the time for it is not over.

    Who has changed office or agency since then looks again.
    """
    began = select(func.max(Membership.granted_at)).where(
        same(Membership.account_id, viewer.account_id), Membership.revoked_at.is_(None)
    )
    granted = exists().where(
        LookUpGrant.person_id == person_id,
        same(LookUpGrant.account_id, viewer.account_id),
        LookUpGrant.expires_at > utc_now(),
        LookUpGrant.granted_at >= began.scalar_subquery(),
    )
    return granted.correlate_except(LookUpGrant)


def own_person(viewer: Viewer) -> ColumnElement[bool]:
    """The viewer is in charge of the person's case."""
    return _own(viewer, Person.id)


def person_of_office(viewer: Viewer) -> ColumnElement[bool]:
    """The person's case is one of the viewer's office."""
    return _of_office(viewer, Person.id)


def person_referred(viewer: Viewer) -> ColumnElement[bool]:
    """The person's case was referred to the viewer's office, which accepted it."""
    return _referred(viewer, Person.id)


def person_looked_up(viewer: Viewer) -> ColumnElement[bool]:
    """The viewer may look at the person for a while, with a reason."""
    return _looked_up(viewer, Person.id)


def referral_own(viewer: Viewer) -> ColumnElement[bool]:
    """The viewer is in charge of the person, or their company was told of the referral."""
    if viewer.organisation_id is not None:
        return referral_of_own_organisation(viewer)
    return _own(viewer, Referral.person_id)


def referral_of_office(viewer: Viewer) -> ColumnElement[bool]:
    """The referral is of a person whose case is one of the viewer's office."""
    return _of_office(viewer, Referral.person_id)


def referral_referred(viewer: Viewer) -> ColumnElement[bool]:
    """The referral is of a person whose case was referred to the viewer's office."""
    return _referred(viewer, Referral.person_id)


def case_offered(viewer: Viewer) -> ColumnElement[bool]:
    """The case was offered to the viewer's office, and nobody answered yet."""
    return (
        same(CaseAssignment.office_id, viewer.office_id)
        & CaseAssignment.basis.in_(_HANDED_OVER)
        & CaseAssignment.accepted_at.is_(None)
        & CaseAssignment.declined_at.is_(None)
        & CaseAssignment.ended_at.is_(None)
    )


def correction_of_own_person(viewer: Viewer) -> ColumnElement[bool]:
    """A correction is to somebody what its person is to them."""
    return _own(viewer, CorrectionRequest.person_id)


def correction_of_office(viewer: Viewer) -> ColumnElement[bool]:
    """The correction is of a person whose case is one of the viewer's office."""
    return _of_office(viewer, CorrectionRequest.person_id)


def correction_referred(viewer: Viewer) -> ColumnElement[bool]:
    """The correction is of a person whose case was referred to the viewer's office."""
    return _referred(viewer, CorrectionRequest.person_id)
