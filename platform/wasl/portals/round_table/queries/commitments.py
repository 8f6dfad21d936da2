"""Commitments with what became of them: the board, its totals, and what it can be narrowed by."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session, joinedload, selectinload

from models.action_plan import Priority
from models.commitment import Commitment, CommitmentParty
from models.meeting import Meeting, Participant
from models.opportunity import Organisation
from models.round_table_enums import CommitmentKind, CommitmentProgress, CommitmentState
from models.stakeholder import Stakeholder
from wasl.access.permissions import Permission
from wasl.access.scope import visible
from wasl.access.viewer import Viewer
from wasl.operations.commitments.told import Drawn, add_up, tell_commitments

# What somebody has to ask after comes first.
_ORDER = (
    CommitmentProgress.OVERDUE,
    CommitmentProgress.NOT_STARTED,
    CommitmentProgress.UNDER_WAY,
    CommitmentProgress.FULFILLED,
    CommitmentProgress.WITHDRAWN,
)
NO_PRIORITY = 0
_LOADED = (
    joinedload(Commitment.meeting),
    joinedload(Commitment.priority),
    selectinload(Commitment.parties).joinedload(CommitmentParty.organisation),
)


@dataclass(frozen=True, kw_only=True)
class CommitmentFilter:
    """What the board is narrowed to; organisation and meeting by their public ids.

    priority: number of the national one; NO_PRIORITY for what serves none.
    """

    kind: CommitmentKind | None = None
    progress: CommitmentProgress | None = None
    organisation: str = ""
    governorate: str = ""
    meeting: str = ""
    priority: int | None = None

    @property
    def count(self) -> int:
        """How many filters are set."""
        given = (self.kind, self.progress, self.organisation, self.governorate, self.meeting)
        return sum(bool(one) for one in given) + (self.priority is not None)

    def as_address(self) -> dict[str, str | None]:
        """Return the filters as the parameters of an address."""
        return {
            "kind": self.kind.value if self.kind else None,
            "progress": self.progress.value if self.progress else None,
            "organisation": self.organisation or None,
            "governorate": self.governorate or None,
            "meeting": self.meeting or None,
            "priority": None if self.priority is None else str(self.priority),
        }


@dataclass(frozen=True, kw_only=True)
class CommitmentLine:
    """A commitment and how far it has come, as its reader is told it."""

    commitment: Commitment
    drawn: Drawn
    progress: CommitmentProgress

    @property
    def late(self) -> bool:
        """Whether its day is over and it is not fulfilled."""
        return self.progress is CommitmentProgress.OVERDUE


@dataclass(frozen=True, kw_only=True)
class KindTotal:
    """What became of all commitments of a kind that stand."""

    kind: CommitmentKind
    commitments: int
    drawn: Drawn


def list_commitments(
    session: Session, viewer: Viewer, wanted: CommitmentFilter, today: date
) -> list[CommitmentLine]:
    """Return commitments with what is counted for them: what is overdue first, then by day."""
    found = select(Commitment).where(visible(viewer, Permission.SEE_COMMITMENT), *_narrowed(wanted))
    rows = session.scalars(found.options(*_LOADED)).unique().all()
    lines = read_lines(session, viewer, rows, today)
    if wanted.progress is not None:
        lines = [line for line in lines if line.progress is wanted.progress]
    return sorted(lines, key=_rank)


def read_lines(
    session: Session, viewer: Viewer, commitments: Sequence[Commitment], today: date
) -> list[CommitmentLine]:
    """Return commitments with what somebody is told of them, in their order."""
    told = tell_commitments(session, viewer, commitments, today)
    return [
        CommitmentLine(commitment=one, drawn=told[one.id].drawn, progress=told[one.id].progress)
        for one in commitments
    ]


def total_by_kind(lines: Iterable[CommitmentLine]) -> list[KindTotal]:
    """Add up what stands, kind by kind: places, toolkits and laws are not added together."""
    of_kinds: dict[CommitmentKind, list[Drawn]] = {kind: [] for kind in CommitmentKind}
    for line in lines:
        if line.commitment.state is CommitmentState.STANDING:
            of_kinds[line.commitment.kind].append(line.drawn)
    return [
        KindTotal(kind=kind, commitments=len(drawn), drawn=add_up(drawn))
        for kind, drawn in of_kinds.items()
        if drawn
    ]


def list_made_at(
    session: Session, viewer: Viewer, meeting: Meeting, today: date
) -> list[CommitmentLine]:
    """Return what was promised at a meeting, by the points of its agenda."""
    found = select(Commitment).where(Commitment.meeting_id == meeting.id)
    rows = session.scalars(found.options(*_LOADED).order_by(Commitment.item_id, Commitment.id))
    return read_lines(session, viewer, rows.unique().all(), today)


def list_parties(session: Session) -> Sequence[Organisation]:
    """Return who made commitments, by name."""
    made = exists().where(CommitmentParty.organisation_id == Organisation.id)
    return session.scalars(select(Organisation).where(made).order_by(Organisation.name)).all()


def list_meetings_of(session: Session) -> Sequence[Meeting]:
    """Return the meetings at which something was promised, the latest first."""
    made = exists().where(Commitment.meeting_id == Meeting.id)
    return session.scalars(select(Meeting).where(made).order_by(Meeting.held_on.desc())).all()


def list_who_may_promise(session: Session) -> Sequence[Organisation]:
    """Return whom the round table knows: stakeholders, members of meetings, who promised before."""
    known = (
        exists().where(Stakeholder.organisation_id == Organisation.id),
        exists().where(Participant.organisation_id == Organisation.id),
        exists().where(CommitmentParty.organisation_id == Organisation.id),
    )
    found = select(Organisation).where(known[0] | known[1] | known[2])
    return session.scalars(found.order_by(Organisation.name, Organisation.id)).all()


def _narrowed(wanted: CommitmentFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.kind is not None:
        conditions.append(Commitment.kind == wanted.kind)
    if wanted.governorate:
        conditions.append(Commitment.governorate_code == wanted.governorate)
    if wanted.organisation:
        party = exists().where(
            CommitmentParty.commitment_id == Commitment.id,
            CommitmentParty.organisation_id == Organisation.id,
            Organisation.public_id == wanted.organisation,
        )
        conditions.append(party)
    if wanted.meeting:
        at = exists().where(
            Meeting.id == Commitment.meeting_id, Meeting.public_id == wanted.meeting
        )
        conditions.append(at)
    if wanted.priority == NO_PRIORITY:
        conditions.append(Commitment.priority_id.is_(None))
    elif wanted.priority is not None:
        number = Priority.number == wanted.priority
        conditions.append(exists().where(Priority.id == Commitment.priority_id, number))
    return conditions


def _rank(line: CommitmentLine) -> tuple[int, date, int]:
    return _ORDER.index(line.progress), line.commitment.deadline or date.max, line.commitment.id
