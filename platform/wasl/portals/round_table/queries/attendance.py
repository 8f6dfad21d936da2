"""Who sits at several meetings at once: invited, answered, there."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from models.meeting import Participant

Seats = Mapping[int, Sequence[Participant]]


def list_seats_of(session: Session, meeting_ids: Sequence[int]) -> Seats:
    """Return who takes part in some meetings, by the id of the meeting, as they were added."""
    found: dict[int, list[Participant]] = defaultdict(list)
    rows = session.scalars(
        select(Participant)
        .where(Participant.meeting_id.in_(meeting_ids))
        .options(joinedload(Participant.organisation))
        .order_by(Participant.id)
    )
    for one in rows:
        found[one.meeting_id].append(one)
    return found
