"""The agenda: its points, their order, their minutes; what is out is not written any more."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.audit import AuditEvent
from models.meeting import AgendaItem, Meeting
from models.opportunity import Organisation
from models.round_table_enums import MeetingState
from tests.operations.meetings.minuting import Table, table_of
from wasl.operations.meetings.agenda import (
    Point,
    add_item,
    change_item,
    minutes_seen,
    move_item,
    point_seen,
    remove_item,
    write_minutes,
)
from wasl.operations.meetings.errors import MinutesChangedError, MinutesRule, MinutesRuleError

DAY = date(2026, 10, 7)


@pytest.fixture
def table(session: Session) -> Table:
    """A series with two members."""
    return table_of(session)


@pytest.fixture
def meeting(table: Table) -> Meeting:
    """A meeting that was held."""
    return table.meeting(DAY)


def order(session: Session, meeting: Meeting) -> str:
    titles = select(AgendaItem.title).where(AgendaItem.meeting_id == meeting.id)
    return "".join(session.scalars(titles.order_by(AgendaItem.position)))


def test_points_stand_in_the_order_in_which_they_came_until_they_are_moved(
    session: Session, table: Table, meeting: Meeting
) -> None:
    a, b, c = (table.item(meeting, title) for title in "abc")
    assert order(session, meeting) == "abc"
    assert move_item(session, table.by, c, up=True)
    assert order(session, meeting) == "acb"
    assert move_item(session, table.by, a, up=False)
    assert order(session, meeting) == "cab"
    assert not move_item(session, table.by, c, up=True), "it stands first already"
    assert not move_item(session, table.by, b, up=False), "it stands last already"
    assert order(session, meeting) == "cab"


def test_gaps_and_equal_positions_of_a_file_do_not_disturb_the_order(
    session: Session, table: Table, meeting: Meeting
) -> None:
    first, second, third = (table.item(meeting, title) for title in "abc")
    first.position, second.position, third.position = 3, 3, 9
    session.commit()
    assert move_item(session, table.by, second, up=True)
    assert order(session, meeting) == "bac"


def test_a_point_is_presented_by_somebody_of_the_series(
    session: Session, table: Table, meeting: Meeting
) -> None:
    item = add_item(session, table.by, meeting, Point(title=" x ", presenter=table.bakery))
    assert (item.title, item.presenter) == ("x", table.bakery)
    stranger = Organisation(name="Stranger", name_key="stranger")
    session.add(stranger)
    session.flush()
    with pytest.raises(MinutesRuleError) as refused:
        add_item(session, table.by, meeting, Point(title="y", presenter=stranger))
    assert refused.value.rule is MinutesRule.NOT_A_MEMBER


def test_who_was_slower_loses_nothing_of_what_others_wrote(
    session: Session, table: Table, meeting: Meeting
) -> None:
    item = table.item(meeting)
    before = minutes_seen(item), point_seen(item)
    table.minute(item, "said by the quicker one")
    change_item(session, table.by, item, Point(title="Courses"), seen=before[1])
    with pytest.raises(MinutesChangedError):
        write_minutes(session, table.by, item, "said by the slower one", seen=before[0])
    with pytest.raises(MinutesChangedError):
        change_item(session, table.by, item, Point(title="Jobs"), seen=before[1])
    session.commit()
    assert (item.title, item.minutes) == ("Courses", "said by the quicker one")
    same = write_minutes(session, table.by, item, "said by the quicker one ", seen=before[0])
    assert not same, "a form that is sent twice is no error"


def test_two_who_minute_two_points_do_not_disturb_each_other(
    session: Session, table: Table, meeting: Meeting
) -> None:
    first, second = table.item(meeting, "a"), table.item(meeting, "b")
    version, seen = meeting.version, minutes_seen(second)
    table.minute(first, "one")
    write_minutes(session, table.by, second, "two", seen=seen)
    session.commit()
    assert (first.minutes, second.minutes, meeting.version) == ("one", "two", version)


@pytest.mark.parametrize("state", [MeetingState.PUBLISHED, MeetingState.CANCELLED])
def test_nothing_is_written_where_the_minutes_are_out_or_it_was_cancelled(
    session: Session, table: Table, meeting: Meeting, state: MeetingState
) -> None:
    item = table.item(meeting)
    meeting.state = state
    session.flush()
    tries = (
        lambda: add_item(session, table.by, meeting, Point(title="y")),
        lambda: change_item(session, table.by, item, Point(title="y"), seen=point_seen(item)),
        lambda: move_item(session, table.by, item, up=True),
        lambda: remove_item(session, table.by, item),
        lambda: write_minutes(session, table.by, item, "y", seen=minutes_seen(item)),
        lambda: table.resolve(item),
    )
    for act in tries:
        with pytest.raises(MinutesRuleError) as refused:
            act()
        assert refused.value.rule is MinutesRule.CLOSED
    assert (item.title, item.minutes, len(meeting.agenda)) == ("Training", None, 1)


def test_only_what_nothing_was_said_about_is_taken_off(
    session: Session, table: Table, meeting: Meeting
) -> None:
    minuted, resolved, carried = (table.item(meeting, title) for title in "abc")
    table.minute(minuted, "said")
    table.resolve(resolved)
    table.item(table.meeting(date(2026, 12, 1)), "c").carried_from = carried
    session.flush()
    for item in (minuted, resolved, carried):
        with pytest.raises(MinutesRuleError) as refused:
            remove_item(session, table.by, item)
        assert refused.value.rule is MinutesRule.ITEM_IN_USE
    remove_item(session, table.by, table.item(meeting, "d"))
    session.commit()
    assert order(session, meeting) == "abc"


def test_each_change_leaves_an_event(session: Session, table: Table, meeting: Meeting) -> None:
    item = table.item(meeting)
    table.minute(item, "said")
    session.commit()
    events = session.scalars(
        select(AuditEvent).where(AuditEvent.object_id == item.public_id).order_by(AuditEvent.id)
    ).all()
    assert [one.action for one in events] == [
        AuditAction.AGENDA_CHANGED,
        AuditAction.MINUTES_CHANGED,
    ]
    assert all("said" not in one.details for one in events), "no free text in the log"
