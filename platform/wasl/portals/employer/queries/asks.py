"""What the round table asks the employer's organisation for, as long as it waits for an answer."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from models.ask import Ask
from models.meeting import Meeting
from models.round_table_enums import AskState, MeetingState
from wasl.access.permissions import Permission
from wasl.access.scope import visible
from wasl.access.viewer import Viewer
from wasl.operations.gaps.ask_words import words_of


def list_open_asks(session: Session, viewer: Viewer, language: str) -> Sequence[tuple[Ask, str]]:
    """Return the asks that wait for the organisation's answer with their words, the next first."""
    asks = session.scalars(
        select(Ask)
        .join(Ask.meeting)
        .where(
            visible(viewer, Permission.SEE_OWN_ASKS),
            Ask.state == AskState.SENT,
            Meeting.state != MeetingState.CANCELLED,
        )
        .options(contains_eager(Ask.meeting))
        .order_by(Meeting.held_on, Ask.id)
    ).all()
    words = words_of(session, asks, language)
    return [(ask, words[ask.id]) for ask in asks]
