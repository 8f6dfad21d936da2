"""Meetings in a list, and what the page of one counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.orm import Session, joinedload

from models.commitment import Commitment
from models.meeting import AgendaItem, Meeting, MeetingSeries, Participant
from models.round_table_enums import InvitationAnswer, MeetingKind, MeetingState
from wasl.access.guard import may
from wasl.access.permissions import Permission
from wasl.access.scope import visible
from wasl.access.viewer import Viewer
from wasl.operations.meetings.search_words import meeting_has, wanted_words
from wasl.paging import Page, cut

# Of one meeting, with what its page and its lists name.
OF_A_MEETING = (joinedload(Meeting.series),)


@dataclass(frozen=True, kw_only=True)
class MeetingFilter:
    """What the list is narrowed to. series: by public id."""

    words: str = ""
    kind: MeetingKind | None = None
    state: MeetingState | None = None
    series: str = ""

    def active(self) -> int:
        """Return how many filters are set."""
        return sum(bool(one) for one in (self.words, self.kind, self.state, self.series))

    def as_address(self) -> dict[str, str | None]:
        """Return the filters as the parameters of an address."""
        return {
            "q": self.words or None,
            "kind": self.kind.value if self.kind else None,
            "state": self.state.value if self.state else None,
            "series": self.series or None,
        }


@dataclass(frozen=True)
class Answers:
    """How many members a meeting has, was sent to, and what they said."""

    members: int = 0
    invited: int = 0
    coming: int = 0
    not_coming: int = 0

    @property
    def silent(self) -> int:
        """How many were invited and have not answered."""
        return self.invited - self.coming - self.not_coming


@dataclass(frozen=True, kw_only=True)
class MeetingRow:
    """A line of the list."""

    meeting: Meeting
    answers: Answers
    commitments: int


def list_meetings(
    session: Session, viewer: Viewer, wanted: MeetingFilter, page: int, today: date
) -> Page[MeetingRow]:
    """Return a page of the meetings that somebody may see: those ahead first, the next on top.

    Words are looked for in minutes as well, so only for who may read unpublished ones.
    """
    statement = _in_order(viewer, wanted, today)
    part = cut(session, statement, page)
    found = statement.options(*OF_A_MEETING).offset(part.offset).limit(part.size)
    return part.page(read_rows(session, session.scalars(found).all()))


def all_meetings(
    session: Session, viewer: Viewer, wanted: MeetingFilter, today: date
) -> list[MeetingRow]:
    """Return all that `list_meetings` has on its pages, in the same order."""
    found = _in_order(viewer, wanted, today).options(*OF_A_MEETING)
    return read_rows(session, session.scalars(found).all())


def _in_order(viewer: Viewer, wanted: MeetingFilter, today: date) -> Select[Meeting]:
    ahead = Meeting.held_on >= today
    return (
        select(Meeting)
        .where(visible(viewer, Permission.SEE_MEETING), *_narrowed(wanted))
        .order_by(
            ahead.desc(),
            case((ahead, Meeting.held_on)),
            Meeting.held_on.desc(),
            Meeting.id.desc(),
        )
    )


def read_rows(session: Session, meetings: Sequence[Meeting]) -> list[MeetingRow]:
    """Return meetings with what members said and what was promised there, in their order."""
    ids = [one.id for one in meetings]
    answers, made = count_answers(session, ids), _count_commitments(session, ids)
    return [
        MeetingRow(
            meeting=one,
            answers=answers.get(one.id, Answers()),
            commitments=made.get(one.id, 0),
        )
        for one in meetings
    ]


def _narrowed(wanted: MeetingFilter) -> Sequence[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    words = wanted_words(wanted.words) if may(Permission.PLAN_MEETINGS) else []
    if words:
        conditions.append(meeting_has(words))
    if wanted.state is not None:
        conditions.append(Meeting.state == wanted.state)
    if wanted.kind is not None or wanted.series:
        series = select(MeetingSeries.id)
        if wanted.kind is not None:
            series = series.where(MeetingSeries.kind == wanted.kind)
        if wanted.series:
            series = series.where(MeetingSeries.public_id == wanted.series)
        conditions.append(Meeting.series_id.in_(series))
    return conditions


def list_series(session: Session, viewer: Viewer) -> Sequence[MeetingSeries]:
    """Return the series by name; who plans none reads those of meetings that they may see."""
    statement = select(MeetingSeries).order_by(MeetingSeries.name)
    if not may(Permission.PLAN_MEETINGS):
        seen = select(Meeting.series_id).where(visible(viewer, Permission.SEE_MEETING))
        statement = statement.where(MeetingSeries.id.in_(seen))
    return session.scalars(statement).all()


def count_answers(session: Session, meeting_ids: Sequence[int]) -> dict[int, Answers]:
    """Return what the members of some meetings said, by meeting."""
    rows = session.execute(
        select(
            Participant.meeting_id,
            func.count(),
            func.count(Participant.invited_at),
            func.sum(case((Participant.answer == InvitationAnswer.COMING, 1), else_=0)),
            func.sum(case((Participant.answer == InvitationAnswer.NOT_COMING, 1), else_=0)),
        )
        .where(Participant.meeting_id.in_(meeting_ids))
        .group_by(Participant.meeting_id)
    )
    return {key: Answers(*numbers) for key, *numbers in rows}


def _count_commitments(session: Session, meeting_ids: Sequence[int]) -> dict[int, int]:
    rows = session.execute(
        select(Commitment.meeting_id, func.count())
        .where(Commitment.meeting_id.in_(meeting_ids))
        .group_by(Commitment.meeting_id)
    )
    return {key: number for key, number in rows if key is not None}


def count_items(session: Session, meeting: Meeting) -> int:
    """Return how many points the agenda of a meeting has."""
    counted = select(func.count()).where(AgendaItem.meeting_id == meeting.id)
    return session.scalar(counted) or 0
