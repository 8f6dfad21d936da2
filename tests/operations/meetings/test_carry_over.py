"""What is open goes on to the next meeting of its series, once, until it is settled."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from models.meeting import Meeting, MeetingSeries
from models.round_table_enums import MeetingKind, MeetingState, ResolutionKind
from models.round_table_states import ResolutionStep
from tests.operations.meetings.minuting import TODAY, Table, table_of
from wasl.operations.meetings.carry_over import carry_over, open_points
from wasl.operations.meetings.errors import MinutesRule, MinutesRuleError
from wasl.operations.meetings.resolutions import take_resolution_step

SEPTEMBER, OCTOBER, DECEMBER = date(2026, 9, 8), date(2026, 10, 20), date(2026, 12, 9)


@pytest.fixture
def table(session: Session) -> Table:
    """A series with two members."""
    return table_of(session)


@pytest.fixture
def coming(table: Table) -> Meeting:
    """The next meeting of the series."""
    return table.meeting(DECEMBER, MeetingState.PLANNED)


def settle(table: Table, one: object) -> None:
    take_resolution_step(
        table.session,
        table.by,
        one,  # type: ignore[arg-type]
        ResolutionStep.SETTLE,
        "done",
        today=TODAY,
        seen=one.version,  # type: ignore[attr-defined]
    )


def titles(session: Session, meeting: Meeting) -> list[str]:
    return [one.item.title for one in open_points(session, meeting)]


def test_what_is_open_or_was_not_got_to_is_offered(
    session: Session, table: Table, coming: Meeting
) -> None:
    before = table.meeting(SEPTEMBER)
    table.resolve(table.item(before, "open"))
    settle(table, table.resolve(table.item(before, "settled")))
    table.minute(table.item(before, "only talked about"), "said")
    table.item(before, "not got to")
    table.item(table.meeting(OCTOBER), "of a meeting that nobody minuted")
    assert titles(session, coming) == ["open", "not got to"]


def test_it_is_carried_once_and_linked(session: Session, table: Table, coming: Meeting) -> None:
    source = table.item(table.meeting(SEPTEMBER), "courses")
    source.about, source.presenter = "twelve wait", table.bakery
    decided = table.resolve(source)
    own = table.item(coming, "welcome")
    carried = carry_over(session, table.by, coming)
    session.commit()
    assert [(one.title, one.about, one.presenter) for one in carried] == [
        ("courses", "twelve wait", table.bakery)
    ]
    assert carried[0].carried_from is source
    assert list(coming.agenda) == [own, carried[0]]
    assert open_points(session, coming) == []
    assert carry_over(session, table.by, coming) == [], "a double click"
    assert decided.item is source, "what was decided stays where it was"


def test_it_goes_on_from_meeting_to_meeting_until_it_is_settled(
    session: Session, table: Table, coming: Meeting
) -> None:
    first, second = table.meeting(SEPTEMBER), table.meeting(OCTOBER)
    decided = table.resolve(table.item(first, "courses"))
    (again,) = carry_over(session, table.by, second)
    table.minute(again, "still nothing")
    found = open_points(session, coming)
    assert [(one.item, list(one.unsettled), one.meetings) for one in found] == [
        (again, [decided], 2)
    ]
    settle(table, decided)
    assert open_points(session, coming) == []
    table.resolve(again, ResolutionKind.ACTION, "rooms")
    assert titles(session, coming) == ["courses"]


def test_only_one_point_is_carried_where_one_is_chosen(
    session: Session, table: Table, coming: Meeting
) -> None:
    before = table.meeting(SEPTEMBER)
    one, other = table.item(before, "one"), table.item(before, "other")
    table.resolve(one)
    table.resolve(other)
    assert carry_over(session, table.by, coming, "nothing") == []
    assert [item.title for item in carry_over(session, table.by, coming, other.public_id)] == [
        "other"
    ]
    assert titles(session, coming) == ["one"]


def test_what_waits_on_another_agenda_is_not_offered_but_a_cancelled_meeting_holds_nothing(
    session: Session, table: Table, coming: Meeting
) -> None:
    table.resolve(table.item(table.meeting(SEPTEMBER), "courses"))
    sooner = table.meeting(date(2026, 11, 30), MeetingState.CALLED)
    carry_over(session, table.by, sooner)
    assert titles(session, coming) == []
    sooner.state = MeetingState.CANCELLED
    session.flush()
    assert titles(session, coming) == ["courses"]


def test_nothing_goes_back_in_time_or_to_another_series(session: Session, table: Table) -> None:
    table.resolve(table.item(table.meeting(OCTOBER), "later"))
    assert titles(session, table.meeting(SEPTEMBER)) == []
    table.series = MeetingSeries(kind=MeetingKind.COMMITTEE, name="High", name_key="high")
    assert titles(session, table.meeting(DECEMBER)) == []


def test_nothing_is_carried_to_a_meeting_whose_minutes_are_out(
    session: Session, table: Table, coming: Meeting
) -> None:
    table.resolve(table.item(table.meeting(SEPTEMBER)))
    coming.state = MeetingState.PUBLISHED
    session.flush()
    with pytest.raises(MinutesRuleError) as refused:
        carry_over(session, table.by, coming)
    assert refused.value.rule is MinutesRule.CLOSED
