"""The demo's next roundtable: planned, called, and answered by some of its members."""

from datetime import time, timedelta
from io import BytesIO

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.account import Account
from models.meeting import Meeting, MeetingSeries
from models.opportunity import Organisation
from models.round_table_enums import InvitationAnswer, MeetingKind, ParticipantPart
from models.stakeholder import Stakeholder
from wasl.access.viewer import Viewer
from wasl.clock import today_in_baghdad
from wasl.operations.meetings import plan
from wasl.operations.meetings.call import call_meeting
from wasl.operations.meetings.documents import add_document
from wasl.operations.meetings.participants import (
    add_participants,
    answer_invitation,
    change_participant,
)

_AHEAD = timedelta(days=20)
_ABOUT = (
    "نراجع ما تحقق من التعهدات السابقة، ونبحث ما ينقص من فرص التدريب والعمل في البصرة. "
    "الرجاء إحضار ما يمكن لمؤسستكم أن تقدمه خلال الأشهر الستة القادمة."
)
_PAPER = "جدول الأعمال\n1. متابعة التعهدات\n2. فرص التدريب في اللحام والكهرباء\n3. ما يستجد\n"


def play_next_roundtable(session: Session, by: Viewer) -> None:
    """Plan a roundtable in three weeks, with the demo's employer and some stakeholders."""
    today = today_in_baghdad()
    facts = plan.MeetingFacts(
        title="الطاولة المستديرة للتشغيل في البصرة",
        held_on=today + _AHEAD,
        starts_at=time(10),
        ends_at=time(13),
        governorate_code="IQ-BA",
        place="البصرة",
        venue="غرفة التجارة، القاعة الكبرى",
        chair="وزارة العمل والشؤون الاجتماعية، مدير التشغيل",
        about=_ABOUT,
    )
    meeting = plan.plan_meeting(session, by, _series(session, by), facts, today)
    add_participants(session, by, meeting, _members(session))
    paper = BytesIO(_PAPER.encode())
    add_document(session, by, meeting, filename="agenda.txt", stream=paper, for_members=True)
    call_meeting(session, by, meeting, seen=meeting.version)
    _answer(session, by, meeting)


def _series(session: Session, by: Viewer) -> MeetingSeries:
    known = session.scalar(select(MeetingSeries).order_by(MeetingSeries.id).limit(1))
    if known is not None:
        return known
    return plan.plan_series(session, by, kind=MeetingKind.ROUNDTABLE, name="طاولات التشغيل")


def _members(session: Session) -> list[Organisation]:
    """Return some stakeholders, and the company of the demo's employer."""
    listed = select(Organisation).join(Stakeholder).order_by(Organisation.id).limit(6)
    found = list(session.scalars(listed))
    own = [
        account.organisation
        for account in session.scalars(select(Account).order_by(Account.id))
        if account.organisation is not None
    ]
    return [*own[:1], *(one for one in found if one not in own)]


def _answer(session: Session, by: Viewer, meeting: Meeting) -> None:
    """Note what some said by phone; the employer's own answer waits for whoever tries the demo."""
    seats = meeting.participants[1:]
    for number, seat in enumerate(seats[:3]):
        answer = InvitationAnswer.NOT_COMING if number == 2 else InvitationAnswer.COMING
        answer_invitation(session, by, meeting, seat, answer, role="مدير الموارد البشرية")
    if seats:
        part = ParticipantPart.HOST
        change_participant(session, by, meeting, seats[0], part=part, role=seats[0].role or "")
