"""The referral of a person to an opportunity, where there is one."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.opportunity import Opportunity
from models.person import Person
from models.referral import Referral


def find_referral(session: Session, person: Person, opportunity: Opportunity) -> Referral | None:
    """Return the referral of a person to an opportunity, or none."""
    return session.scalar(
        select(Referral).where(
            Referral.person_id == person.id, Referral.opportunity_id == opportunity.id
        )
    )
