"""What a reader is told of commitments: with the people whom they came to, or without.

A commitment is kept with people of several ministries and offices. Who belongs to one of them could
take away their own from an exact number and be left with the other's. So only who belongs to none
(`SEE_DRAW_DOWN`) reads how many people a commitment came to; everybody else reads of one commitment
what its postings say to anybody, and of people the totals of `wasl.figures`, once a day.

Nor may it be told in another way: a commitment is "fulfilled" or "overdue" by how many people there
are, and of a posting that ended, what is offered are the people who got it.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from models.commitment import Commitment
from models.round_table_enums import CommitmentKind, CommitmentProgress, CommitmentState
from wasl.access.permissions import Permission
from wasl.access.table import relations
from wasl.access.viewer import Viewer
from wasl.operations.commitments.draw_down import (
    Cited,
    DrawDown,
    cited_postings,
    draw_down,
    progress_of,
)


@dataclass(frozen=True)
class Posted:
    """What became of a commitment as its postings tell it: no person is counted in it.

    offered: places of all postings that count, also of those that ended; to_confirm: of those
    that wait for a word.
    """

    pledged: int
    offered: int = 0
    to_confirm: int = 0


Drawn = DrawDown | Posted


@dataclass(frozen=True)
class Told:
    """What somebody is told of a commitment, and how far it has come by that."""

    drawn: Drawn
    progress: CommitmentProgress


def sees_people(viewer: Viewer) -> bool:
    """Tell whether somebody reads exactly how many people commitments came to."""
    return viewer.is_system or bool(relations(viewer.role, Permission.SEE_DRAW_DOWN))


def progresses_told(viewer: Viewer) -> Sequence[CommitmentProgress]:
    """Return in which states commitments can be for somebody."""
    if sees_people(viewer):
        return list(CommitmentProgress)
    by_people = {CommitmentProgress.FULFILLED, CommitmentProgress.OVERDUE}
    return [one for one in CommitmentProgress if one not in by_people]


def tell_commitments(
    session: Session, viewer: Viewer, commitments: Sequence[Commitment], today: date
) -> dict[int, Told]:
    """Return what somebody is told of commitments, by their id."""
    # Milestones of a measure are no people: everybody reads how many are done.
    exact = [one for one in commitments if sees_people(viewer) or one.kind is CommitmentKind.POLICY]
    drawn = draw_down(session, exact) if exact else {}
    told = {one.id: Told(drawn[one.id], progress_of(one, drawn[one.id], today)) for one in exact}
    rest = [one for one in commitments if one.id not in told]
    cited = _cited(session, rest)
    for one in rest:
        posted = _posted(one, cited[one.id])
        told[one.id] = Told(posted, _progress(one, posted))
    return told


def add_up(drawn: Sequence[Drawn]) -> Drawn:
    """Return several together; as soon as one of them tells of no people, the sum tells of none."""
    pledged, offered, to_confirm = (
        sum(getattr(one, name) for one in drawn) for name in ("pledged", "offered", "to_confirm")
    )
    exact = [one for one in drawn if isinstance(one, DrawDown)]
    if len(exact) < len(drawn):
        return Posted(pledged, offered, to_confirm)
    filled, retained = sum(one.filled for one in exact), sum(one.retained for one in exact)
    return DrawDown(pledged, offered, filled, retained, to_confirm)


def _cited(session: Session, commitments: Sequence[Commitment]) -> Mapping[int, list[Cited]]:
    found: dict[int, list[Cited]] = defaultdict(list)
    for one in cited_postings(session, [made.id for made in commitments]) if commitments else ():
        found[one.commitment_id].append(one)
    return found


def _posted(commitment: Commitment, cited: Sequence[Cited]) -> Posted:
    return Posted(
        pledged=commitment.quantity,
        offered=sum(one.posted for one in cited if one.counts),
        to_confirm=sum(one.posted for one in cited if not one.counts),
    )


def _progress(commitment: Commitment, posted: Posted) -> CommitmentProgress:
    if commitment.state is CommitmentState.WITHDRAWN:
        return CommitmentProgress.WITHDRAWN
    return CommitmentProgress.UNDER_WAY if posted.offered else CommitmentProgress.NOT_STARTED
