"""Two at the same moment with what members are asked for: answered once, sent once."""

from datetime import date

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from models.ask import Ask
from models.commitment import Commitment
from models.enums import OpportunityKind
from models.meeting import Meeting
from models.message import Message
from models.round_table_enums import AskState, CommitmentKind, CommitmentState, MeetingState
from models.round_table_states import AskStep
from tests.operations.beside import Work, beside
from tests.operations.meetings.minuting import table_of
from wasl.access.viewer import COMMAND_LINE
from wasl.database import write_session
from wasl.operations.commitments import write
from wasl.operations.commitments.errors import AskAnsweredError
from wasl.operations.commitments.terms import Terms
from wasl.operations.commitments.write import Promise, write_commitment
from wasl.operations.gaps import asks, send
from wasl.operations.gaps.asks import answer_ask
from wasl.operations.gaps.rules import AskChangedError, AskRule, AskRuleError
from wasl.operations.gaps.send import send_asks

BY, TODAY = COMMAND_LINE, date(2026, 11, 23)


def _lay(engine: Engine, state: AskState) -> None:
    """Add a member with an account who is asked for welders."""
    with write_session(engine) as session:
        table = table_of(session)
        meeting = table.meeting(TODAY, MeetingState.CALLED)
        ask = Ask(meeting=meeting, organisation=table.bakery, kind=OpportunityKind.JOB)
        ask.group_code, ask.governorate_code, ask.quantity = "7212", "IQ-BA", 4
        ask.as_of, ask.state, ask.evidence = TODAY, state, {}
        session.add(ask)


def _answer(step: AskStep, note: str) -> Work:
    def work(session: Session) -> None:
        answer_ask(session, BY, session.scalars(select(Ask)).one(), step, seen=1, note=note)

    return work


def _write(session: Session) -> Commitment:
    ask = session.scalars(select(Ask)).one()
    terms = Terms(text="Four", quantity=4)
    promise = Promise(
        kind=CommitmentKind.JOB, terms=terms, parties=[ask.organisation], made_on=TODAY
    )
    return write_commitment(session, BY, promise, ask=ask)


def _send(session: Session) -> None:
    send_asks(session, BY, session.scalars(select(Meeting)).one())


def test_of_two_who_note_an_answer_the_second_is_told(engine: Engine) -> None:
    _lay(engine, AskState.SENT)
    promised, declined = _answer(AskStep.PROMISE, "four"), _answer(AskStep.DECLINE, "none")
    assert isinstance(beside(engine, promised, declined), AskChangedError)
    with Session(engine) as session:
        ask = session.scalars(select(Ask)).one()
        assert (ask.state, ask.answer_note) == (AskState.PROMISED, "four")


@pytest.mark.postgresql
def test_without_the_lock_the_second_runs_into_the_first(
    postgresql: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin: the counter in the row still refuses, without a word of why."""
    monkeypatch.setattr(asks, "hold_row", lambda *_: None)
    _lay(postgresql, AskState.SENT)
    promised, declined = _answer(AskStep.PROMISE, "four"), _answer(AskStep.DECLINE, "none")
    assert isinstance(beside(postgresql, promised, declined), StaleDataError)


def test_two_who_write_down_what_an_ask_came_to_write_one_commitment(engine: Engine) -> None:
    _lay(engine, AskState.SENT)
    assert isinstance(beside(engine, _write, _write), AskAnsweredError)
    with Session(engine) as session:
        made = session.scalars(select(Commitment)).one()
        ask = session.scalars(select(Ask)).one()
        assert (ask.state, ask.commitment_id) == (AskState.PROMISED, made.id)
        made.state = CommitmentState.WITHDRAWN
        session.commit()
    with write_session(engine) as session:  # what was taken back leaves room for another
        assert _write(session).ref == "W2026-002"


def test_without_looking_the_promise_would_count_twice(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(write, "_hold_unanswered", lambda *_: None)
    _lay(engine, AskState.SENT)
    assert beside(engine, _write, _write) is None
    with Session(engine) as session:
        assert session.scalar(select(func.sum(Commitment.quantity))) == 8


def test_sent_by_two_at_once_a_member_is_asked_once(engine: Engine) -> None:
    _lay(engine, AskState.DRAFT)
    raised = beside(engine, _send, _send)
    assert isinstance(raised, AskRuleError)
    assert raised.rule is AskRule.NOTHING_TO_SEND
    with Session(engine) as session:
        assert session.scalar(select(func.count(Message.id))) == 1


@pytest.mark.postgresql
def test_without_holding_the_meeting_and_its_asks_both_would_send(
    postgresql: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def drafts(session: Session, *_: object) -> list[Ask]:
        return list(session.scalars(select(Ask).where(Ask.state == AskState.DRAFT)))

    monkeypatch.setattr(send, "hold_for", lambda *_: None)
    monkeypatch.setattr(send, "_hold_drafts", drafts)
    _lay(postgresql, AskState.DRAFT)
    assert isinstance(beside(postgresql, _send, _send), StaleDataError)
