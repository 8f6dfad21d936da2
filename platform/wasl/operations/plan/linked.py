"""What is done for an action: its commitments, what meetings came to, and what followed."""

from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload, selectinload

from models.action_plan import ActionLink, PlanAction
from models.commitment import Commitment, CommitmentParty
from models.meeting import Resolution


def commitments_of(session: Session, action: PlanAction) -> Sequence[Commitment]:
    """Return the commitments of an action with who made them, by the day they were made."""
    statement = (
        select(Commitment)
        .join(ActionLink, ActionLink.commitment_id == Commitment.id)
        .where(ActionLink.action_id == action.id)
        .order_by(Commitment.made_on, Commitment.id)
        .options(
            selectinload(Commitment.parties).joinedload(CommitmentParty.organisation),
            selectinload(Commitment.milestones),
        )
    )
    return session.scalars(statement).all()


def resolutions_of(session: Session, action: PlanAction) -> list[Resolution]:
    """Return what meetings came to for an action, and what followed from it, in that order."""
    linked = select(ActionLink.resolution_id).where(
        ActionLink.action_id == action.id, ActionLink.resolution_id.is_not(None)
    )
    found: dict[int, Resolution] = {}
    more = session.scalars(_loaded().where(Resolution.id.in_(linked))).all()
    while more:
        found |= {one.id: one for one in more}
        followed = [one.id for one in more]
        following = _loaded().where(
            Resolution.follows_id.in_(followed), Resolution.id.not_in(found)
        )
        more = session.scalars(following).all()
    return list(found.values())


def _loaded() -> Select[Resolution]:
    return select(Resolution).order_by(Resolution.id).options(joinedload(Resolution.responsible))
