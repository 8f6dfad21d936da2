"""How organisations stand to each other: who works with, funds, supervises, is the same as whom."""

from sqlalchemy import and_, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.opportunity import Organisation
from models.round_table_enums import RelationKind
from models.stakeholder import OrganisationRelation
from wasl.access.viewer import Viewer
from wasl.audit.record import record
from wasl.operations.stakeholders.errors import StakeholderRule, StakeholderRuleError

# Said of both alike: kept once, whichever of the two was named first.
MUTUAL = frozenset({RelationKind.SAME_AS, RelationKind.WORKS_WITH})


def relate_organisations(
    session: Session,
    by: Viewer,
    first: Organisation,
    kind: RelationKind,
    second: Organisation,
    *,
    note: str = "",
) -> bool:
    """Keep how the first of two organisations stands to the second; tell whether that is new.

    SAME_AS: what one of them posts counts at once for what the other promised.
    Raises StakeholderRuleError for an organisation and itself.
    """
    if first.id == second.id:
        raise StakeholderRuleError(StakeholderRule.ITSELF)
    if _find(session, first, kind, second) is not None:
        return False
    one, other = (first, second) if kind not in MUTUAL else sorted((first, second), key=_by_id)
    relation = OrganisationRelation(
        first_id=one.id,
        second_id=other.id,
        kind=kind,
        note=note.strip() or None,
        account_id=by.account_id,
    )
    try:
        with session.begin_nested():
            session.add(relation)
    except IntegrityError:  # somebody else said it at the same moment
        return False
    _note(session, by, relation, "added")
    return True


def end_relation(
    session: Session, by: Viewer, organisation: Organisation, relation_id: str
) -> bool:
    """Take back a relation of an organisation, by its public id; tell whether it was there."""
    either = or_(
        OrganisationRelation.first_id == organisation.id,
        OrganisationRelation.second_id == organisation.id,
    )
    found = session.scalar(
        select(OrganisationRelation)
        .where(OrganisationRelation.public_id == relation_id, either)
        .with_for_update()
    )
    if found is None:
        return False
    _note(session, by, found, "ended")
    session.delete(found)
    session.flush()
    return True


def _by_id(organisation: Organisation) -> int:
    return organisation.id


def _find(
    session: Session, first: Organisation, kind: RelationKind, second: Organisation
) -> OrganisationRelation | None:
    pairs = [(first.id, second.id)]
    if kind in MUTUAL:
        pairs.append((second.id, first.id))
    between = or_(
        *(
            and_(OrganisationRelation.first_id == a, OrganisationRelation.second_id == b)
            for a, b in pairs
        )
    )
    statement = select(OrganisationRelation).where(OrganisationRelation.kind == kind, between)
    return session.scalar(statement.limit(1))


def _note(session: Session, by: Viewer, relation: OrganisationRelation, what: str) -> None:
    names = select(Organisation.id, Organisation.public_id).where(
        Organisation.id.in_((relation.first_id, relation.second_id))
    )
    ids = dict(session.execute(names).all())
    record(
        session,
        by,
        AuditAction.RELATION_CHANGED,
        subject=("organisation", ids[relation.first_id]),
        what=what,
        kind=relation.kind.value,
        organisation=ids[relation.second_id],
    )
