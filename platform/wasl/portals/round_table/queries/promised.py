"""What was promised at meetings, or at points of their agendas."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from models.commitment import Commitment, CommitmentParty
from wasl.access.permissions import Permission
from wasl.access.scope import visible
from wasl.access.viewer import Viewer


def list_promised(
    session: Session, viewer: Viewer, at: Literal["meeting_id", "item_id"], ids: Sequence[int]
) -> Mapping[int, Sequence[Commitment]]:
    """Return commitments by the meeting or point where they were made, as far as one may see them.

    ids: of meetings or of points, as `at` says.
    """
    place = getattr(Commitment, at)
    seen = visible(viewer, Permission.SEE_COMMITMENT)
    own = visible(viewer, Permission.SEE_OWN_COMMITMENTS)
    found: dict[int, list[Commitment]] = defaultdict(list)
    for one in session.scalars(
        select(Commitment)
        .where(place.in_(ids), seen | own)
        .options(
            joinedload(Commitment.item),
            selectinload(Commitment.parties).joinedload(CommitmentParty.organisation),
        )
        .order_by(Commitment.id)
    ):
        found[getattr(one, at)].append(one)
    return found
