"""Locks of what a placement touches, taken in one order so that nobody waits in a circle.

The order everywhere: the person, their referrals by id, opportunities by id. On SQLite whoever
writes is alone, and these statements only read anew. Rows that only name what is locked can be
added meanwhile (`key_share`).
"""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.opportunity import Opportunity
from models.person import Person
from models.referral import Referral
from wasl.operations.spoken import hold_person


def hold_referrals_of(session: Session, person: Person) -> list[Referral]:
    """Lock a person and all that is between them and employers, and read it anew."""
    hold_person(session, person)
    statement = (
        select(Referral)
        .where(Referral.person_id == person.id)
        .order_by(Referral.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    return list(session.scalars(statement))


def hold_opportunities(session: Session, ids: Iterable[int]) -> None:
    """Lock some opportunities and read them anew."""
    statement = (
        select(Opportunity)
        .where(Opportunity.id.in_(set(ids)))
        .order_by(Opportunity.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    session.scalars(statement).all()
