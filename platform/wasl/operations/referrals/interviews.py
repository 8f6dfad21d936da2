"""Meetings: an employer proposes times, the person takes one or none, and then they meet."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.base import utc_now
from models.offer import Interview, InterviewSlot
from models.placement_states import INTERVIEW_TRANSITIONS, InterviewStep
from models.referral import Referral
from models.referral_enums import Axis, InterviewState, InterviewWay, ReferralStage, Side
from wasl.access.viewer import Viewer
from wasl.operations.referrals.ask_person import ask_person
from wasl.operations.referrals.core import (
    EMPLOYER_ANSWERS_WITHIN,
    give_time,
    hold_for,
    hold_referral,
)
from wasl.operations.referrals.employer_rules import check_vouched_for
from wasl.operations.referrals.interview_rules import (
    MeetingNotPossibleError,
    MeetingNotYetError,
    MeetingOverError,
    Slot,
    SlotGoneError,
    check_slots,
)
from wasl.operations.referrals.log import Happened, Said, note, write_log
from wasl.operations.referrals.note_rules import check_notes
from wasl.operations.tell_person import tell_person
from wasl.operations.tell_staff import tell_caseworkers, tell_employer

PROPOSE = "propose"
_LIVE = (InterviewState.PROPOSED, InterviewState.AGREED)


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """Times for a meeting, and how it takes place. place: an address, or how to join."""

    slots: tuple[Slot, ...]
    way: InterviewWay
    place: str = ""
    note: str = ""


def live_interview(session: Session, referral: Referral) -> Interview | None:
    """Return the one meeting that is proposed or agreed in a referral, read anew; or none."""
    return session.scalar(
        select(Interview)
        .where(Interview.referral_id == referral.id, Interview.state.in_(_LIVE))
        .execution_options(populate_existing=True)
    )


def propose_interview(
    session: Session, by: Viewer, referral: Referral, proposal: Proposal, seen: int | None = None
) -> Interview:
    """Propose times for a meeting; times that were proposed before do not hold any more.

    The person is told, with a code to choose, and so is whoever works with them. Raises
    ReferralChangedError, NotVouchedForError, MeetingNotPossibleError (the two are not to meet),
    SlotsRefusedError, NoteRefusedError.
    """
    check_notes({"place": proposal.place, "note": proposal.note})
    fresh = hold_for(session, by, referral, Axis.MEETING, PROPOSE, seen=seen)
    before = live_interview(session, referral)
    if not fresh and before is not None:
        return before
    check_vouched_for(referral.opportunity)
    if referral.stage is not ReferralStage.MEETING:
        raise MeetingNotPossibleError(referral.stage)
    check_slots(proposal.slots, utc_now())
    said = Said(side=Side.EMPLOYER)
    if before is not None:
        _move(session, by, before, InterviewStep.CANCEL, said)
    interview = _add(session, by, referral, proposal)
    source = before.state.value if before else "none"
    _note(session, by, interview, (PROPOSE, source), said)
    give_time(referral, max(slot.ends_at for slot in proposal.slots) + EMPLOYER_ANSWERS_WITHIN)
    ask_person(session, by, referral, "slots", max(slot.starts_at for slot in proposal.slots))
    tell_caseworkers(session, referral.person, "employer_answered")
    session.flush()
    return interview


def _add(session: Session, by: Viewer, referral: Referral, proposal: Proposal) -> Interview:
    interview = Interview(
        referral=referral,
        state=InterviewState.PROPOSED,
        way=proposal.way,
        place=proposal.place.strip() or None,
        note=proposal.note.strip() or None,
        created_by_id=by.account_id,
        slots=[
            InterviewSlot(starts_at=slot.starts_at, minutes=slot.minutes) for slot in proposal.slots
        ],
    )
    session.add(interview)
    session.flush()
    return interview


def choose_slot(
    session: Session, by: Viewer, interview: Interview, slot_public_id: str, said: Said
) -> bool:
    """Agree on one of the proposed times; return False when it was agreed on before.

    The person chooses, or their caseworker with them. Their employer is told. Raises
    MeetingOverError (other times were proposed meanwhile, it was cancelled), SlotGoneError (no
    such time, or it has gone by).
    """
    _hold(session, interview)
    agreed = interview.agreed_slot
    if interview.state is InterviewState.AGREED and agreed and agreed.public_id == slot_public_id:
        return False
    slot = next((one for one in interview.slots if one.public_id == slot_public_id), None)
    if slot is None or slot.starts_at <= utc_now():
        raise SlotGoneError
    _move(session, by, interview, InterviewStep.AGREE, said)
    slot.chosen = True
    ends = slot.starts_at + timedelta(minutes=slot.minutes)
    give_time(interview.referral, ends + EMPLOYER_ANSWERS_WITHIN)
    tell_employer(session, interview.referral.opportunity.organisation, "slot_answered")
    session.flush()
    return True


def refuse_slots(session: Session, by: Viewer, interview: Interview, said: Said) -> bool:
    """Say that none of the times fits; the employer proposes others. False: was said before.

    `said.shared_note` may say which would. Raises MeetingOverError.
    """
    _hold(session, interview)
    if interview.state is InterviewState.CANCELLED:
        return False
    _move(session, by, interview, InterviewStep.NONE_FITS, said)
    give_time(interview.referral, utc_now() + EMPLOYER_ANSWERS_WITHIN)
    tell_employer(session, interview.referral.opportunity.organisation, "slot_answered")
    session.flush()
    return True


def cancel_interview(
    session: Session, by: Viewer, interview: Interview, said: Said, seen: int | None = None
) -> bool:
    """Call a meeting off; both may still meet. False: it was called off before.

    The other side is told. seen: the version of the referral. Raises ReferralChangedError,
    MeetingOverError.
    """
    _hold(session, interview, seen if interview.state in _LIVE else None)
    if interview.state is InterviewState.CANCELLED:
        return False
    _move(session, by, interview, InterviewStep.CANCEL, said)
    referral = interview.referral
    give_time(referral, utc_now() + EMPLOYER_ANSWERS_WITHIN)
    if said.side is Side.EMPLOYER:
        tell_person(session, referral.person, "person_news", {})
        tell_caseworkers(session, referral.person, "employer_answered")
    else:
        tell_employer(session, referral.opportunity.organisation, "slot_answered")
    session.flush()
    return True


def note_meeting(
    session: Session,
    by: Viewer,
    interview: Interview,
    step: InterviewStep,
    seen: int | None = None,
) -> bool:
    """Write down that they met (`hold`) or that the person did not come (`miss`).

    Returns False when that was written down before. Raises ReferralChangedError, MeetingOverError,
    MeetingNotYetError before the agreed time.
    """
    fresh = hold_for(session, by, interview.referral, Axis.MEETING, step.value, seen=seen)
    session.refresh(interview)
    if not fresh or interview.state is INTERVIEW_TRANSITIONS[step].target:
        return False
    agreed = interview.agreed_slot
    if agreed is not None and agreed.starts_at > utc_now():
        raise MeetingNotYetError
    _move(session, by, interview, step, Said(side=Side.EMPLOYER))
    give_time(interview.referral, utc_now() + EMPLOYER_ANSWERS_WITHIN)
    tell_caseworkers(session, interview.referral.person, "employer_answered")
    session.flush()
    return True


def _hold(session: Session, interview: Interview, seen: int | None = None) -> None:
    hold_referral(session, interview.referral, seen)
    session.refresh(interview)


def _move(
    session: Session, by: Viewer, interview: Interview, step: InterviewStep, said: Said
) -> None:
    transition, before = INTERVIEW_TRANSITIONS[step], interview.state
    if before not in transition.sources:
        raise MeetingOverError(before)
    interview.state, interview.answered_at = transition.target, utc_now()
    session.flush()
    _note(session, by, interview, (step.value, before.value), said)


def _note(
    session: Session, by: Viewer, interview: Interview, moved: tuple[str, str], said: Said
) -> None:
    """Log and audit; the referral gets a new version, so that an older page of it is refused."""
    referral, state = interview.referral, interview.state.value
    write_log(session, by, referral, Happened(Axis.MEETING, *moved, state), said)
    note(session, by, referral, AuditAction.INTERVIEW_CHANGED, state=state)
    referral.updated_at = utc_now()
