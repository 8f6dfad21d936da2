"""Object access is a filtered query: each relation to each kind of record is one condition.

What the filter does not find does not exist for whoever asks (404).
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, false, or_, select, true
from sqlalchemy.orm import Session
from sqlalchemy.sql.base import ExecutableOption

from models.access_enums import Relation
from models.account import Account
from models.action_plan import ActionFile, PlanAction
from models.ask import Ask
from models.capacity import Capacity
from models.case import CaseAssignment, CorrectionRequest
from models.commitment import Citation, Commitment
from models.import_job import ImportJob
from models.meeting import AgendaItem, Meeting, MeetingDocument, MeetingSeries, Resolution
from models.message import Message
from models.office import Office
from models.opportunity import Opportunity, Organisation
from models.person import Person
from models.referral import Referral
from models.sign_in import ApiToken, Invitation, ResetRequest
from wasl.access.conditions import accounts, offers, people, round_table
from wasl.access.permissions import Kind, Permission
from wasl.access.table import ACCESS, relations
from wasl.access.viewer import Viewer

Condition = Callable[[Viewer], ColumnElement[bool]]

TABLES: Mapping[Kind, Any] = {
    Kind.PERSON: Person,
    Kind.CASE: CaseAssignment,
    Kind.CORRECTION: CorrectionRequest,
    Kind.OPPORTUNITY: Opportunity,
    Kind.REFERRAL: Referral,
    Kind.CAPACITY: Capacity,
    Kind.SERIES: MeetingSeries,
    Kind.MEETING: Meeting,
    Kind.ITEM: AgendaItem,
    Kind.RESOLUTION: Resolution,
    Kind.DOCUMENT: MeetingDocument,
    Kind.COMMITMENT: Commitment,
    Kind.CITATION: Citation,
    Kind.ASK: Ask,
    Kind.ACTION: PlanAction,
    Kind.ACTION_FILE: ActionFile,
    Kind.IMPORT: ImportJob,
    Kind.ACCOUNT: Account,
    Kind.INVITATION: Invitation,
    Kind.RESET: ResetRequest,
    Kind.ORGANISATION: Organisation,
    Kind.OFFICE: Office,
    Kind.MESSAGE: Message,
    Kind.TOKEN: ApiToken,
}

CONDITIONS: Mapping[tuple[Kind, Relation], Condition] = {
    (Kind.PERSON, Relation.OWN): people.own_person,
    (Kind.PERSON, Relation.OFFICE): people.person_of_office,
    (Kind.PERSON, Relation.REFERRED): people.person_referred,
    (Kind.PERSON, Relation.LOOKED_UP): people.person_looked_up,
    (Kind.CASE, Relation.OFFERED): people.case_offered,
    (Kind.CORRECTION, Relation.OWN): people.correction_of_own_person,
    (Kind.CORRECTION, Relation.OFFICE): people.correction_of_office,
    (Kind.CORRECTION, Relation.REFERRED): people.correction_referred,
    (Kind.OPPORTUNITY, Relation.OWN): offers.opportunity_of_own_organisation,
    (Kind.OPPORTUNITY, Relation.OFFICE): offers.opportunity_of_ministry,
    (Kind.REFERRAL, Relation.OWN): people.referral_own,
    (Kind.REFERRAL, Relation.OFFICE): people.referral_of_office,
    (Kind.REFERRAL, Relation.REFERRED): people.referral_referred,
    (Kind.CAPACITY, Relation.OWN): offers.capacity_of_own_organisation,
    (Kind.SERIES, Relation.PUBLISHED): round_table.series_published,
    (Kind.MEETING, Relation.OWN): round_table.meeting_of_own_organisation,
    (Kind.MEETING, Relation.PUBLISHED): round_table.meeting_published,
    (Kind.DOCUMENT, Relation.OWN): round_table.document_of_own_meeting,
    (Kind.DOCUMENT, Relation.PUBLISHED): round_table.document_published,
    (Kind.COMMITMENT, Relation.OWN): round_table.commitment_of_own_organisation,
    (Kind.ASK, Relation.OWN): round_table.ask_of_own_organisation,
    (Kind.IMPORT, Relation.OWN): offers.own_import,
    (Kind.IMPORT, Relation.OFFICE): offers.import_of_office,
    (Kind.ACCOUNT, Relation.OFFICE): accounts.account_of_house,
    (Kind.INVITATION, Relation.OFFICE): accounts.invitation_of_house,
    (Kind.RESET, Relation.OFFICE): accounts.reset_of_house,
    (Kind.MESSAGE, Relation.OFFICE): accounts.slip_of_office,
}

# In this order a record is said to be somebody's: the closest relation first.
_CLOSENESS = (
    Relation.OWN,
    Relation.OFFICE,
    Relation.REFERRED,
    Relation.OFFERED,
    Relation.LOOKED_UP,
    Relation.PUBLISHED,
)


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


def find(
    session: Session,
    viewer: Viewer,
    permission: Permission,
    public_id: str,
    options: Sequence[ExecutableOption] = (),
) -> Any:
    """Return the record of a permission's kind with this public id, or none: not for them.

    options: what to load along with it.
    """
    table = TABLES[ACCESS[permission].kind]
    statement = select(table).where(table.public_id == public_id, visible(viewer, permission))
    return session.scalar(statement.options(*options))


def relation_to(
    session: Session, viewer: Viewer, permission: Permission, public_id: str
) -> Relation:
    """Tell what a record is to somebody as far as a permission goes by it: the closest relation."""
    granted = relations(viewer.role, permission)
    kind = ACCESS[permission].kind
    table = TABLES[kind]
    for relation in _CLOSENESS:
        if relation in granted:
            held = select(table.id).where(
                table.public_id == public_id, CONDITIONS[kind, relation](viewer)
            )
            if session.scalar(held) is not None:
                return relation
    return Relation.ANY if viewer.is_system or Relation.ANY in granted else Relation.NONE
