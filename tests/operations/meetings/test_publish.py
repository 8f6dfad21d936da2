"""Minutes go out as they were read, to who may read them; corrected ones go out again."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from models.meeting import Meeting
from models.round_table_enums import MeetingState
from models.stakeholder import ContactRole
from tests.operations.meetings.minuting import Table, table_of
from wasl.operations.meetings.errors import MinutesChangedError, MinutesRule, MinutesRuleError
from wasl.operations.meetings.publish import publish_minutes, record_seen, reopen_minutes
from wasl.operations.meetings.steps import MeetingStepError

DAY = date(2026, 10, 7)


@pytest.fixture
def table(session: Session) -> Table:
    """A series with two members, one of which has an account."""
    return table_of(session)


@pytest.fixture
def meeting(table: Table) -> Meeting:
    """A meeting that was held and minuted."""
    made = table.meeting(DAY)
    table.minute(table.item(made), "said")
    return made


def publish(table: Table, meeting: Meeting, seen: str | None = None) -> int:
    seen = record_seen(meeting) if seen is None else seen
    return publish_minutes(table.session, table.by, meeting, seen=seen)


def test_the_members_are_told_and_that_they_were_is_noted(
    session: Session, table: Table, meeting: Meeting
) -> None:
    assert publish(table, meeting) == 1
    session.commit()
    assert meeting.state is MeetingState.PUBLISHED
    assert [bool(one.minutes_sent_at) for one in meeting.participants] == [True, False]
    assert table.told() == ["minutes_published"]


def test_a_role_without_an_account_gets_mail_as_well(
    session: Session, table: Table, meeting: Meeting
) -> None:
    mill = table.staff.mill
    session.add(ContactRole(organisation=mill, role="Chair", email="chair@mill.example"))
    session.add(ContactRole(organisation=mill, role="Cook", email="c@mill.example", invited=False))
    session.flush()
    assert publish(table, meeting) == 2
    assert table.told() == ["minutes_published", "minutes_published"]


def test_who_was_neither_invited_nor_there_is_not_told(
    session: Session, table: Table, meeting: Meeting
) -> None:
    meeting.participants[0].invited_at = None
    session.flush()
    assert publish(table, meeting) == 0
    assert table.told() == []


def test_what_was_written_after_it_was_read_is_not_published_unread(
    session: Session, table: Table, meeting: Meeting
) -> None:
    item = meeting.agenda[0]
    for change in (lambda: table.minute(item, "said more"), lambda: table.resolve(item)):
        seen = record_seen(meeting)
        change()
        with pytest.raises(MinutesChangedError):
            publish(table, meeting, seen)
    assert (meeting.state, table.told()) == (MeetingState.HELD, [])


def test_it_must_have_been_held_and_minuted(
    session: Session, table: Table, meeting: Meeting
) -> None:
    meeting.state = MeetingState.CALLED
    session.flush()
    with pytest.raises(MeetingStepError):
        publish(table, meeting)
    empty = table.meeting(date(2026, 11, 1))
    table.item(empty)
    with pytest.raises(MinutesRuleError) as refused:
        publish(table, empty)
    assert refused.value.rule is MinutesRule.NOTHING_MINUTED


def test_corrected_minutes_are_announced_as_such(
    session: Session, table: Table, meeting: Meeting
) -> None:
    publish(table, meeting)
    assert table.told() == ["minutes_published"]
    reopen_minutes(session, table.by, meeting)
    assert meeting.state is MeetingState.HELD
    with pytest.raises(MeetingStepError):
        reopen_minutes(session, table.by, meeting)
    table.minute(meeting.agenda[0], "said otherwise")
    publish(table, meeting)
    assert table.told() == ["minutes_corrected"]
