"""Send members what they are asked for before a roundtable, each member all of it at once."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.ask import Ask
from models.base import utc_now
from models.meeting import Meeting
from models.opportunity import Organisation
from models.round_table_enums import AskState, MeetingState
from models.round_table_states import AskStep
from wasl.access.viewer import Viewer
from wasl.audit.record import record
from wasl.operations.gaps.ask_words import as_list, words_of
from wasl.operations.gaps.asks import take_ask_step
from wasl.operations.gaps.rules import AskRule, AskRuleError
from wasl.operations.meetings.recipients import write_to
from wasl.operations.meetings.steps import AHEAD, hold_for
from wasl.shown_names import name_of

_TEMPLATE = "asks_before_roundtable"


@dataclass(frozen=True)
class Sent:
    """What came of sending: how many asks left, and to whom a sheet has to be handed over.

    not_invited: they cannot read the page of the meeting yet, so nothing was sent to them.
    """

    asks: int
    by_hand: tuple[Organisation, ...]
    not_invited: tuple[Organisation, ...] = ()


def send_asks(
    session: Session, by: Viewer, meeting: Meeting, only: Collection[int] | None = None
) -> Sent:
    """Send what was not sent yet. only: ids of organisations; without, all of them.

    A member is asked once it is invited: before that the page that the message leads to does not
    exist for it. Whoever has no address counts as asked: their sheet is printed. Raises
    AskRuleError.
    """
    hold_for(session, meeting)
    if meeting.state not in AHEAD:
        raise AskRuleError(AskRule.MEETING_OVER)
    drafts = _hold_drafts(session, meeting, only)
    if not drafts:
        raise AskRuleError(AskRule.NOTHING_TO_SEND)
    invited = invited_to(meeting)
    asks = [one for one in drafts if one.organisation_id in invited]
    if not asks:
        raise AskRuleError(AskRule.NOT_INVITED)
    now = utc_now()
    for one in asks:
        take_ask_step(one, AskStep.SEND)
        one.sent_at = now
    session.flush()
    told = _tell(session, meeting, asks)
    subject = ("meeting", meeting.public_id)
    record(session, by, AuditAction.ASKS_SENT, subject=subject, count=len(asks))
    asked = {one.organisation_id: one.organisation for one in drafts}
    return Sent(
        asks=len(asks),
        by_hand=tuple(one for key, one in asked.items() if key in invited - told),
        not_invited=tuple(one for key, one in asked.items() if key not in invited),
    )


def invited_to(meeting: Meeting) -> frozenset[int]:
    """Return who reads the page of a meeting: it is called, and they were invited to it."""
    if meeting.state is not MeetingState.CALLED:
        return frozenset()
    return frozenset(
        one.organisation_id for one in meeting.participants if one.invited_at is not None
    )


def _hold_drafts(session: Session, meeting: Meeting, only: Collection[int] | None) -> list[Ask]:
    statement = select(Ask).where(Ask.meeting_id == meeting.id, Ask.state == AskState.DRAFT)
    if only is not None:
        statement = statement.where(Ask.organisation_id.in_(only))
    held = statement.order_by(Ask.id).with_for_update().execution_options(populate_existing=True)
    return list(session.scalars(held))


def _tell(session: Session, meeting: Meeting, drafts: list[Ask]) -> frozenset[int]:
    """Queue a message to each address of the members; return those that have one."""
    of_member: dict[int, list[Ask]] = defaultdict(list)
    for one in drafts:
        of_member[one.organisation_id].append(one)

    def values(organisation_id: int, language: str) -> dict[str, object]:
        asks = of_member[organisation_id]
        words = words_of(session, asks, language)
        return {
            "organisation": name_of(asks[0].organisation, language),
            "title": meeting.title,
            "day": meeting.held_on,
            "asks": as_list(words[one.id] for one in asks),
        }

    return write_to(session, of_member, _TEMPLATE, values)
