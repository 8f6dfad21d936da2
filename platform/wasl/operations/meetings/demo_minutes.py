"""The demo's minutes: two roundtables and a committee, with what came of them, open and settled."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.meeting import AgendaItem, Meeting, Resolution
from models.opportunity import Organisation
from models.round_table_enums import MeetingKind, ResolutionKind
from models.round_table_states import MeetingStep
from wasl.access.viewer import Viewer
from wasl.clock import today_in_baghdad
from wasl.operations.meetings.agenda import Point, add_item, minutes_seen, write_minutes
from wasl.operations.meetings.carry_over import carry_over
from wasl.operations.meetings.participants import add_participants
from wasl.operations.meetings.plan import MeetingFacts, plan_meeting, plan_series
from wasl.operations.meetings.publish import publish_minutes, record_seen
from wasl.operations.meetings.resolutions import Resolved, add_resolution
from wasl.operations.meetings.series import AHEAD, TOOK_PLACE
from wasl.operations.meetings.steps import take_step

_RECOMMENDED, _DECIDED, _TO_DO = ResolutionKind


def play_minutes(session: Session, by: Viewer) -> None:
    """Minute the last two roundtables of the series that goes on, and a sitting of a committee."""
    coming = session.scalar(select(Meeting).where(Meeting.state.in_(AHEAD)).limit(1))
    if coming is None:
        return
    held = session.scalars(
        select(Meeting)
        .where(Meeting.series_id == coming.series_id, Meeting.state.in_(TOOK_PLACE))
        .order_by(Meeting.held_on.desc())
        .limit(2)
    ).all()
    members = [seat.organisation for seat in coming.participants]
    if len(held) == 2 and len(members) > 1:
        _minute_first(session, by, held[1], members)
        _minute_second(session, by, held[0], members)
    for title in ("متابعة التعهدات", "فرص جديدة للتدريب في اللحام والكهرباء"):
        add_item(session, by, coming, Point(title=title))
    _play_committee(session, by, members)


def _minute_first(
    session: Session, by: Viewer, meeting: Meeting, members: list[Organisation]
) -> None:
    today = today_in_baghdad()
    welders = _minuted(
        session,
        by,
        meeting,
        Point(title="نقص فرص اللحامين في البصرة", presenter=members[0]),
        "قالت الشركات إنها تحتاج إلى لحامين بشهادة معترف بها، وإن التدريب داخل الورش ممكن.",
    )
    _come(session, by, welders, _RECOMMENDED, "فتح دورة لحام مشتركة بين المركز والشركات")
    papers = _minuted(
        session,
        by,
        meeting,
        Point(title="الاعتراف بالشهادات من الخارج"),
        "عرضت الوزارة خطوات الاعتراف. طلب الأعضاء شباكاً واحداً في البصرة.",
    )
    late = Resolved(
        text="نشر دليل من صفحة واحدة لخطوات الاعتراف بالشهادات",
        responsible=members[1],
        responsible_role="مدير التدريب",
        due_on=today - timedelta(days=12),
    )
    add_resolution(session, by, papers, _TO_DO, late, today=today)
    add_item(session, by, meeting, Point(title="خولی زمانی کوردی و عەرەبی"))
    publish_minutes(session, by, meeting, seen=record_seen(meeting))


def _minute_second(
    session: Session, by: Viewer, meeting: Meeting, members: list[Organisation]
) -> None:
    today = today_in_baghdad()
    carried = carry_over(session, by, meeting)
    if not carried:
        return
    welders = carried[0]
    said = "عرض المركز برنامج الدورة. وافقت شركتان على استقبال المتدربين."
    write_minutes(session, by, welders, said, seen=minutes_seen(welders))
    before = session.scalar(
        select(Resolution).where(Resolution.item_id == welders.carried_from_id).limit(1)
    )
    decided = Resolved(text="تبدأ الدورة بعشرين مقعداً في كانون الثاني", follows=before)
    decision = add_resolution(
        session, by, welders, _DECIDED, decided, today=today, settles=before is not None
    )
    rooms = Resolved(
        text="تجهيز القاعة ومعدات السلامة",
        responsible=members[0],
        responsible_role="مدير المصنع",
        due_on=today + timedelta(days=6),
        follows=decision,
    )
    add_resolution(session, by, welders, _TO_DO, rooms, today=today)


def _play_committee(session: Session, by: Viewer, members: list[Organisation]) -> None:
    """A committee that recommended something a month ago; its minutes are not published yet."""
    today = today_in_baghdad()
    series = plan_series(session, by, kind=MeetingKind.COMMITTEE, name="اللجنة العليا للتشغيل")
    facts = MeetingFacts(title="اللجنة العليا، الجلسة الأولى", held_on=today, place="بغداد")
    sitting = plan_meeting(session, by, series, facts, today)
    add_participants(session, by, sitting, members[:3])
    take_step(session, by, sitting, MeetingStep.HOLD)
    item = _minuted(
        session,
        by,
        sitting,
        Point(title="شباك واحد للاعتراف بالشهادات"),
        "ناقشت اللجنة ما طلبته الطاولة المستديرة في البصرة.",
    )
    _come(session, by, item, _RECOMMENDED, "فتح شباك واحد في كل محافظة")


def _minuted(session: Session, by: Viewer, meeting: Meeting, point: Point, said: str) -> AgendaItem:
    item = add_item(session, by, meeting, point)
    write_minutes(session, by, item, said, seen=minutes_seen(item))
    return item


def _come(session: Session, by: Viewer, item: AgendaItem, kind: ResolutionKind, text: str) -> None:
    add_resolution(session, by, item, kind, Resolved(text=text), today=today_in_baghdad())
