"""What members are asked for: why, how much, in which words, and what comes of it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.ask import Ask
from models.audit import AuditEvent
from models.capacity import Capacity
from models.enums import OpportunityKind, OpportunityStatus, Role
from models.meeting import Meeting, Participant
from models.message import Message
from models.round_table_enums import AskState, MeetingState, StakeholderKind
from models.round_table_states import AskStep
from models.stakeholder import ContactRole, Stakeholder
from tests.operations.commitments.promises import add_promise
from tests.operations.gaps.conftest import BAKER, TODAY, WELDER, Table
from tests.operations.staff import at_once
from wasl.access.viewer import COMMAND_LINE
from wasl.operations.gaps.ask_words import words_of
from wasl.operations.gaps.asks import (
    AskFacts,
    add_ask,
    answer_ask,
    change_ask,
    link_commitment,
    suggest_asks,
)
from wasl.operations.gaps.rules import AskChangedError, AskRule, AskRuleError, AskStepError
from wasl.operations.gaps.send import send_asks
from wasl.operations.gaps.suggest import MOST_OF_MEMBER, Reason

FACTS = AskFacts(kind=OpportunityKind.JOB, group=WELDER, governorate="IQ-BA", quantity=4)


def suggested(table: Table) -> list[tuple[str, str, str, int | None]]:
    asks = suggest_asks(table.session, table.by, table.meeting, TODAY)
    return [
        (one.organisation.name, one.evidence["why"], one.kind.value, one.quantity) for one in asks
    ]


def gives(table: Table, quantity: int, **given: Any) -> None:
    values = {"kind": OpportunityKind.INTERNSHIP, "title": "Welder", "occupation_code": WELDER}
    line = Capacity(organisation=table.workshop, quantity=quantity, **(values | given))
    table.session.add(line)
    table.session.flush()


def test_a_chamber_is_asked_for_its_governorate_alone(table: Table) -> None:
    table.people(12)
    table.people(20, BAKER, "IQ-NI")
    assert suggested(table) == [("Basra Chamber", Reason.SPEAKS_FOR_MANY, "job", 10)]


def test_a_chamber_works_where_its_name_says_and_a_ministry_everywhere(table: Table) -> None:
    table.people(12)
    table.people(20, BAKER, "IQ-NI")
    named = table.organisation("غرفة تجارة نينوى")
    unnamed = table.organisation("Chamber")
    ministry = table.organisation("Ministry")
    for one, kind in (
        (named, StakeholderKind.CHAMBER),
        (unnamed, StakeholderKind.CHAMBER),
        (ministry, StakeholderKind.MINISTRY),
    ):
        table.session.add(Stakeholder(organisation_id=one.id, kind=kind))
    table.meeting.participants = [
        Participant(organisation=one) for one in (named, unnamed, ministry)
    ]
    table.session.flush()
    asks = suggest_asks(table.session, table.by, table.meeting, TODAY)
    told = {(one.organisation.name, one.group_code, one.quantity) for one in asks}
    assert told == {
        ("غرفة تجارة نينوى", BAKER, 10),
        ("Ministry", BAKER, 10),
        ("Ministry", WELDER, 10),
    }


def test_a_gap_is_shared_and_nobody_is_asked_for_more_than_it_could_give(table: Table) -> None:
    table.people(20)
    gives(table, 3, governorate_code="IQ-BA")
    assert suggested(table) == [
        ("Basra Chamber", Reason.SPEAKS_FOR_MANY, "job", 10),
        ("Workshop", Reason.COULD_GIVE, "internship", 3),
    ]


@pytest.mark.parametrize(
    "line",
    [
        {"occupation_code": BAKER, "governorate_code": "IQ-BA"},
        {"governorate_code": "IQ-NI"},
        {"governorate_code": None},
        {"governorate_code": "IQ-BA", "available_until": TODAY - timedelta(1)},
        {"governorate_code": "IQ-BA", "ended_at": datetime(2026, 11, 1, tzinfo=UTC)},
    ],
)
def test_a_line_for_another_trade_place_or_time_is_no_reason(
    table: Table, line: dict[str, Any]
) -> None:
    table.people(20)
    gives(table, 3, **line)
    assert [name for name, *_ in suggested(table)] == ["Basra Chamber"]


def test_what_was_promised_is_the_strongest_reason(table: Table) -> None:
    table.people(30)
    gives(table, 3, governorate_code="IQ-BA")
    add_promise(
        table.session, table.workshop, quantity=8, occupation_code=WELDER, governorate_code="IQ-BA"
    )
    assert suggested(table)[1] == ("Workshop", Reason.PROMISED, "job", 8)


def test_who_posted_such_places_before_is_asked_and_so_is_its_sector(table: Table) -> None:
    table.people(20)
    table.posts(table.workshop, 2, status=OpportunityStatus.CLOSED)
    beside = table.organisation("Beside", sector_code="25", governorate_code="IQ-BA")
    table.meeting.participants.append(Participant(organisation=beside))
    elsewhere = table.organisation("Elsewhere", sector_code="25", governorate_code="IQ-NI")
    table.meeting.participants.append(Participant(organisation=elsewhere))
    table.session.flush()
    reasons = {name: why for name, why, _kind, _quantity in suggested(table)}
    assert reasons == {
        "Basra Chamber": Reason.SPEAKS_FOR_MANY,
        "Workshop": Reason.POSTED,
        "Beside": Reason.SAME_SECTOR,
    }


def test_who_teaches_is_asked_for_training(table: Table) -> None:
    table.people(10)
    school = table.organisation("School", governorate_code="IQ-BA")
    table.session.add(Stakeholder(organisation_id=school.id, kind=StakeholderKind.PROVIDER))
    table.meeting.participants = [Participant(organisation=school)]
    table.session.flush()
    assert suggested(table) == [("School", Reason.TEACHES, "training", 10)]


def test_no_member_is_asked_for_too_much_nor_twice(table: Table) -> None:
    for number, trade in enumerate((WELDER, BAKER, "7411", "7531", "7522")):
        table.people(10 + 5 * number, trade)
    first = suggest_asks(table.session, table.by, table.meeting, TODAY)
    assert [one.group_code for one in first] == ["7522", "7531", "7411"], "the worst gaps"
    assert len(first) == MOST_OF_MEMBER
    assert suggest_asks(table.session, table.by, table.meeting, TODAY) == []
    table.session.commit()
    [event] = table.session.scalars(
        select(AuditEvent).where(AuditEvent.action == AuditAction.ASKS_SUGGESTED)
    )
    assert event.details == {"count": 3}


def test_an_ask_says_its_evidence_in_the_language_of_the_reader(table: Table) -> None:
    table.people(12)
    [ask] = suggest_asks(table.session, table.by, table.meeting, TODAY)
    said = words_of(table.session, [ask], "en")[ask.id]
    assert said == (
        "Welders and flamecutters in Basra: about 10 are ready to begin, and there never was a "
        "place. We ask for 10 jobs."
    )
    assert "البصرة" in words_of(table.session, [ask], "ar")[ask.id]
    table.posts(table.workshop, 2, status=OpportunityStatus.CLOSED)
    facts = AskFacts(kind=OpportunityKind.JOB, group=WELDER, governorate="IQ-BA", quantity=1)
    add = add_ask(table.session, table.by, table.meeting, table.workshop, facts, today=TODAY)
    assert words_of(table.session, [add], "en")[add.id] == (
        "Welders and flamecutters in Basra: about 10 are ready to begin, no place since March "
        "2026. We ask for one job."
    )
    add.text = "Please, as in March"
    assert words_of(table.session, [add], "ar")[add.id] == "Please, as in March"


def test_evidence_stays_as_it_was(table: Table) -> None:
    table.people(12)
    [ask] = suggest_asks(table.session, table.by, table.meeting, TODAY)
    table.posts(table.workshop, 40)
    table.session.flush()
    assert (ask.evidence["ready"], ask.evidence["free"], ask.as_of) == (10, 0, TODAY)


def test_sending_tells_every_address_and_names_who_has_none(table: Table) -> None:
    table.people(20)
    gives(table, 3, governorate_code="IQ-BA")
    role = ContactRole(organisation_id=table.chamber.id, role="Head", email="c@chamber.example")
    table.session.add(role)
    suggest_asks(table.session, table.by, table.meeting, TODAY)
    table.invite()
    sent = send_asks(table.session, table.by, table.meeting)
    assert (sent.asks, [one.name for one in sent.by_hand]) == (2, ["Workshop"])
    [message] = table.session.scalars(
        select(Message).where(Message.template == "asks_before_roundtable")
    )
    assert message.address == "c@chamber.example"
    assert "10" in message.params["asks"]
    assert {one.state for one in table.session.scalars(select(Ask))} == {AskState.SENT}
    with pytest.raises(AskRuleError) as refused:
        send_asks(table.session, table.by, table.meeting)
    assert refused.value.rule is AskRule.NOTHING_TO_SEND


def test_one_member_may_be_asked_before_the_others(table: Table) -> None:
    table.people(20)
    gives(table, 3, governorate_code="IQ-BA")
    suggest_asks(table.session, table.by, table.meeting, TODAY)
    table.invite()
    send_asks(table.session, table.by, table.meeting, [table.workshop.id])
    states = {one.organisation.name: one.state for one in table.session.scalars(select(Ask))}
    assert states == {"Workshop": AskState.SENT, "Basra Chamber": AskState.DRAFT}


def test_only_members_of_a_meeting_ahead_are_asked_for_known_trades(table: Table) -> None:
    outside = table.organisation("Outside")
    wrong = AskFacts(kind=OpportunityKind.JOB, group="9999", governorate=None, quantity=4)
    none = AskFacts(kind=OpportunityKind.JOB, group=WELDER, governorate=None, quantity=0)
    for organisation, facts, rule in (
        (outside, FACTS, AskRule.NOT_A_MEMBER),
        (table.workshop, wrong, AskRule.NO_OCCUPATION),
        (table.workshop, none, AskRule.QUANTITY),
    ):
        with pytest.raises(AskRuleError) as refused:
            add_ask(table.session, table.by, table.meeting, organisation, facts, today=TODAY)
        assert refused.value.rule is rule
    add_ask(table.session, table.by, table.meeting, table.workshop, FACTS, today=TODAY)
    with pytest.raises(AskRuleError) as refused:
        add_ask(table.session, table.by, table.meeting, table.workshop, FACTS, today=TODAY)
    assert refused.value.rule is AskRule.ASKED_ALREADY
    table.meeting.state = MeetingState.HELD
    table.session.flush()
    for act in (suggest_asks, lambda *given: send_asks(*given[:3])):
        with pytest.raises(AskRuleError) as refused:
            act(table.session, table.by, table.meeting, TODAY)
        assert refused.value.rule is AskRule.MEETING_OVER


def test_words_and_number_change_before_it_is_sent_only(table: Table) -> None:
    ask = add_ask(table.session, table.by, table.meeting, table.workshop, FACTS, today=TODAY)
    seen = ask.version
    change_ask(table.session, table.by, ask, quantity=6, text="  Six  ", seen=seen)
    assert (ask.quantity, ask.text) == (6, "Six")
    with pytest.raises(AskChangedError):
        change_ask(table.session, table.by, ask, quantity=7, text="", seen=seen)
    table.invite()
    send_asks(table.session, table.by, table.meeting)
    with pytest.raises(AskStepError):
        change_ask(table.session, table.by, ask, quantity=7, text="", seen=ask.version)
    assert ask.quantity == 6


def test_what_they_say_is_noted_and_can_be_asked_again(table: Table) -> None:
    ask = add_ask(table.session, table.by, table.meeting, table.workshop, FACTS, today=TODAY)
    table.invite()
    send_asks(table.session, table.by, table.meeting)
    answer_ask(table.session, table.by, ask, AskStep.DECLINE, seen=ask.version, note="Not yet")
    assert (ask.state, ask.answer_note) == (AskState.DECLINED, "Not yet")
    assert ask.answered_at is not None
    with pytest.raises(AskStepError):
        answer_ask(table.session, table.by, ask, AskStep.PROMISE, seen=ask.version)
    answer_ask(table.session, table.by, ask, AskStep.TAKE_UP, seen=ask.version)
    assert (ask.state, ask.answer_note, ask.sent_at) == (AskState.DRAFT, None, None)
    assert ask.answered_at is None
    with pytest.raises(AskStepError):
        answer_ask(table.session, table.by, ask, AskStep.SEND, seen=ask.version)
    table.session.commit()
    changed = select(AuditEvent.details).where(AuditEvent.action == AuditAction.ASK_CHANGED)
    told = [one["what"] for one in table.session.scalars(changed.order_by(AuditEvent.id))]
    assert told == ["added", "decline", "take_up"]


@pytest.mark.parametrize("state", list(AskState))
def test_a_commitment_makes_it_promised_whatever_was_said_before(
    table: Table, state: AskState
) -> None:
    ask = add_ask(table.session, table.by, table.meeting, table.workshop, FACTS, today=TODAY)
    ask.state = state
    table.session.flush()
    made = add_promise(table.session, table.chamber)
    link_commitment(table.session, table.by, ask, made)
    assert (ask.state, ask.commitment) == (AskState.PROMISED, made)


@pytest.mark.postgresql
def test_two_who_suggest_at_once_do_not_ask_twice(table: Table, engine: Engine) -> None:
    table.people(12)
    table.session.commit()
    key = table.meeting.id

    def suggest_now(session: Session) -> None:
        suggest_asks(session, COMMAND_LINE, session.get_one(Meeting, key), TODAY)

    table.session.rollback()
    assert at_once(engine, suggest_now, suggest_now) == [None, None]
    with Session(engine) as session:
        assert session.scalar(select(func.count(Ask.id))) == 1


def test_employers_read_theirs_once_it_is_sent_and_by_their_account(table: Table) -> None:
    ask = add_ask(table.session, table.by, table.meeting, table.workshop, FACTS, today=TODAY)
    owner = table.staff.add(Role.EMPLOYER_OWNER, organisation=table.workshop)
    owner.login = "w@workshop.example"
    table.invite()
    sent = send_asks(table.session, table.by, table.meeting)
    assert not sent.by_hand
    [message] = table.session.scalars(select(Message).where(Message.account_id == owner.id))
    assert message.template == "asks_before_roundtable"
    assert "returnee" not in words_of(table.session, [ask], "en")[ask.id].lower()
