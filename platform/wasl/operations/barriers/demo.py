"""The demo's barriers: measured for some weeks, and the worst one on the next agenda."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.meeting import Meeting
from models.plan_enums import Barrier
from wasl.access.viewer import Viewer
from wasl.barriers.measure import measure
from wasl.clock import today_in_baghdad
from wasl.operations.barriers.measure_barriers import keep_measures
from wasl.operations.barriers.put_on_agenda import Finding, put_on_agenda
from wasl.operations.meetings.agenda import Point
from wasl.operations.meetings.steps import AHEAD

_BEFORE, _SINCE = (21, 14), (7, 0)
_POINT = Point(
    title="وثائق مفقودة",
    about="كثيرون لا يستطيعون البدء بالعمل قبل أن تكتمل أوراقهم. المطلوب: نافذة في كل محافظة.",
)


def play_barriers(session: Session, by: Viewer) -> None:
    """Measure barriers as of some days; two weeks ago the next roundtable took up the papers."""
    _measure(session, _BEFORE)
    meeting = session.scalar(
        select(Meeting).where(Meeting.state.in_(AHEAD)).order_by(Meeting.held_on, Meeting.id)
    )
    if meeting is not None:
        put_on_agenda(session, by, meeting, Finding(barrier=Barrier.PAPERS), _POINT)
    _measure(session, _SINCE)


def _measure(session: Session, days_ago: Sequence[int]) -> None:
    today = today_in_baghdad()
    for days in days_ago:
        day = today - timedelta(days=days)
        keep_measures(session, measure(session, day), day)
