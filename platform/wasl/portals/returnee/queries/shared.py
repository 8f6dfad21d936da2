"""Who saw somebody's work card, without their name."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.audit import AuditEvent
from models.opportunity import Opportunity, Organisation
from models.person import Person
from wasl.shown_names import shown_name


@dataclass(frozen=True, kw_only=True)
class CardSeen:
    """An employer who saw the person's work card, without their name."""

    employer: str
    opportunity: str
    last_at: datetime


def list_cards_seen(session: Session, person: Person, language: str) -> list[CardSeen]:
    """Return which employers saw the work card for which opportunity, the latest first."""
    last = func.max(AuditEvent.at, type_=AuditEvent.at.type)
    rows = session.execute(
        select(shown_name(language), Opportunity.title, last)
        .join(Opportunity, Opportunity.public_id == AuditEvent.object_id)
        .join(Organisation, Organisation.id == AuditEvent.actor_organisation_id)
        .where(AuditEvent.person == person.public_id, AuditEvent.action == AuditAction.CARD_SEEN)
        .group_by(Organisation.id, Organisation.name, Opportunity.id, Opportunity.title)
        .order_by(last.desc())
    )
    return [CardSeen(employer=name, opportunity=title, last_at=at) for name, title, at in rows]
