"""Recommendation, decision, action: what follows from what, and what became of it."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.audit import AuditEvent
from models.meeting import MeetingSeries, Resolution
from models.opportunity import Organisation
from models.round_table_enums import MeetingKind, MeetingState, ResolutionKind, ResolutionState
from models.round_table_states import ResolutionStep
from tests.operations.meetings.minuting import TODAY, Table, table_of
from wasl.operations.meetings.errors import MinutesChangedError, MinutesRule, MinutesRuleError
from wasl.operations.meetings.resolutions import (
    Resolved,
    can_follow,
    change_resolution,
    remove_resolution,
    take_resolution_step,
)

RECOMMENDATION, DECISION, ACTION = ResolutionKind


@pytest.fixture
def table(session: Session) -> Table:
    """A series with two members."""
    return table_of(session)


def step(
    table: Table, one: Resolution, what: ResolutionStep, note: str = "done", seen: int | None = None
) -> None:
    take_resolution_step(
        table.session,
        table.by,
        one,
        what,
        note,
        today=TODAY,
        seen=one.version if seen is None else seen,
    )


def refusal(act: object, *args: object, **named: object) -> MinutesRule:
    with pytest.raises(MinutesRuleError) as refused:
        act(*args, **named)  # type: ignore[operator]
    return refused.value.rule


def test_an_action_follows_from_a_decision_of_an_earlier_meeting_and_settles_it(
    session: Session, table: Table
) -> None:
    asked = table.resolve(table.item(table.meeting(date(2026, 9, 1))), RECOMMENDATION, "Courses")
    later = table.item(table.meeting(date(2026, 10, 1)))
    decided = table.resolve(later, DECISION, "Ten courses", follows=asked, settles=True)
    done = table.resolve(later, ACTION, "Rooms", follows=decided, responsible=table.bakery)
    session.commit()
    assert (asked.state, asked.ended_on) == (ResolutionState.SETTLED, TODAY)
    assert (decided.state, done.follows, decided.follows) == (
        ResolutionState.OPEN,
        decided,
        asked,
    )


@pytest.mark.parametrize(
    ("kind", "from_what", "possible"),
    [
        (RECOMMENDATION, RECOMMENDATION, False),
        (RECOMMENDATION, DECISION, False),
        (DECISION, RECOMMENDATION, True),
        (DECISION, DECISION, False),
        (ACTION, RECOMMENDATION, True),
        (ACTION, DECISION, True),
        (ACTION, ACTION, False),
    ],
)
def test_what_follows_from_what(
    table: Table, kind: ResolutionKind, from_what: ResolutionKind, possible: bool
) -> None:
    item = table.item(table.meeting(TODAY))
    first = table.resolve(item, from_what)
    if possible:
        assert table.resolve(item, kind, follows=first).follows is first
    else:
        rule = refusal(table.resolve, item, kind, follows=first)
        assert rule is MinutesRule.CANNOT_FOLLOW


def test_nothing_follows_from_another_series_or_from_what_comes_later(
    session: Session, table: Table
) -> None:
    item = table.item(table.meeting(date(2026, 9, 1)))
    later = table.resolve(table.item(table.meeting(date(2026, 10, 1))), RECOMMENDATION)
    assert refusal(table.resolve, item, follows=later) is MinutesRule.CANNOT_FOLLOW
    here = table.series
    table.series = MeetingSeries(kind=MeetingKind.COMMITTEE, name="High", name_key="high")
    foreign = table.resolve(table.item(table.meeting(date(2026, 8, 1))), RECOMMENDATION)
    table.series = here
    assert refusal(table.resolve, item, follows=foreign) is MinutesRule.CANNOT_FOLLOW
    assert list(session.scalars(can_follow(item))) == []


def test_what_can_be_followed_is_open_and_of_the_series(session: Session, table: Table) -> None:
    before = table.item(table.meeting(date(2026, 9, 1)))
    asked, decided = table.resolve(before, RECOMMENDATION), table.resolve(before, DECISION)
    table.resolve(before, ACTION)
    dropped = table.resolve(before, DECISION)
    step(table, dropped, ResolutionStep.DROP)
    table.resolve(table.item(table.meeting(date(2026, 9, 2), MeetingState.PLANNED)))
    here = table.item(table.meeting(date(2026, 10, 1)))
    own = table.resolve(here, RECOMMENDATION)
    assert list(session.scalars(can_follow(here))) == [own, decided, asked]


def test_it_is_settled_dropped_and_taken_up_with_a_note_also_when_the_minutes_are_out(
    session: Session, table: Table
) -> None:
    meeting = table.meeting(TODAY)
    one = table.resolve(table.item(meeting))
    meeting.state = MeetingState.PUBLISHED
    assert refusal(step, table, one, ResolutionStep.SETTLE, "  ") is MinutesRule.NOTE_MISSING
    assert refusal(step, table, one, ResolutionStep.REOPEN) is MinutesRule.NOT_YET
    step(table, one, ResolutionStep.SETTLE, "letter 12")
    assert (one.state, one.ended_on, one.ended_note) == (
        ResolutionState.SETTLED,
        TODAY,
        "letter 12",
    )
    assert refusal(step, table, one, ResolutionStep.DROP) is MinutesRule.NOT_YET
    step(table, one, ResolutionStep.REOPEN, "nobody came")
    session.commit()
    assert (one.state, one.ended_on, one.ended_note) == (ResolutionState.OPEN, None, None)
    step(table, one, ResolutionStep.DROP, "no money")
    session.commit()
    told = session.scalars(select(AuditEvent).where(AuditEvent.object_id == one.public_id))
    kept = [event.details for event in told]
    assert len(kept) == 4
    assert not any("letter" in details or "money" in details for details in kept)


def test_who_was_slower_changes_nothing(session: Session, table: Table) -> None:
    one = table.resolve(table.item(table.meeting(TODAY)))
    before = one.version
    change_resolution(session, table.by, one, Resolved(text="Two courses"), seen=before)
    with pytest.raises(MinutesChangedError):
        change_resolution(session, table.by, one, Resolved(text="No course"), seen=before)
    with pytest.raises(MinutesChangedError):
        step(table, one, ResolutionStep.SETTLE, seen=before)
    with pytest.raises(MinutesChangedError):
        remove_resolution(session, table.by, one, seen=before)
    session.commit()
    assert (one.text, one.state) == ("Two courses", ResolutionState.OPEN)


def test_it_falls_to_a_member_and_stays_with_who_was_one(session: Session, table: Table) -> None:
    item = table.item(table.meeting(TODAY))
    stranger = Organisation(name="Stranger", name_key="stranger")
    session.add(stranger)
    session.flush()
    assert refusal(table.resolve, item, responsible=stranger) is MinutesRule.NOT_A_MEMBER
    one = table.resolve(item, responsible=table.bakery)
    one.responsible = stranger  # it was a member once
    session.flush()
    said = Resolved(text="Other words", responsible=stranger)
    change_resolution(session, table.by, one, said, seen=one.version)
    assert one.text == "Other words"


def test_what_something_follows_from_is_not_taken_out(session: Session, table: Table) -> None:
    item = table.item(table.meeting(TODAY))
    decided = table.resolve(item)
    action = table.resolve(item, ACTION, follows=decided)
    rule = refusal(remove_resolution, session, table.by, decided, seen=decided.version)
    assert rule is MinutesRule.RESOLUTION_IN_USE
    remove_resolution(session, table.by, action, seen=action.version)
    remove_resolution(session, table.by, decided, seen=decided.version)
    session.commit()
    assert session.scalars(select(Resolution)).all() == []
