"""Named query: what of what was offered came to somebody."""

from datetime import datetime

from sqlalchemy import Subquery, or_, select, union_all

from models.placement import Allocation, Placement
from models.referral_enums import EndCause


def filled_since(moment: datetime) -> Subquery:
    """Return the opportunity of each time that somebody got something since a moment.

    A place where somebody began, tools or money that were handed over. One row a person and
    opportunity; who never began is not among them.
    """
    began = or_(Placement.end_cause.is_(None), Placement.end_cause != EndCause.NEVER_STARTED)
    placed = select(Placement.opportunity_id).where(Placement.made_at > moment, began)
    given = select(Allocation.opportunity_id).where(Allocation.handed_over_at > moment)
    return union_all(placed, given).subquery()
