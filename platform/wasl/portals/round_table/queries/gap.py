"""One cell of the gap board: its numbers, and the commitments that could close it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models.commitment import Commitment, CommitmentParty
from wasl.access.permissions import Permission
from wasl.access.scope import visible
from wasl.access.viewer import Viewer
from wasl.figures.tables import ALL
from wasl.operations.commitments.told import sees_people
from wasl.operations.gaps.board import Board, Gap, list_unfilled, read_board, without_people


@dataclass(frozen=True, kw_only=True)
class GapPage:
    """A cell with what is promised in it. unfilled: commitments, and how much of each is left."""

    board: Board
    gap: Gap
    unfilled: Sequence[tuple[Commitment, int]]


def read_gap(session: Session, viewer: Viewer, group: str, place: str, today: date) -> GapPage:
    """Return an occupation in a governorate, or in the whole country (`ALL`)."""
    people, board = sees_people(viewer), read_board(session, today)
    board = board if people else without_people(board)
    cell = (group, place)
    gap = next((one for one in board.gaps if (one.group, one.governorate) == cell), None)
    return GapPage(
        board=board,
        gap=gap or Gap(group=group, governorate=place),
        unfilled=_unfilled(session, viewer, group, place, people=people),
    )


def _unfilled(
    session: Session, viewer: Viewer, group: str, place: str, *, people: bool
) -> list[tuple[Commitment, int]]:
    numbers = [(one, one.left if people else one.told) for one in list_unfilled(session)]
    left = {
        one.commitment_id: number
        for one, number in numbers
        if number and one.group == group and place in {ALL, one.governorate}
    }
    found = session.scalars(
        select(Commitment)
        .where(Commitment.id.in_(left), visible(viewer, Permission.SEE_COMMITMENT))
        .options(selectinload(Commitment.parties).joinedload(CommitmentParty.organisation))
        .order_by(Commitment.deadline.is_(None), Commitment.deadline, Commitment.id)
    )
    return [(one, left[one.id]) for one in found]
