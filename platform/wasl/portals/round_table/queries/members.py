"""Who takes part in a meeting, who can be reached, and whom to add."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session, joinedload

from models.ask import Ask
from models.enums import OrganisationStanding
from models.meeting import Meeting, Participant
from models.opportunity import Organisation
from models.stakeholder import Stakeholder
from wasl.operations.meetings.recipients import recipients_by_organisation
from wasl.operations.opportunity_words import MOST_WORDS, search_words
from wasl.operations.organisation_names import has_name_with

MOST_OFFERED = 24


@dataclass(frozen=True)
class Member:
    """A member, and whether any address of it is known: otherwise a letter is printed.

    answered: what it was asked for and said yes or no to.
    """

    seat: Participant
    reachable: bool
    answered: Sequence[Ask] = ()


def list_members(session: Session, meeting: Meeting) -> list[Member]:
    """Return who takes part, in the order in which they were added."""
    seats = session.scalars(
        select(Participant)
        .where(Participant.meeting_id == meeting.id)
        .options(joinedload(Participant.organisation))
        .order_by(Participant.id)
    ).all()
    reached = recipients_by_organisation(session, [one.organisation_id for one in seats])
    answered: dict[int, list[Ask]] = defaultdict(list)
    for ask in session.scalars(
        select(Ask)
        .where(Ask.meeting_id == meeting.id, Ask.answered_at.is_not(None))
        .order_by(Ask.answered_at, Ask.id)
    ):
        answered[ask.organisation_id].append(ask)
    return [
        Member(one, one.organisation_id in reached, answered[one.organisation_id]) for one in seats
    ]


def find_member(session: Session, meeting: Meeting, public_id: str) -> Participant | None:
    """Return a member of this meeting by its public id, or none."""
    return session.scalar(
        select(Participant).where(
            Participant.meeting_id == meeting.id, Participant.public_id == public_id
        )
    )


def offer_organisations(session: Session, meeting: Meeting, said: str) -> Sequence[Organisation]:
    """Return organisations that do not sit there yet and whose name has all words of a search.

    Stakeholders come first; without words, they alone. Names are compared folded, in whichever of
    the three scripts they are written; the short name counts too. Refused ones are not offered.
    """
    there = select(Participant.organisation_id).where(Participant.meeting_id == meeting.id)
    return session.scalars(
        select(Organisation)
        .outerjoin(Stakeholder, Stakeholder.organisation_id == Organisation.id)
        .where(
            Organisation.id.not_in(there),
            Organisation.standing != OrganisationStanding.REFUSED,
            _named(said),
        )
        .order_by(Stakeholder.organisation_id.is_(None), Organisation.name)
        .limit(MOST_OFFERED)
    ).all()


def _named(said: str) -> ColumnElement[bool]:
    wanted = list(dict.fromkeys(search_words(said)))[:MOST_WORDS]
    if not wanted:
        return Stakeholder.organisation_id.is_not(None)
    return and_(
        *(
            or_(
                has_name_with(word),
                Stakeholder.short_key.contains(word, autoescape=True),
            )
            for word in wanted
        )
    )


def find_organisations(session: Session, public_ids: Sequence[str]) -> Sequence[Organisation]:
    """Return organisations by their public ids, in the order of their names."""
    return session.scalars(
        select(Organisation)
        .where(
            Organisation.public_id.in_(public_ids[:MOST_OFFERED]),
            Organisation.standing != OrganisationStanding.REFUSED,
        )
        .order_by(Organisation.name)
    ).all()
