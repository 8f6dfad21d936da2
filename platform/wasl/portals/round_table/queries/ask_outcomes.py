"""What became of what members were asked for: at a meeting, and at the one before it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from models.ask import Ask
from models.meeting import Meeting
from models.round_table_enums import AskState, MeetingState
from wasl.access.viewer import Viewer
from wasl.operations.gaps.ask_words import words_of
from wasl.portals.round_table.queries.commitments import CommitmentLine, read_lines


@dataclass(frozen=True, kw_only=True)
class AsksBefore:
    """The asks of the last meeting of a series before another one.

    lines: the commitment that each came to and how far it has come, by the id of the commitment.
    again: ids of those that a member of the later meeting can be asked for once more.
    """

    meeting: Meeting
    asks: Sequence[Ask]
    words: Mapping[int, str]
    lines: Mapping[int, CommitmentLine]
    again: frozenset[int]


def read_commitments_of(
    session: Session, viewer: Viewer, asks: Sequence[Ask], today: date
) -> dict[int, CommitmentLine]:
    """Return the commitments that asks came to, with what is counted for them, by id."""
    made = {one.commitment.id: one.commitment for one in asks if one.commitment is not None}
    lines = read_lines(session, viewer, list(made.values()), today)
    return {one.commitment.id: one for one in lines}


def read_asks_before(
    session: Session,
    viewer: Viewer,
    meeting: Meeting,
    now: Sequence[Ask],
    *,
    today: date,
    language: str,
) -> AsksBefore | None:
    """Return what became of the asks of the meeting before; none where nobody was asked.

    now: what the members are asked for at this meeting.
    """
    before = _last_asked(session, meeting)
    if before is None:
        return None
    asks = session.scalars(
        select(Ask)
        .where(Ask.meeting_id == before.id, Ask.state.not_in((AskState.DRAFT, AskState.DROPPED)))
        .options(joinedload(Ask.organisation), joinedload(Ask.commitment))
        .order_by(Ask.organisation_id, Ask.id)
    ).all()
    return AsksBefore(
        meeting=before,
        asks=asks,
        words=words_of(session, asks, language),
        lines=read_commitments_of(session, viewer, asks, today),
        again=_may_be_asked_again(meeting, asks, now),
    )


def _last_asked(session: Session, meeting: Meeting) -> Meeting | None:
    """Return the last meeting of the series before this one at which anybody was asked."""
    earlier = or_(
        Meeting.held_on < meeting.held_on,
        (Meeting.held_on == meeting.held_on) & (Meeting.id < meeting.id),
    )
    asked = select(Ask.meeting_id).where(Ask.state.not_in((AskState.DRAFT, AskState.DROPPED)))
    return session.scalar(
        select(Meeting)
        .where(
            Meeting.series_id == meeting.series_id,
            Meeting.state != MeetingState.CANCELLED,
            earlier,
            Meeting.id.in_(asked),
        )
        .order_by(Meeting.held_on.desc(), Meeting.id.desc())
        .limit(1)
    )


def _may_be_asked_again(
    meeting: Meeting, before: Sequence[Ask], now: Sequence[Ask]
) -> frozenset[int]:
    members = {one.organisation_id for one in meeting.participants}
    asked = {(one.organisation_id, one.group_code, one.governorate_code) for one in now}
    return frozenset(
        one.id
        for one in before
        if one.organisation_id in members
        and one.commitment_id is None
        and (one.organisation_id, one.group_code, one.governorate_code) not in asked
    )
