"""What came of a referral: a placement, an allocation, or nothing yet."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.placement import Allocation, Placement
from models.referral import Referral


def placement_of(session: Session, referral: Referral) -> Placement | None:
    """Return the placement that came of a referral, or none."""
    return session.scalar(select(Placement).where(Placement.referral_id == referral.id))


def allocation_of(session: Session, referral: Referral) -> Allocation | None:
    """Return the stock that a referral came to, or none."""
    return session.scalar(select(Allocation).where(Allocation.referral_id == referral.id))


def made_of(session: Session, referral: Referral) -> Placement | Allocation | None:
    """Return whichever of the two there is."""
    return placement_of(session, referral) or allocation_of(session, referral)
