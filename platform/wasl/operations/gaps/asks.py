"""Ask the members of a meeting for something: suggest, add, reword, note what they answer."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.ask import Ask
from models.base import new_public_id, utc_now
from models.commitment import Commitment
from models.enums import OpportunityKind
from models.meeting import Meeting
from models.opportunity import Organisation
from models.round_table_enums import AskState, StakeholderKind
from models.round_table_states import ASK_TRANSITIONS, AskStep
from models.taxonomy import Occupation
from wasl.access.viewer import Viewer
from wasl.audit.record import record
from wasl.figures.tables import ALL, Mark
from wasl.operations.gaps.board import Board, Gap, read_board
from wasl.operations.gaps.members import read_members, trades_of_sections
from wasl.operations.gaps.rules import AskChangedError, AskRule, AskRuleError, AskStepError
from wasl.operations.gaps.suggest import Suggestion, suggest
from wasl.operations.hold_row import hold_row
from wasl.operations.meetings.steps import AHEAD, hold_for

_SETTLED = (AskStep.PROMISE, AskStep.DECLINE)


@dataclass(frozen=True, kw_only=True)
class AskFacts:
    """What somebody is asked for. text: in words of the secretariat; empty: Wasl words it."""

    kind: OpportunityKind
    group: str
    governorate: str | None
    quantity: int
    text: str = ""


def suggest_asks(session: Session, by: Viewer, meeting: Meeting, today: date) -> list[Ask]:
    """Add drafts of what the members could be asked for, beside what they are asked already.

    Raises AskRuleError: the meeting is over.
    """
    hold_for(session, meeting)
    _check_ahead(meeting)
    organisations = [one.organisation for one in meeting.participants]
    board = read_board(session, today)
    found = suggest(
        read_members(session, organisations, today),
        board.gaps,
        trades_of_sections(session),
        without=_asked(session, meeting),
    )
    asks = [_draft(meeting, board, one) for one in found]
    session.add_all(asks)
    session.flush()
    if asks:
        subject = ("meeting", meeting.public_id)
        record(session, by, AuditAction.ASKS_SUGGESTED, subject=subject, count=len(asks))
    return asks


def add_ask(
    session: Session,
    by: Viewer,
    meeting: Meeting,
    organisation: Organisation,
    facts: AskFacts,
    *,
    today: date,
) -> Ask:
    """Add an ask of one member by hand, with the evidence of today.

    Raises AskRuleError, also where a chamber is asked for more than its own governorate.
    """
    hold_for(session, meeting)
    _check_ahead(meeting)
    if organisation.id not in {one.organisation_id for one in meeting.participants}:
        raise AskRuleError(AskRule.NOT_A_MEMBER)
    _check_facts(session, organisation, facts, today)
    place = facts.governorate or ALL
    if (organisation.id, facts.group, place) in _asked(session, meeting):
        raise AskRuleError(AskRule.ASKED_ALREADY)
    board = read_board(session, today)
    gap = next(
        (one for one in board.gaps if (one.group, one.governorate) == (facts.group, place)),
        Gap(group=facts.group, governorate=place),
    )
    ask = _ask(meeting, organisation, board, gap, kind=facts.kind, quantity=facts.quantity)
    ask.text = facts.text.strip() or None
    session.add(ask)
    session.flush()
    note_ask(session, by, ask, "added")
    return ask


def change_ask(
    session: Session, by: Viewer, ask: Ask, *, quantity: int, text: str, seen: int
) -> None:
    """Ask for another number, or in other words; only before it is sent.

    Raises AskChangedError, AskStepError, AskRuleError.
    """
    hold_ask(session, ask, seen=seen)
    if ask.state is not AskState.DRAFT:
        raise AskStepError(ask.state)
    _check_quantity(quantity)
    ask.quantity, ask.text = quantity, text.strip() or None
    session.flush()
    note_ask(session, by, ask, "changed")


def answer_ask(
    session: Session, by: Viewer, ask: Ask, step: AskStep, *, seen: int, note: str = ""
) -> None:
    """Note what came of an ask: promised, declined, dropped, or asked again.

    Raises AskChangedError, and AskStepError also for sending, which is done for a whole member.
    """
    hold_ask(session, ask, seen=seen)
    if step is AskStep.SEND:
        raise AskStepError(ask.state)
    take_ask_step(ask, step)
    if step is AskStep.TAKE_UP:
        ask.answer_note = ask.commitment = ask.sent_at = ask.answered_at = None
    elif step in _SETTLED:
        ask.answer_note, ask.answered_at = note.strip() or None, utc_now()
    session.flush()
    note_ask(session, by, ask, step.value)


def link_commitment(session: Session, by: Viewer, ask: Ask, commitment: Commitment) -> None:
    """Note which commitment an ask came to: it counts as promised, whatever was said before.

    Others may make it than the member that was asked: a chamber asks its own members.
    """
    hold_ask(session, ask)
    if ask.state in ASK_TRANSITIONS[AskStep.TAKE_UP].sources:
        take_ask_step(ask, AskStep.TAKE_UP)
    if ask.state is not AskState.PROMISED:
        take_ask_step(ask, AskStep.PROMISE)
        ask.answered_at = utc_now()
    ask.commitment = commitment
    session.flush()
    note_ask(session, by, ask, "linked")


def hold_ask(session: Session, ask: Ask, *, seen: int | None = None) -> None:
    """Lock an ask and read it anew. Raises AskChangedError when `seen` is another version."""
    hold_row(session, ask)
    if seen is not None and ask.version != seen:
        raise AskChangedError


def take_ask_step(ask: Ask, step: AskStep) -> None:
    """Take a step that the table of `models.round_table_states` allows. Raises AskStepError."""
    way = ASK_TRANSITIONS[step]
    if ask.state not in way.sources:
        raise AskStepError(ask.state)
    ask.state = way.target


def _check_ahead(meeting: Meeting) -> None:
    if meeting.state not in AHEAD:
        raise AskRuleError(AskRule.MEETING_OVER)


def _check_facts(
    session: Session, organisation: Organisation, facts: AskFacts, today: date
) -> None:
    if session.get(Occupation, facts.group) is None:
        raise AskRuleError(AskRule.NO_OCCUPATION)
    _check_quantity(facts.quantity)
    if facts.governorate is None and _is_chamber_of_places(session, organisation, today):
        raise AskRuleError(AskRule.OF_ITS_PLACE)


def _check_quantity(quantity: int) -> None:
    if quantity < 1:
        raise AskRuleError(AskRule.QUANTITY)


def _is_chamber_of_places(session: Session, organisation: Organisation, today: date) -> bool:
    [member] = read_members(session, [organisation], today)
    return member.stakeholder is StakeholderKind.CHAMBER and bool(member.places)


def _asked(session: Session, meeting: Meeting) -> frozenset[tuple[int, str, str]]:
    rows = session.execute(
        select(Ask.organisation_id, Ask.group_code, Ask.governorate_code).where(
            Ask.meeting_id == meeting.id
        )
    )
    return frozenset(
        (organisation, group or "", governorate or ALL) for organisation, group, governorate in rows
    )


def _draft(meeting: Meeting, board: Board, one: Suggestion) -> Ask:
    organisation = one.member.organisation
    ask = _ask(meeting, organisation, board, one.gap, kind=one.kind, quantity=one.quantity)
    ask.evidence = {**ask.evidence, "why": one.reason.value, "most": one.most}
    return ask


def _ask(
    meeting: Meeting,
    organisation: Organisation,
    board: Board,
    gap: Gap,
    *,
    kind: OpportunityKind,
    quantity: int,
) -> Ask:
    return Ask(
        public_id=new_public_id(),
        meeting=meeting,
        organisation=organisation,
        kind=kind,
        group_code=gap.group,
        governorate_code=gap.governorate or None,
        quantity=quantity,
        evidence=evidence_of(gap),
        as_of=board.day,
        state=AskState.DRAFT,
    )


def evidence_of(gap: Gap) -> dict[str, Any]:
    """Return what of a gap is kept with an ask: numbers as they are told, and the last posting."""
    return {
        "ready": gap.ready,
        "trained": gap.trained,
        "free": gap.free.value if isinstance(gap.free, Mark) else gap.free,
        "promised": gap.told_promised,
        "last": gap.last.isoformat() if gap.last else None,
    }


def note_ask(session: Session, by: Viewer, ask: Ask, what: str) -> None:
    """Record what became of an ask."""
    record(session, by, AuditAction.ASK_CHANGED, subject=("ask", ask.public_id), what=what)
