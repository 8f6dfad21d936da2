"""The demo's promise that can be followed to its end: from an ask to people who stayed.

Before the roundtable in Basra the demo's employer was asked for internships. At the table it
promised twenty, with the chamber; the minutes say so. What became of them is in `demo_places`.
"""

from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.account import Account
from models.ask import Ask
from models.base import new_public_id
from models.commitment import Commitment
from models.enums import OpportunityKind
from models.meeting import Meeting
from models.opportunity import Organisation
from models.round_table_enums import (
    Achievement,
    AskState,
    Attendance,
    CommitmentKind,
    MeetingState,
)
from models.round_table_states import AskStep
from wasl.access.viewer import Viewer, viewer_of
from wasl.clock import BAGHDAD, today_in_baghdad
from wasl.operations.commitments.assess import review_commitment
from wasl.operations.commitments.demo_places import play_places
from wasl.operations.commitments.report import Report, report_commitment
from wasl.operations.commitments.terms import Terms
from wasl.operations.commitments.write import Promise, write_commitment
from wasl.operations.gaps.asks import answer_ask
from wasl.operations.logins import find_by_login
from wasl.operations.meetings.agenda import Point, add_item, minutes_seen, write_minutes
from wasl.operations.meetings.attendance import note_attendance
from wasl.operations.meetings.participants import add_participants
from wasl.operations.meetings.publish import publish_minutes, record_seen

_PLACE, _WELDERS, _PLACES = "IQ-BA", "7212", 20
_PRIORITY = 4  # skills and recognition
_SAID = (
    "قالت الغرفة إن اللحامين العائدين جاهزون ولا توجد فرصة معلنة لهم. "
    "تعهدت الشركة مع الغرفة بعشرين فرصة تدريب عملي في ورشها، ويبقى من يثبت جدارته."
)


def play_lasting(session: Session, by: Viewer) -> None:
    """Ask, promise, minute and keep; nothing where the workbook brought no meeting in Basra."""
    owner, meeting = find_by_login(session, "employer@demo.example"), _meeting(session)
    if owner is None or owner.organisation is None or meeting is None:
        return
    firm, today = owner.organisation, today_in_baghdad()
    seats = add_participants(session, by, meeting, [firm])
    note_attendance(session, by, meeting, {one.public_id: Attendance.PRESENT for one in seats})
    ask = _asked(session, meeting, firm)
    answer_ask(
        session, by, ask, AskStep.PROMISE, seen=ask.version, note="نعم، في ورشة صيانة المكائن"
    )
    ask.answered_at = datetime.combine(meeting.held_on, time(11), BAGHDAD)
    point = Point(title="فرص تدريب عملي للحامين في البصرة", presenter=firm)
    item = add_item(session, by, meeting, point)
    write_minutes(session, by, item, _SAID, seen=minutes_seen(item))
    promise = Promise(
        kind=CommitmentKind.INTERNSHIP,
        terms=_terms(today),
        parties=[firm, *_chamber(session)],
        made_on=meeting.held_on,
        item=item,
    )
    made = write_commitment(session, by, promise, ask=ask)
    publish_minutes(session, by, meeting, seen=record_seen(meeting))
    play_places(session, by, owner, made, today)
    _assess(session, by, owner, made)


def _meeting(session: Session) -> Meeting | None:
    """Return the roundtable in Basra whose minutes nobody has published."""
    held = select(Meeting).where(
        Meeting.governorate_code == _PLACE, Meeting.state == MeetingState.HELD
    )
    return session.scalar(held.order_by(Meeting.held_on.desc(), Meeting.id).limit(1))


def _chamber(session: Session) -> list[Organisation]:
    named = select(Organisation).where(Organisation.name == "Basra Chamber of Commerce")
    return list(session.scalars(named))


def _asked(session: Session, meeting: Meeting, firm: Organisation) -> Ask:
    """Return the ask that was sent before the meeting: one that was held takes no new asks."""
    long_ago, before = timedelta(days=200), timedelta(days=14)
    ask = Ask(
        public_id=new_public_id(),
        meeting=meeting,
        organisation=firm,
        kind=OpportunityKind.INTERNSHIP,
        group_code=_WELDERS,
        governorate_code=_PLACE,
        quantity=_PLACES,
        evidence={"ready": 25, "free": 0, "last": (meeting.held_on - long_ago).isoformat()},
        as_of=meeting.held_on - before,
        state=AskState.SENT,
        sent_at=datetime.combine(meeting.held_on - before, time(12), BAGHDAD),
    )
    session.add(ask)
    session.flush()
    return ask


def _terms(today: date) -> Terms:
    return Terms(
        text="عشرون فرصة تدريب عملي للحامين في ورش البصرة",
        quantity=_PLACES,
        occupation="لحام",
        governorate=_PLACE,
        deadline=today + timedelta(days=120),
        priority=_PRIORITY,
        responsible_role="مدير المصنع",
    )


def _assess(session: Session, by: Viewer, owner: Account, made: Commitment) -> None:
    """The maker says more than the review does; what is counted stands beside both."""
    firm = made.parties[0].organisation
    told = Report(achievement=Achievement.SUBSTANTIAL, note="يعمل المتدربون معنا في الورشة")
    report_commitment(session, viewer_of(owner), made, firm, told)
    seen = "زرنا الورشة: خمسة متدربين ما زالوا فيها، وفرصتان لم يتقدم إليهما أحد."
    review_commitment(session, by, made, Achievement.LIMITED, seen)
