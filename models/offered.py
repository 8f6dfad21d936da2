"""Named query: which opportunities are offered, that is seen and matched outside the employer."""

from sqlalchemy import ColumnElement, and_, exists

from models.enums import OpportunityStatus
from models.opportunity import Opportunity, Organisation
from models.organisation_states import SEEN_STANDINGS


def is_offered() -> ColumnElement[bool]:
    """Tell, in a statement on Opportunity, whether it is published by an organisation to trust."""
    trusted = exists().where(
        Organisation.id == Opportunity.organisation_id, Organisation.standing.in_(SEEN_STANDINGS)
    )
    # Also in a statement that itself asks for organisations.
    apart = trusted.correlate_except(Organisation)
    return and_(Opportunity.status == OpportunityStatus.PUBLISHED, apart)
