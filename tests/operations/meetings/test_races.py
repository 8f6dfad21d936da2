"""Two at the same moment: invitations leave once, answers stay whole, late ones are told.

The twins take the lock, or the version that was seen, out: then what the tests rule out happens.
"""

from collections import Counter
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from models.meeting import Meeting, MeetingSeries, Participant
from models.message import Message
from models.round_table_enums import InvitationAnswer, MeetingKind, MeetingState
from tests.operations.beside import Work, beside
from tests.operations.meetings.minuting import table_of
from wasl.access.viewer import COMMAND_LINE
from wasl.database import write_session
from wasl.operations import take_reference
from wasl.operations.hold_row import RowGoneError
from wasl.operations.meetings import call, participants
from wasl.operations.meetings.call import call_meeting
from wasl.operations.meetings.participants import (
    answer_invitation,
    participant_of,
    remove_participant,
)
from wasl.operations.meetings.plan import (
    MeetingFacts,
    cancel_meeting,
    hold_meeting,
    plan_meeting,
    plan_series,
)
from wasl.operations.meetings.rules import (
    MeetingChangedError,
    MeetingRule,
    MeetingRuleError,
)

BY, TODAY = COMMAND_LINE, date(2026, 11, 23)
COMES, STAYS_AWAY = InvitationAnswer.COMING, InvitationAnswer.NOT_COMING


def _lay(engine: Engine, state: MeetingState = MeetingState.CALLED, day: date = TODAY) -> int:
    """Add a meeting of two members; return its version."""
    with write_session(engine) as session:
        meeting = table_of(session).meeting(day, state)
        if state is MeetingState.PLANNED:
            for one in meeting.participants:
                one.invited_at = None
        session.flush()
        return meeting.version


def _seat(session: Session) -> tuple[Meeting, Participant]:
    """Return the meeting and the bakery's seat, each read for itself, as pages do."""
    meeting = session.scalars(select(Meeting)).one()
    first = session.scalars(select(Participant.organisation_id).order_by(Participant.id)).first()
    seat = participant_of(session, meeting, first)
    assert seat is not None
    return meeting, seat


def _answer(answer: InvitationAnswer, **said: str) -> Work:
    def work(session: Session) -> None:
        answer_invitation(session, BY, *_seat(session), answer, **said)

    return work


def _call(seen: int, *, everybody: bool = False) -> Work:
    def work(session: Session) -> object:
        meeting = session.scalars(select(Meeting)).one()
        return call_meeting(session, BY, meeting, seen=seen, everybody=everybody)

    return work


def _cancel(session: Session) -> None:
    meeting = session.scalars(select(Meeting)).one()
    cancel_meeting(session, BY, meeting, seen=meeting.version)


def _hold(session: Session) -> None:
    meeting = session.scalars(select(Meeting)).one()
    hold_meeting(session, BY, meeting, TODAY, seen=meeting.version)


def _remove(session: Session) -> None:
    remove_participant(session, BY, *_seat(session))


def _answered(engine: Engine) -> tuple[InvitationAnswer | None, str | None, str | None]:
    with Session(engine) as session:
        _meeting, seat = _seat(session)
        return seat.answer, seat.role, seat.answer_note


def _invited(engine: Engine) -> Counter[str | None]:
    with Session(engine) as session:
        sent = select(Message.address).where(Message.template == "meeting_invitation")
        return Counter(session.scalars(sent))


def test_of_two_answers_the_later_one_stays_whole(engine: Engine) -> None:
    _lay(engine)
    with write_session(engine) as session:
        _answer(COMES, role="HR manager")(session)
    no, yes = _answer(STAYS_AWAY, note="ill"), _answer(COMES, role="HR manager")
    assert beside(engine, no, yes) is None
    assert _answered(engine) == (COMES, "HR manager", None)


@pytest.mark.postgresql
def test_without_reading_the_seat_anew_the_two_answers_mix(
    postgresql: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin: who said yes last is kept as staying away, for to them nothing seemed different."""
    monkeypatch.setattr(participants, "hold_row", lambda *_: None)
    _lay(postgresql)
    with write_session(postgresql) as session:
        _answer(COMES, role="HR manager")(session)
    no, yes = _answer(STAYS_AWAY, note="ill"), _answer(COMES, role="HR manager")
    assert beside(postgresql, no, yes) is None
    assert _answered(postgresql)[0] is STAYS_AWAY


@pytest.mark.parametrize("over", [_cancel, _hold])
def test_an_answer_that_comes_too_late_is_told_so(engine: Engine, over: Work) -> None:
    _lay(engine)
    raised = beside(engine, over, _answer(COMES))
    assert isinstance(raised, MeetingRuleError)
    assert raised.rule is MeetingRule.NOT_ANY_MORE
    assert _answered(engine) == (None, None, None)


@pytest.mark.postgresql
@pytest.mark.parametrize("over", [_cancel, _hold])
def test_without_the_lock_it_stands_with_a_meeting_that_is_over(
    postgresql: Engine, monkeypatch: pytest.MonkeyPatch, over: Work
) -> None:
    monkeypatch.setattr(participants, "hold_for", lambda *_: None)
    _lay(postgresql)
    assert beside(postgresql, over, _answer(COMES)) is None
    assert _answered(postgresql)[0] is COMES


def test_called_twice_at_once_invitations_leave_once(engine: Engine) -> None:
    seen = _lay(engine, MeetingState.PLANNED)
    assert isinstance(beside(engine, _call(seen), _call(seen)), MeetingChangedError)
    assert _invited(engine) == {"owner@bakery.example": 1}


def test_to_all_once_more_pressed_twice_they_leave_once_more(engine: Engine) -> None:
    seen = _lay(engine)
    again = _call(seen, everybody=True)
    assert isinstance(beside(engine, again, again), MeetingChangedError)
    assert _invited(engine) == {"owner@bakery.example": 1}


def test_without_what_was_seen_everybody_is_invited_twice(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin: a lock alone only makes the second one wait."""
    hold = call.hold_for
    monkeypatch.setattr(call, "hold_for", lambda session, one, seen: hold(session, one))
    seen = _lay(engine)
    again = _call(seen, everybody=True)
    assert beside(engine, again, again) is None
    assert _invited(engine) == {"owner@bakery.example": 2}


@pytest.mark.postgresql
def test_without_the_lock_the_second_runs_into_the_first(
    postgresql: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin: what is left is the counter in the row, which refuses without a word of why."""
    monkeypatch.setattr(call, "hold_for", lambda *_args, **_more: None)
    seen = _lay(postgresql, MeetingState.PLANNED)
    assert isinstance(beside(postgresql, _call(seen), _call(seen)), StaleDataError)


@pytest.mark.postgresql
def test_taken_off_by_two_an_organisation_is_told_once(postgresql: Engine) -> None:
    _lay(postgresql)
    assert isinstance(beside(postgresql, _remove, _remove), RowGoneError)
    with Session(postgresql) as session:
        assert session.scalars(select(Message.template)).all() == ["meeting_uninvited"]
        assert len(session.scalars(select(Participant)).all()) == 1


@pytest.mark.postgresql
def test_without_reading_the_seat_anew_the_second_breaks_off(
    postgresql: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(participants, "hold_row", lambda *_: None)
    _lay(postgresql)
    assert isinstance(beside(postgresql, _remove, _remove), ValueError)


def _plan(session: Session) -> Meeting:
    series = session.scalars(select(MeetingSeries)).one()
    return plan_meeting(session, BY, series, MeetingFacts(title="One", held_on=_AHEAD), TODAY)


_AHEAD = TODAY + timedelta(days=30)


def test_two_plan_a_meeting_at_once_and_each_has_a_reference(engine: Engine) -> None:
    _lay(engine)
    assert beside(engine, _plan, _plan) is None
    with Session(engine) as session:
        found = session.scalars(select(Meeting.ref).where(Meeting.title == "One"))
        assert sorted(found) == ["RT-2026-12", "RT-2026-12-2"]


@pytest.mark.postgresql
def test_without_a_second_try_one_of_them_is_refused(
    postgresql: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(take_reference, "TRIES", 1)
    _lay(postgresql)
    raised = beside(postgresql, _plan, _plan)
    assert isinstance(raised, MeetingRuleError)
    assert raised.rule is MeetingRule.REF_TAKEN


def test_one_reference_or_one_name_wanted_by_two_goes_to_one(engine: Engine) -> None:
    _lay(engine)

    def wanted(session: Session) -> object:
        series = session.scalars(select(MeetingSeries)).one()
        facts = MeetingFacts(title="One", held_on=_AHEAD)
        return plan_meeting(session, BY, series, facts, TODAY, ref="RT-X")

    def named(session: Session) -> object:
        return plan_series(session, BY, kind=MeetingKind.COMMITTEE, name="Committee")

    for work, rule in ((wanted, MeetingRule.REF_TAKEN), (named, MeetingRule.NAME_TAKEN)):
        raised = beside(engine, work, work)
        assert isinstance(raised, MeetingRuleError)
        assert raised.rule is rule
