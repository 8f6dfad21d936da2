"""Named queries: which postings count for which commitment, and which wait for a word."""

from sqlalchemy import ColumnElement, and_, exists, or_

from models.commitment import Citation, CommitmentParty
from models.opportunity import Opportunity
from models.round_table_enums import CitationState, RelationKind
from models.stakeholder import OrganisationRelation


def of_a_party() -> ColumnElement[bool]:
    """Tell, in a statement on Citation and Opportunity, whether a party of it posted it.

    One organisation under two names (`RelationKind.SAME_AS`) is one.
    """
    party = exists().where(
        CommitmentParty.commitment_id == Citation.commitment_id,
        CommitmentParty.organisation_id == Opportunity.organisation_id,
    )
    first = and_(
        OrganisationRelation.first_id == Opportunity.organisation_id,
        OrganisationRelation.second_id == CommitmentParty.organisation_id,
    )
    second = and_(
        OrganisationRelation.second_id == Opportunity.organisation_id,
        OrganisationRelation.first_id == CommitmentParty.organisation_id,
    )
    same = exists().where(
        CommitmentParty.commitment_id == Citation.commitment_id,
        OrganisationRelation.kind == RelationKind.SAME_AS,
        or_(first, second),
    )
    return or_(
        party.correlate(Citation, Opportunity),
        same.correlate(Citation, Opportunity),
    )


def counts() -> ColumnElement[bool]:
    """Tell, in a statement on Citation and Opportunity, whether the posting counts."""
    said = Citation.state == CitationState.CONFIRMED
    unsaid = Citation.state == CitationState.PROPOSED
    return or_(said, and_(unsaid, of_a_party()))


def waits() -> ColumnElement[bool]:
    """Tell, in a statement on Citation and Opportunity, whether a person has to say first."""
    unsaid = Citation.state == CitationState.PROPOSED
    return and_(unsaid, ~of_a_party())
