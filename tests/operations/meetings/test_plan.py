"""Meetings are planned, called, moved and cancelled; whoever is invited learns of each of it."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from icalendar import Calendar
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.account import Account
from models.audit import AuditEvent
from models.enums import Role
from models.meeting import Meeting
from models.message import Message
from models.round_table_enums import InvitationAnswer, MeetingKind, MeetingState
from models.stakeholder import ContactRole
from tests.operations.staff import Staff, staff_of, viewer
from wasl.access.viewer import Viewer
from wasl.operations.meetings import plan
from wasl.operations.meetings.call import Moved, call_meeting
from wasl.operations.meetings.participants import (
    add_participants,
    answer_invitation,
    remove_participant,
)
from wasl.operations.meetings.plan import MeetingFacts
from wasl.operations.meetings.rules import (
    MeetingChangedError,
    MeetingRule,
    MeetingRuleError,
    MeetingStepError,
)

TODAY = date(2026, 11, 23)
DAY = TODAY + timedelta(days=14)
FACTS = MeetingFacts(
    title="طاولة البصرة",
    held_on=DAY,
    starts_at=time(10),
    ends_at=time(13),
    place="البصرة",
    governorate_code="IQ-BA",
)


@pytest.fixture
def staff(session: Session) -> Staff:
    """Two companies: the bakery's owner signs in, the mill has a role that wants invitations."""
    made = staff_of(session)
    owner = made.add(Role.EMPLOYER_OWNER)
    owner.login = "owner@bakery.example"
    session.add(ContactRole(organisation=made.mill, role="HR manager", email="hr@mill.example"))
    session.flush()
    return made


@pytest.fixture
def by(staff: Staff) -> Viewer:
    """The secretariat."""
    return viewer(staff.add(Role.SECRETARIAT))


@pytest.fixture
def meeting(session: Session, staff: Staff, by: Viewer) -> Meeting:
    """A meeting at which both companies are to sit."""
    series = plan.plan_series(session, by, kind=MeetingKind.ROUNDTABLE, name="Tables")
    made = plan.plan_meeting(session, by, series, FACTS, TODAY)
    add_participants(session, by, made, [staff.bakery, staff.mill, staff.bakery])
    return made


def call(session: Session, by: Viewer, meeting: Meeting) -> None:
    call_meeting(session, by, meeting, seen=meeting.version)


def told(session: Session, template: str) -> dict[str | None, Message]:
    found = session.scalars(select(Message).where(Message.template == template))
    return {one.address: one for one in found}


def event_of(message: Message) -> Any:
    return Calendar.from_ical(message.params["calendar"]).walk("VEVENT")[0]


def sequence_of(message: Message) -> int:
    return int(str(event_of(message)["sequence"]))


def test_a_series_has_a_name_of_its_own(session: Session, by: Viewer) -> None:
    plan.plan_series(session, by, kind=MeetingKind.COMMITTEE, name="اللجنة العليا")
    with pytest.raises(MeetingRuleError) as error:
        plan.plan_series(session, by, kind=MeetingKind.COMMITTEE, name=" اللجنه  العليا ")
    assert error.value.rule is MeetingRule.NAME_TAKEN


@pytest.mark.parametrize(
    ("facts", "rule"),
    [
        ({"held_on": TODAY - timedelta(days=1)}, MeetingRule.DAY_PASSED),
        ({"title": "  "}, MeetingRule.TITLE_MISSING),
        ({"ends_at": time(9)}, MeetingRule.TIMES),
        ({"starts_at": None}, MeetingRule.TIMES),
        ({"governorate_code": "IQ-XX"}, MeetingRule.PLACE_UNKNOWN),
    ],
)
def test_what_cannot_be_is_not_planned(
    session: Session, by: Viewer, meeting: Meeting, facts: dict[str, object], rule: MeetingRule
) -> None:
    wanted = MeetingFacts(**{**vars(FACTS), **facts})
    with pytest.raises(MeetingRuleError) as error:
        plan.plan_meeting(session, by, meeting.series, wanted, TODAY)
    assert error.value.rule is rule


def test_references_go_on_and_members_come_along(
    session: Session, by: Viewer, meeting: Meeting
) -> None:
    assert meeting.ref == "RT-2026-12"
    second = plan.plan_meeting(session, by, meeting.series, FACTS, TODAY, with_members=True)
    assert second.ref == "RT-2026-12-2"
    assert len(second.participants) == 2
    assert not [one for one in second.participants if one.invited_at]
    with pytest.raises(MeetingRuleError):
        plan.plan_meeting(session, by, meeting.series, FACTS, TODAY, ref="RT-2026-12")


def test_invitations_go_to_accounts_and_roles_once_with_a_calendar(
    session: Session, by: Viewer, staff: Staff, meeting: Meeting
) -> None:
    came = call_meeting(session, by, meeting, seen=meeting.version)
    assert (came.invited, came.by_letter) == (2, ())
    assert meeting.state is MeetingState.CALLED
    sent = told(session, "meeting_invitation")
    assert set(sent) == {"owner@bakery.example", "hr@mill.example"}
    calendar = Calendar.from_ical(sent["hr@mill.example"].params["calendar"])
    event = calendar.walk("VEVENT")[0]
    assert str(event["uid"]) == f"{meeting.public_id}@roundtables.wasl"
    assert event.decoded("dtstart").isoformat() == "2026-12-07T07:00:00+00:00"
    with pytest.raises(MeetingRuleError) as error:
        call(session, by, meeting)
    assert error.value.rule is MeetingRule.NOBODY_TO_INVITE


def test_who_has_no_address_gets_a_letter(
    session: Session, by: Viewer, staff: Staff, meeting: Meeting
) -> None:
    session.scalars(select(ContactRole)).one().invited = False
    session.flush()
    came = call_meeting(session, by, meeting, seen=meeting.version)
    assert [one.organisation for one in came.by_letter] == [staff.mill]
    assert came.by_letter[0].invited_at is not None


def test_who_left_the_company_is_not_written_to(
    session: Session, by: Viewer, meeting: Meeting
) -> None:
    owner = next(one for one in session.scalars(select(Account)) if one.login)
    owner.suspended_at = meeting.created_at
    session.flush()
    call(session, by, meeting)
    assert set(told(session, "meeting_invitation")) == {"hr@mill.example"}


def test_another_day_asks_anew_and_the_newer_calendar_wins(
    session: Session, by: Viewer, meeting: Meeting
) -> None:
    call(session, by, meeting)
    seat = meeting.participants[0]
    answer_invitation(session, by, meeting, seat, InvitationAnswer.COMING)
    moved = MeetingFacts(**{**vars(FACTS), "held_on": DAY + timedelta(days=7)})
    changed = plan.change_meeting(session, by, meeting, moved, TODAY, seen=meeting.version)
    assert changed.columns == ("held_on",)
    assert changed.told == Moved(cleared=1, by_letter=())
    assert seat.answer is None
    first, second = (
        sequence_of(told(session, name)["hr@mill.example"])
        for name in ("meeting_invitation", "meeting_moved")
    )
    assert first < second
    event = event_of(told(session, "meeting_moved")["hr@mill.example"])
    assert str(event["uid"]) == f"{meeting.public_id}@roundtables.wasl", "in place of the old one"
    assert event.decoded("dtstart").date() == DAY + timedelta(days=7)


def test_who_has_no_address_is_told_of_the_new_day_by_letter(
    session: Session, by: Viewer, staff: Staff, meeting: Meeting
) -> None:
    call(session, by, meeting)
    session.scalars(select(ContactRole)).one().invited = False
    moved = MeetingFacts(**{**vars(FACTS), "held_on": DAY + timedelta(days=7)})
    came = plan.change_meeting(session, by, meeting, moved, TODAY, seen=meeting.version)
    assert came.told is not None
    assert came.told.cleared == 0
    assert [one.organisation for one in came.told.by_letter] == [staff.mill]
    assert set(told(session, "meeting_moved")) == {"owner@bakery.example"}


def test_another_room_tells_and_keeps_answers_another_title_does_neither(
    session: Session, by: Viewer, meeting: Meeting
) -> None:
    call(session, by, meeting)
    seat = meeting.participants[0]
    answer_invitation(session, by, meeting, seat, InvitationAnswer.COMING)
    titled = MeetingFacts(**{**vars(FACTS), "title": "طاولة البصرة الثانية"})
    plan.change_meeting(session, by, meeting, titled, TODAY, seen=meeting.version)
    assert told(session, "meeting_moved") == {}
    roomed = MeetingFacts(**{**vars(titled), "venue": "القاعة ٢"})
    plan.change_meeting(session, by, meeting, roomed, TODAY, seen=meeting.version)
    assert len(told(session, "meeting_moved")) == 2
    assert seat.answer is InvitationAnswer.COMING
    again = plan.change_meeting(session, by, meeting, roomed, TODAY, seen=meeting.version)
    assert again == plan.Changed(), "nothing is different, nobody is told"


def test_a_stale_page_changes_nothing(session: Session, by: Viewer, meeting: Meeting) -> None:
    seen = meeting.version
    other = MeetingFacts(**{**vars(FACTS), "title": "أخرى"})
    plan.change_meeting(session, by, meeting, other, TODAY, seen=seen)
    with pytest.raises(MeetingChangedError):
        plan.change_meeting(session, by, meeting, FACTS, TODAY, seen=seen)
    assert meeting.title == "أخرى"


def test_cancelled_and_planned_again_nobody_counts_as_invited(
    session: Session, by: Viewer, meeting: Meeting
) -> None:
    call(session, by, meeting)
    answer_invitation(session, by, meeting, meeting.participants[0], InvitationAnswer.COMING)
    plan.cancel_meeting(session, by, meeting, seen=meeting.version)
    sent = told(session, "meeting_cancelled")["hr@mill.example"]
    assert "STATUS:CANCELLED" in sent.params["calendar"]
    with pytest.raises(MeetingRuleError):
        answer_invitation(session, by, meeting, meeting.participants[0], InvitationAnswer.COMING)
    again = DAY + timedelta(days=30)
    plan.plan_again(session, by, meeting, again, TODAY, seen=meeting.version)
    assert (meeting.state, meeting.held_on) == (MeetingState.PLANNED, again)
    assert not [one for one in meeting.participants if one.invited_at or one.answer]


def test_it_is_held_on_its_day_at_the_earliest_and_once(
    session: Session, by: Viewer, meeting: Meeting
) -> None:
    with pytest.raises(MeetingRuleError) as error:
        plan.hold_meeting(session, by, meeting, TODAY, seen=meeting.version)
    assert error.value.rule is MeetingRule.DAY_TO_COME
    plan.hold_meeting(session, by, meeting, DAY, seen=meeting.version)
    with pytest.raises(MeetingStepError):
        plan.cancel_meeting(session, by, meeting, seen=meeting.version)
    other = MeetingFacts(**{**vars(FACTS), "held_on": DAY + timedelta(days=1)})
    with pytest.raises(MeetingRuleError):
        plan.change_meeting(session, by, meeting, other, TODAY, seen=meeting.version)


def test_who_is_taken_off_after_the_invitation_is_told(
    session: Session, by: Viewer, meeting: Meeting
) -> None:
    call(session, by, meeting)
    remove_participant(session, by, meeting, meeting.participants[1])
    assert set(told(session, "meeting_uninvited")) == {"hr@mill.example"}
    assert len(meeting.participants) == 1


def test_who_was_not_invited_has_nothing_to_answer(
    session: Session, by: Viewer, meeting: Meeting
) -> None:
    with pytest.raises(MeetingRuleError) as error:
        answer_invitation(session, by, meeting, meeting.participants[0], InvitationAnswer.COMING)
    assert error.value.rule is MeetingRule.NOT_INVITED


def test_all_of_it_stands_in_the_audit_log(session: Session, by: Viewer, meeting: Meeting) -> None:
    call(session, by, meeting)
    answer_invitation(session, by, meeting, meeting.participants[0], InvitationAnswer.NOT_COMING)
    plan.cancel_meeting(session, by, meeting, seen=meeting.version)
    session.commit()
    about = select(AuditEvent).where(AuditEvent.object_id == meeting.public_id)
    events = session.scalars(about.order_by(AuditEvent.id)).all()
    assert [one.action for one in events] == [
        AuditAction.MEETING_PLANNED,
        AuditAction.PARTICIPANT_CHANGED,
        AuditAction.PARTICIPANT_CHANGED,
        AuditAction.MEETING_MOVED,
        AuditAction.MEETING_CALLED,
        AuditAction.INVITATION_ANSWERED,
        AuditAction.MEETING_MOVED,
    ]
    assert events[-1].details == {"from": "called", "to": "cancelled"}
