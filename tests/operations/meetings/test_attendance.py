"""Who was there is noted after the meeting, and nobody who was there is taken off."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from models.enums import Role
from models.meeting import Meeting
from models.round_table_enums import Attendance, MeetingKind, MeetingState, ParticipantPart
from tests.operations.staff import Staff, staff_of, viewer
from wasl.access.viewer import Viewer
from wasl.operations.meetings import plan
from wasl.operations.meetings.attendance import note_attendance
from wasl.operations.meetings.participants import (
    add_participants,
    change_participant,
    remove_participant,
)
from wasl.operations.meetings.rules import MeetingRule, MeetingRuleError

TODAY = date(2026, 11, 23)


@pytest.fixture
def staff(session: Session) -> Staff:
    """Two companies and whoever is added."""
    return staff_of(session)


@pytest.fixture
def by(staff: Staff) -> Viewer:
    """The secretariat."""
    return viewer(staff.add(Role.SECRETARIAT))


@pytest.fixture
def meeting(session: Session, staff: Staff, by: Viewer) -> Meeting:
    """A sitting of today with both companies."""
    series = plan.plan_series(session, by, kind=MeetingKind.COMMITTEE, name="Committee")
    facts = plan.MeetingFacts(title="Sitting", held_on=TODAY)
    made = plan.plan_meeting(session, by, series, facts, TODAY)
    add_participants(session, by, made, [staff.bakery, staff.mill])
    return made


def test_before_it_was_held_nobody_was_there(
    session: Session, by: Viewer, meeting: Meeting
) -> None:
    seat = meeting.participants[0]
    with pytest.raises(MeetingRuleError) as error:
        note_attendance(session, by, meeting, {seat.public_id: Attendance.PRESENT})
    assert error.value.rule is MeetingRule.DAY_TO_COME
    assert seat.attendance is None


def test_what_is_noted_can_be_corrected_and_what_is_not_named_stays(
    session: Session, by: Viewer, meeting: Meeting
) -> None:
    plan.hold_meeting(session, by, meeting, TODAY, seen=meeting.version)
    first, second = meeting.participants
    both = {first.public_id: Attendance.PRESENT, second.public_id: Attendance.ABSENT}
    assert note_attendance(session, by, meeting, both) == 2
    again = {second.public_id: Attendance.REPRESENTED, "nobody": Attendance.PRESENT}
    assert note_attendance(session, by, meeting, again) == 1
    assert (first.attendance, second.attendance) == (Attendance.PRESENT, Attendance.REPRESENTED)
    assert note_attendance(session, by, meeting, {first.public_id: None}) == 1
    assert first.attendance is None


def test_who_was_there_stays_on_the_list(session: Session, by: Viewer, meeting: Meeting) -> None:
    plan.hold_meeting(session, by, meeting, TODAY, seen=meeting.version)
    first, second = meeting.participants
    note_attendance(session, by, meeting, {first.public_id: Attendance.PRESENT})
    with pytest.raises(MeetingRuleError) as error:
        remove_participant(session, by, meeting, first)
    assert error.value.rule is MeetingRule.WAS_THERE
    remove_participant(session, by, meeting, second)
    assert meeting.participants == [first]


def test_once_minutes_are_published_nobody_is_added(
    session: Session, by: Viewer, staff: Staff, meeting: Meeting
) -> None:
    remove_participant(session, by, meeting, meeting.participants[1])
    meeting.state = MeetingState.PUBLISHED
    session.flush()
    with pytest.raises(MeetingRuleError):
        add_participants(session, by, meeting, [staff.mill])
    assert len(meeting.participants) == 1


def test_a_member_has_a_part_and_a_role(session: Session, by: Viewer, meeting: Meeting) -> None:
    seat = meeting.participants[0]
    change_participant(
        session, by, meeting, seat, part=ParticipantPart.CHAIR, role="  HR   manager "
    )
    assert (seat.part, seat.role) == (ParticipantPart.CHAIR, "HR manager")
