"""Named queries: one published opportunity, what is like it, and where to ask about it."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, case, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from models.cited import counts
from models.commitment import Citation, Commitment
from models.enums import Agency, OpportunityStatus
from models.meeting import Meeting
from models.office import Office
from models.opportunity import Opportunity, Organisation
from models.organisation_states import SEEN_STANDINGS
from models.round_table_enums import CommitmentState
from wasl.code_names import name_occupations, name_places, name_skills
from wasl.portals.offered.queries.search import SINCE, is_open

MOST_SIMILAR = 5
_ALL_OF_IT = (
    joinedload(Opportunity.organisation),
    selectinload(Opportunity.skills),
    selectinload(Opportunity.languages),
    selectinload(Opportunity.licences),
)
# Where what was once to be seen is now; a draft or what is in review was perhaps never seen.
_GONE = (
    OpportunityStatus.PUBLISHED,
    OpportunityStatus.PAUSED,
    OpportunityStatus.FILLED,
    OpportunityStatus.CLOSED,
    OpportunityStatus.EXPIRED,
)


@dataclass(frozen=True, kw_only=True)
class OfferedRecord:
    """An opportunity, and the names of the codes in it."""

    opportunity: Opportunity
    places: dict[str, str]
    occupations: dict[str, str]
    skills: dict[str, str]


def find_open(session: Session, public_id: str, today: date) -> Opportunity | None:
    """Return an opportunity that is offered, or none."""
    statement = select(Opportunity).where(Opportunity.public_id == public_id, is_open(today))
    return session.scalar(statement.options(*_ALL_OF_IT))


def find_gone(session: Session, public_id: str) -> Opportunity | None:
    """Return an opportunity that was offered once, by somebody who is trusted still, or none."""
    was_seen = and_(
        Opportunity.status.in_(_GONE),
        or_(
            Opportunity.published_at.is_not(None),
            Opportunity.status == OpportunityStatus.PUBLISHED,
        ),
        Organisation.standing.in_(SEEN_STANDINGS),
    )
    statement = select(Opportunity).join(Opportunity.organisation)
    return session.scalar(statement.where(Opportunity.public_id == public_id, was_seen))


def read_offered(session: Session, opportunity: Opportunity, language: str) -> OfferedRecord:
    """Return an opportunity with the names of all codes, in a language."""
    places = (opportunity.governorate_code, opportunity.district_code)
    skills = (skill.skill_code for skill in opportunity.skills)
    return OfferedRecord(
        opportunity=opportunity,
        places=name_places(session, places, language),
        occupations=name_occupations(session, [opportunity.occupation_code], language),
        skills=name_skills(session, skills, language),
    )


def _same(column: ColumnElement[str], value: str | None) -> ColumnElement[int]:
    return case((column == value, 1), else_=0)


def list_similar(session: Session, opportunity: Opportunity, today: date) -> list[Opportunity]:
    """Return others of the same trade or kind that are offered, those nearest by first."""
    alike = [Opportunity.kind == opportunity.kind]
    if opportunity.occupation_code:
        group = opportunity.occupation_code[:2]
        alike.append(Opportunity.occupation_code.startswith(group, autoescape=True))
    statement = (
        select(Opportunity)
        .where(is_open(today), Opportunity.id != opportunity.id, or_(*alike))
        .order_by(
            _same(Opportunity.occupation_code, opportunity.occupation_code).desc(),  # type: ignore[arg-type]
            _same(Opportunity.governorate_code, opportunity.governorate_code).desc(),  # type: ignore[arg-type]
            SINCE.desc(),
        )
        .limit(MOST_SIMILAR)
        .options(joinedload(Opportunity.organisation))
    )
    return list(session.scalars(statement))


def list_centres(session: Session, governorate: str | None) -> list[str]:
    """Return the names of Migrant Resource Centres, of one governorate where there are any."""
    centres = select(Office.name).where(Office.agency == Agency.MRC, Office.active.is_(True))
    near = centres.where(Office.governorate_code == governorate) if governorate else centres
    found = session.scalars(near.order_by(Office.name_key)).all()
    return list(found or session.scalars(centres.order_by(Office.name_key)))


def promised_in(session: Session, opportunity: Opportunity) -> date | None:
    """Return the day of the roundtable whose promise an opportunity keeps, or none.

    Nothing else of the promise is told to everybody.
    """
    kept = (
        select(Commitment.made_on, Meeting.held_on)
        .join(Citation, Citation.commitment_id == Commitment.id)
        .join(Opportunity, Opportunity.id == Citation.opportunity_id)
        .outerjoin(Meeting, Meeting.id == Commitment.meeting_id)
        .where(
            Opportunity.id == opportunity.id,
            Commitment.state == CommitmentState.STANDING,
            counts(),
        )
    )
    found = session.execute(kept).first()
    return (found.held_on or found.made_on) if found else None
