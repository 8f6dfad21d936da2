"""What was decided is reminded of a week before its day and once after it, and then no more."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from models.enums import Role
from models.meeting import Resolution
from models.round_table_enums import MeetingState
from models.round_table_states import ResolutionStep
from tests.operations.clock.conftest import Turn
from tests.operations.meetings.minuting import Table, table_of
from wasl.clock import today_in_baghdad
from wasl.operations.clock.resolutions import remind_of_actions
from wasl.operations.meetings.resolutions import take_resolution_step

TODAY = today_in_baghdad()
NOTHING = {"overdue": 0, "reminded": 0}


@pytest.fixture
def table(session: Session) -> Table:
    """A series with two members, and a secretariat that can be written to."""
    made = table_of(session)
    made.staff.add(Role.SECRETARIAT).login = "secretariat@office.example"
    session.flush()
    return made


@pytest.fixture
def action(session: Session, table: Table) -> Resolution:
    """Something that falls to the bakery in twenty days; the minutes are out."""
    meeting = table.meeting(TODAY - timedelta(days=3))
    item = table.item(meeting)
    made = table.resolve(item, responsible=table.bakery, due_on=TODAY + timedelta(days=20))
    meeting.state = MeetingState.PUBLISHED
    session.flush()
    return made


def test_a_week_before_and_once_after(table: Table, action: Resolution, turn: Turn) -> None:
    version = action.version
    assert turn(remind_of_actions, 12) == NOTHING
    assert turn(remind_of_actions, 13) == {"overdue": 0, "reminded": 1}
    assert table.told() == ["action_due"]
    assert turn(remind_of_actions, 14) == NOTHING
    assert turn(remind_of_actions, 20) == NOTHING, "its day is a day to do it"
    assert turn(remind_of_actions, 21) == {"overdue": 1, "reminded": 0}
    assert table.told() == ["action_overdue", "action_not_settled"]
    assert turn(remind_of_actions, 22) == NOTHING
    assert action.version == version, "whoever has its page open is not disturbed"


def test_another_day_is_reminded_of_anew(table: Table, action: Resolution, turn: Turn) -> None:
    turn(remind_of_actions, 13)
    action.due_on = TODAY + timedelta(days=40)
    assert turn(remind_of_actions, 21) == NOTHING
    assert turn(remind_of_actions, 33) == {"overdue": 0, "reminded": 1}


@pytest.mark.parametrize("way", ["settled", "not published", "no day"])
def test_nobody_is_reminded_of_what_does_not_wait(
    session: Session, table: Table, action: Resolution, turn: Turn, way: str
) -> None:
    if way == "settled":
        step = ResolutionStep.SETTLE
        take_resolution_step(
            session, table.by, action, step, "done", today=TODAY, seen=action.version
        )
    elif way == "no day":
        action.due_on = None
    else:
        action.item.meeting.state = MeetingState.HELD
    assert turn(remind_of_actions, 13) == NOTHING
    assert turn(remind_of_actions, 30) == NOTHING
    assert table.told() == []


def test_what_falls_to_nobody_is_the_secretariats(
    table: Table, action: Resolution, turn: Turn
) -> None:
    action.responsible = None
    assert turn(remind_of_actions, 21)["overdue"] == 1
    assert table.told() == ["action_not_settled"]
