"""A member answers by itself what it is asked for; the secretariat hears of it once a day."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.ask import Ask
from models.base import utc_now
from models.enums import Role
from models.round_table_enums import AskState, MeetingState
from models.round_table_states import AskStep
from wasl.access.viewer import Viewer
from wasl.i18n.days import in_baghdad
from wasl.operations.gaps.asks import hold_ask, note_ask, take_ask_step
from wasl.operations.gaps.rules import AskRule, AskRuleError, AskStepError
from wasl.operations.hold_row import hold_row
from wasl.operations.tell_staff import tell_role

REPLIES = (AskStep.PROMISE, AskStep.DECLINE)


def reply_to_ask(
    session: Session,
    by: Viewer,
    ask: Ask,
    step: AskStep,
    *,
    seen: int,
    today: date,
    note: str = "",
) -> None:
    """Keep whether a member promises what it is asked for, and tell the secretariat.

    What exactly is promised the secretariat writes down as a commitment. Who answers several asks
    on one day is told of once. Raises AskChangedError, AskStepError unless it was sent and not
    answered, AskRuleError where the meeting does not take place.
    """
    hold_row(session, ask.meeting)  # several asks of one member are answered one after the other
    hold_ask(session, ask, seen=seen)
    if step not in REPLIES or ask.state is not AskState.SENT:
        raise AskStepError(ask.state)
    if ask.meeting.state is MeetingState.CANCELLED:
        raise AskRuleError(AskRule.CANCELLED)
    told = _answered_on(session, ask, today)
    take_ask_step(ask, step)
    ask.answer_note, ask.answered_at = note.strip() or None, utc_now()
    session.flush()
    note_ask(session, by, ask, step.value)
    if not told:
        told_of = {"organisation": ask.organisation, "title": ask.meeting.title}
        tell_role(session, Role.SECRETARIAT, "ask_answered", told_of)


def _answered_on(session: Session, ask: Ask, today: date) -> bool:
    """Tell whether an ask of this member at this meeting has its answer from this day."""
    moments = session.scalars(
        select(Ask.answered_at).where(
            Ask.meeting_id == ask.meeting_id,
            Ask.organisation_id == ask.organisation_id,
            Ask.answered_at.is_not(None),
        )
    )
    return any(in_baghdad(one).date() == today for one in moments if one)
