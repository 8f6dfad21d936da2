"""What was decided and falls due: who is to do it hears a week before, and once it is over."""

from datetime import date

from sqlalchemy import Select, or_, select, update
from sqlalchemy.orm import Session

from models.enums import Role
from models.meeting import AgendaItem, Meeting, Resolution
from models.round_table_enums import MeetingState, ResolutionState
from wasl.operations.clock.periods import ACTION_REMINDED_BEFORE, begin_of, end_of
from wasl.operations.clock.rounds import Round
from wasl.operations.meetings.tell_members import tell_organisations
from wasl.operations.tell_staff import tell_role


def remind_of_actions(round_: Round) -> None:
    """Remind of what is due within a week, and once of what is over; the secretariat then too.

    Only of what is published: whoever is reminded can read what was decided. What was given
    another day is reminded of anew.
    """
    ids, last = _open(round_), round_.today + ACTION_REMINDED_BEFORE
    round_.each("overdue", ids.where(Resolution.due_on < round_.today), _remind_after)
    round_.each("reminded", ids.where(Resolution.due_on.between(round_.today, last)), _remind)


def _open(round_: Round) -> Select[int]:
    """Return what waits and was not reminded of today; whether it is time, each tells by itself."""
    today = begin_of(round_.today)
    return (
        select(Resolution.id)
        .join(Resolution.item)
        .join(AgendaItem.meeting)
        .where(
            Resolution.state == ResolutionState.OPEN,
            Meeting.state == MeetingState.PUBLISHED,
            or_(Resolution.reminded_at.is_(None), Resolution.reminded_at < today),
        )
        .order_by(Resolution.id)
    )


def _remind(session: Session, round_: Round, key: int) -> bool:
    one, day = _hold(session, key)
    if day is None or not round_.today <= day <= round_.today + ACTION_REMINDED_BEFORE:
        return False
    if one.reminded_at is not None and one.reminded_at >= begin_of(day - ACTION_REMINDED_BEFORE):
        return False
    _mark(session, round_, one)
    if one.responsible is not None:
        tell_organisations(session, [one.responsible], "action_due", one.item.meeting, day=day)
    return True


def _remind_after(session: Session, round_: Round, key: int) -> bool:
    one, day = _hold(session, key)
    if day is None or day >= round_.today:
        return False
    if one.reminded_at is not None and one.reminded_at >= end_of(day):
        return False
    _mark(session, round_, one)
    meeting = one.item.meeting
    if one.responsible is not None:
        tell_organisations(session, [one.responsible], "action_overdue", meeting, day=day)
    tell_role(session, Role.SECRETARIAT, "action_not_settled", {"title": meeting.title, "day": day})
    return True


def _hold(session: Session, key: int) -> tuple[Resolution, date | None]:
    """Lock one and return it with its day; none when somebody was quicker to settle it."""
    one = session.scalars(select(Resolution).where(Resolution.id == key).with_for_update()).one()
    waits = one.state is ResolutionState.OPEN and one.item.meeting.state is MeetingState.PUBLISHED
    return one, one.due_on if waits else None


def _mark(session: Session, round_: Round, one: Resolution) -> None:
    """Note that it was reminded of; whoever has its page open is not disturbed by it."""
    session.execute(
        update(Resolution)
        .where(Resolution.id == one.id)
        .values(reminded_at=round_.now)
        .execution_options(synchronize_session=False)
    )
