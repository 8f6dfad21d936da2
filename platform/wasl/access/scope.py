"""Object access is a filtered query: each relation to each kind of record is one condition.

What the filter does not find does not exist for whoever asks (404).
"""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, exists, false, or_, select, true
from sqlalchemy.orm import Session

from models.access_enums import AssignmentBasis, Relation
from models.base import utc_now
from models.case import CaseAssignment, LookUpGrant
from models.opportunity import Opportunity
from models.person import Person
from wasl.access.permissions import Kind, Permission
from wasl.access.table import ACCESS, relations
from wasl.access.viewer import Viewer

Condition = Callable[[Viewer], ColumnElement[bool]]

_HANDED_OVER = (AssignmentBasis.REFERRAL, AssignmentBasis.TRANSFER)


def _case_of(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Tell, in a statement on Person, whether there is an open and accepted case like this."""
    return exists().where(
        CaseAssignment.person_id == Person.id,
        CaseAssignment.ended_at.is_(None),
        CaseAssignment.accepted_at.is_not(None),
        *conditions,
    )


def _own_case(viewer: Viewer) -> ColumnElement[bool]:
    return _case_of(
        CaseAssignment.account_id == viewer.account_id, CaseAssignment.office_id == viewer.office_id
    )


def _case_of_office(viewer: Viewer) -> ColumnElement[bool]:
    came = CaseAssignment.basis.not_in(_HANDED_OVER)
    return _case_of(CaseAssignment.office_id == viewer.office_id, came)


def _case_referred(viewer: Viewer) -> ColumnElement[bool]:
    came = CaseAssignment.basis.in_(_HANDED_OVER)
    return _case_of(CaseAssignment.office_id == viewer.office_id, came)


def _looked_up(viewer: Viewer) -> ColumnElement[bool]:
    return exists().where(
        LookUpGrant.person_id == Person.id,
        LookUpGrant.account_id == viewer.account_id,
        LookUpGrant.expires_at > utc_now(),
    )


def _of_own_organisation(viewer: Viewer) -> ColumnElement[bool]:
    return Opportunity.organisation_id == viewer.organisation_id


TABLES: Mapping[Kind, Any] = {
    Kind.PERSON: Person,
    Kind.OPPORTUNITY: Opportunity,
}

CONDITIONS: Mapping[tuple[Kind, Relation], Condition] = {
    (Kind.PERSON, Relation.OWN): _own_case,
    (Kind.PERSON, Relation.OFFICE): _case_of_office,
    (Kind.PERSON, Relation.REFERRED): _case_referred,
    (Kind.PERSON, Relation.LOOKED_UP): _looked_up,
    (Kind.OPPORTUNITY, Relation.OWN): _of_own_organisation,
}


def visible(viewer: Viewer, permission: Permission) -> ColumnElement[bool]:
    """Return the condition on the table of a permission's kind: the records it holds for.

    The system (command line, jobs) may do everything that whoever runs the machine may.
    """
    if viewer.is_system:
        return true()
    granted = relations(viewer.role, permission)
    if Relation.ANY in granted:
        return true()
    kind = ACCESS[permission].kind
    conditions = [CONDITIONS[kind, relation](viewer) for relation in sorted(granted)]
    return or_(false(), *conditions)


def find(session: Session, viewer: Viewer, permission: Permission, public_id: str) -> Any:
    """Return the record of a permission's kind with this public id, or none: not for them."""
    table = TABLES[ACCESS[permission].kind]
    statement = select(table).where(table.public_id == public_id, visible(viewer, permission))
    return session.scalar(statement)
