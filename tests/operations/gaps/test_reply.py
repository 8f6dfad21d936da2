"""Asks and whoever is invited: sent once they can be read, answered by the member itself."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.account import Account
from models.ask import Ask
from models.audit import AuditEvent
from models.enums import OpportunityKind, Role
from models.message import Message
from models.opportunity import Organisation
from models.round_table_enums import AskState, InvitationAnswer, MeetingState
from models.round_table_states import AskStep
from tests.operations.beside import Work, beside
from tests.operations.gaps.conftest import BAKER, TODAY, WELDER, Table
from tests.operations.staff import viewer
from wasl.access.permissions import Permission
from wasl.access.scope import find
from wasl.clock import today_in_baghdad
from wasl.operations.gaps import reply
from wasl.operations.gaps.asks import AskFacts, add_ask, answer_ask
from wasl.operations.gaps.reply import reply_to_ask
from wasl.operations.gaps.rules import AskChangedError, AskRule, AskRuleError, AskStepError
from wasl.operations.gaps.send import send_asks
from wasl.operations.meetings.participants import answer_invitation


def add(table: Table, organisation: Organisation, group: str = WELDER) -> Ask:
    facts = AskFacts(kind=OpportunityKind.JOB, group=group, governorate="IQ-BA", quantity=4)
    return add_ask(table.session, table.by, table.meeting, organisation, facts, today=TODAY)


def told(session: Session, template: str) -> int:
    found = select(func.count(Message.id)).where(Message.template == template)
    return session.scalar(found) or 0


@pytest.fixture
def owner(table: Table) -> Account:
    """Who signs in for the workshop; the secretariat has an address."""
    table.secretary.login = "secretariat@office.example"
    made = table.staff.add(Role.EMPLOYER_OWNER, organisation=table.workshop)
    table.session.flush()
    return made


@pytest.fixture
def asks(table: Table, owner: Account) -> list[Ask]:
    """The workshop is asked for welders and bakers; it is invited, and both are sent."""
    made = [add(table, table.workshop, group) for group in (WELDER, BAKER)]
    table.invite()
    send_asks(table.session, table.by, table.meeting)
    return made


def say(table: Table, owner: Account, ask: Ask, step: AskStep, **given: Any) -> None:
    given = {"seen": ask.version, "today": today_in_baghdad(), **given}
    reply_to_ask(table.session, viewer(owner), ask, step, **given)


def test_nothing_is_sent_to_who_cannot_read_it(table: Table, owner: Account) -> None:
    ask = add(table, table.workshop)
    with pytest.raises(AskRuleError) as refused:
        send_asks(table.session, table.by, table.meeting)
    assert refused.value.rule is AskRule.NOT_INVITED
    assert (ask.state, ask.sent_at, told(table.session, "asks_before_roundtable")) == (
        AskState.DRAFT,
        None,
        0,
    )
    chamber = add(table, table.chamber)
    table.invite(table.chamber)
    sent = send_asks(table.session, table.by, table.meeting)
    assert (sent.asks, sent.not_invited) == (1, (table.workshop,))
    assert (chamber.state, ask.state) == (AskState.SENT, AskState.DRAFT)
    table.invite()
    assert send_asks(table.session, table.by, table.meeting).asks == 1


def test_whoever_was_sent_an_ask_reads_the_meeting(
    table: Table, owner: Account, asks: list[Ask]
) -> None:
    def reads(permission: Permission, public_id: str) -> bool:
        return find(table.session, viewer(owner), permission, public_id) is not None

    assert reads(Permission.SEE_MEETING, table.meeting.public_id)
    assert all(reads(Permission.SEE_OWN_ASKS, one.public_id) for one in asks)


def test_a_member_answers_by_itself_and_the_secretariat_hears_once_a_day(
    table: Table, owner: Account, asks: list[Ask]
) -> None:
    welders, bakers = asks
    say(table, owner, welders, AskStep.PROMISE, note=" From May ")
    say(table, owner, bakers, AskStep.DECLINE)
    assert [(one.state, one.answer_note) for one in asks] == [
        (AskState.PROMISED, "From May"),
        (AskState.DECLINED, None),
    ]
    assert all(one.answered_at for one in asks)
    assert told(table.session, "ask_answered") == 1
    third = add(table, table.workshop, "7411")
    send_asks(table.session, table.by, table.meeting)
    say(table, owner, third, AskStep.DECLINE, today=today_in_baghdad() + timedelta(1))
    assert told(table.session, "ask_answered") == 2
    table.session.commit()
    changed = select(AuditEvent.details).where(AuditEvent.action == AuditAction.ASK_CHANGED)
    said = [one["what"] for one in table.session.scalars(changed.order_by(AuditEvent.id))]
    assert said == ["added", "added", "promise", "decline", "added", "decline"]


def test_what_the_secretariat_notes_itself_it_is_not_told(table: Table, asks: list[Ask]) -> None:
    answer_ask(table.session, table.by, asks[0], AskStep.PROMISE, seen=asks[0].version)
    assert told(table.session, "ask_answered") == 0


def test_only_what_was_sent_is_answered_and_once(
    table: Table, owner: Account, asks: list[Ask]
) -> None:
    seen = asks[0].version
    with pytest.raises(AskStepError):
        say(table, owner, asks[0], AskStep.DROP)
    say(table, owner, asks[0], AskStep.PROMISE)
    with pytest.raises(AskStepError):
        say(table, owner, asks[0], AskStep.DECLINE)
    with pytest.raises(AskChangedError):
        say(table, owner, asks[0], AskStep.DECLINE, seen=seen)
    table.meeting.state = MeetingState.CANCELLED
    table.session.flush()
    with pytest.raises(AskRuleError) as refused:
        say(table, owner, asks[1], AskStep.PROMISE)
    assert refused.value.rule is AskRule.CANCELLED
    assert asks[1].state is AskState.SENT


def test_a_member_answers_its_own_asks_alone(table: Table, owner: Account, asks: list[Ask]) -> None:
    other = add(table, table.chamber)
    send_asks(table.session, table.by, table.meeting)
    draft = add(table, table.workshop, "7411")

    def own(ask: Ask) -> Ask | None:
        found: Ask | None = find(table.session, viewer(owner), Permission.ANSWER_ASK, ask.public_id)
        return found

    assert [own(one) for one in (asks[0], other, draft)] == [asks[0], None, None]


def test_the_secretariat_hears_once_that_nobody_comes(table: Table, owner: Account) -> None:
    table.invite()
    seat = next(
        one for one in table.meeting.participants if one.organisation_id == table.workshop.id
    )

    def answer(by: Any, said: InvitationAnswer) -> int:
        answer_invitation(table.session, by, table.meeting, seat, said)
        return told(table.session, "invitation_declined")

    assert answer(viewer(owner), InvitationAnswer.COMING) == 0
    assert answer(table.by, InvitationAnswer.NOT_COMING) == 0, "it noted that itself"
    assert answer(table.by, InvitationAnswer.COMING) == 0
    assert answer(viewer(owner), InvitationAnswer.NOT_COMING) == 1
    assert answer(viewer(owner), InvitationAnswer.NOT_COMING) == 1, "a note more is no news"
    [message] = table.session.scalars(
        select(Message).where(Message.template == "invitation_declined")
    )
    assert message.account_id == table.secretary.id
    assert message.params["organisation"] == "Workshop"


def _reply(owner_id: int, ask_id: int) -> Work:
    def work(session: Session) -> None:
        by, ask = viewer(session.get_one(Account, owner_id)), session.get_one(Ask, ask_id)
        reply_to_ask(session, by, ask, AskStep.PROMISE, seen=ask.version, today=today_in_baghdad())

    return work


def test_two_of_a_member_who_answer_at_once_are_told_of_once(
    table: Table, owner: Account, asks: list[Ask], engine: Engine
) -> None:
    works = [_reply(owner.id, one.id) for one in asks]
    table.session.commit()
    assert beside(engine, *works) is None
    assert told(table.session, "ask_answered") == 1


def test_without_holding_the_meeting_both_would_be_told_of(
    table: Table, owner: Account, asks: list[Ask], engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The twin: each looks before the other has committed; SQLite has one writer at a time."""
    works = [_reply(owner.id, one.id) for one in asks]
    monkeypatch.setattr(reply, "hold_row", lambda *_: None)
    table.session.commit()
    assert beside(engine, *works) is None
    together = 1 if engine.dialect.name == "sqlite" else 2
    assert told(table.session, "ask_answered") == together
