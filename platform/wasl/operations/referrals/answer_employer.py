"""An employer answers people: wants to meet them, or does not; one or several at once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.enums import ConsentPurpose, OpportunityStatus
from models.referral import Referral
from models.referral_enums import Axis, CloseCause, Side
from models.referral_states import REASONS, ConsentStep, VerdictStep
from wasl.access.viewer import Viewer
from wasl.operations.referrals.core import BY_CALENDAR, Said, hold_for, take_step
from wasl.operations.referrals.employer_rules import attend, check_vouched_for
from wasl.operations.referrals.errors import (
    ReasonNotGivenError,
    ReferralChangedError,
    ReferralStepRefusedError,
)
from wasl.operations.referrals.note_rules import check_notes
from wasl.operations.tell_person import tell_person
from wasl.operations.tell_staff import tell_caseworkers

# What an employer ended alone, it may open again.
REOPENED_BY_EMPLOYER = frozenset({CloseCause.EMPLOYER_DECLINED, CloseCause.EMPLOYER_SILENT})


@dataclass(frozen=True)
class Batch:
    """What became of several: how many were answered, and how many stood otherwise meanwhile."""

    done: int
    changed: int


def want_to_meet(
    session: Session, by: Viewer, referral: Referral, said: Said, seen: int | None = None
) -> bool:
    """Say that the employer wants to meet somebody; return False when it was said before.

    The person is told that there is an answer, and so is whoever works with them. After a no, or
    silence, of the employer it is a wish like any other: see `ask_anew`. Raises
    ReferralChangedError, ReferralStepRefusedError, NotVouchedForError.
    """
    if not hold_for(session, by, referral, Axis.VERDICT, VerdictStep.MEET, seen=seen):
        return False
    check_vouched_for(referral.opportunity)
    if referral.closed_at is None:
        return _answer(session, by, referral, VerdictStep.MEET, said)
    if not may_ask_anew(referral):
        raise ReferralStepRefusedError(VerdictStep.MEET, referral.verdict)
    ask_anew(session, by, referral, said)
    attend(session, referral.opportunity)
    return True


def may_ask_anew(referral: Referral) -> bool:
    """Tell whether the employer alone ended it, the posting is shown, the person is matched."""
    ended_alone = referral.close_cause in REOPENED_BY_EMPLOYER
    shown = referral.opportunity.status is OpportunityStatus.PUBLISHED
    return ended_alone and shown and referral.person.allows(ConsentPurpose.MATCHING)


def ask_anew(session: Session, by: Viewer, referral: Referral, said: Said) -> None:
    """Ask once more to meet somebody whom the employer had said no to, or had left waiting.

    A yes from then is none to this: the person may have found something else, or not want to any
    more. Whoever works with them is told and asks them. The caller holds the referral.
    """
    take_step(session, by, referral, ConsentStep.LAPSE, BY_CALENDAR)
    take_step(session, by, referral, VerdictStep.MEET, said)
    tell_caseworkers(session, referral.person, "wish_to_meet")


def decline(
    session: Session, by: Viewer, referral: Referral, said: Said, seen: int | None = None
) -> bool:
    """Say no to somebody, with one of the reasons of employers; False when it was said before.

    What hangs on it is let go: the meeting, an open offer with its place, the name. Raises
    NoteRefusedError, ReasonNotGivenError, ReferralChangedError, ReferralStepRefusedError.
    """
    check_notes({"shared_note": said.shared_note})
    if not hold_for(session, by, referral, Axis.VERDICT, VerdictStep.DECLINE, seen=seen):
        return False
    if referral.close_cause not in (None, CloseCause.EMPLOYER_DECLINED):
        # A no to what somebody else has ended would hide who did, and be the employer's to reopen.
        raise ReferralStepRefusedError(VerdictStep.DECLINE, referral.verdict)
    return _answer(session, by, referral, VerdictStep.DECLINE, said)


def decline_several(
    session: Session, by: Viewer, referrals: Mapping[Referral, int], said: Said
) -> Batch:
    """Say no to several with one reason; those that stand otherwise meanwhile are left alone.

    referrals: with the version that was seen of each. Raises ReasonNotGivenError and
    NoteRefusedError, then nothing is done.
    """
    check_notes({"shared_note": said.shared_note})
    if said.reason not in REASONS[Side.EMPLOYER]:
        raise ReasonNotGivenError(Side.EMPLOYER)
    return _each(session, referrals, lambda one, seen: decline(session, by, one, said, seen))


def meet_several(
    session: Session, by: Viewer, referrals: Mapping[Referral, int], said: Said
) -> Batch:
    """Say of several that the employer wants to meet them, as `decline_several` does."""
    return _each(session, referrals, lambda one, seen: want_to_meet(session, by, one, said, seen))


def _each(
    session: Session, referrals: Mapping[Referral, int], answer: Callable[[Referral, int], bool]
) -> Batch:
    # All locks first, in the order of everybody else: see `placements.holding`.
    ids = [referral.id for referral in referrals]
    held = session.scalars(
        select(Referral).where(Referral.id.in_(ids)).order_by(Referral.id).with_for_update()
    ).all()
    done = changed = 0
    for referral in held:
        try:
            done += answer(referral, referrals[referral])
        except (ReferralChangedError, ReferralStepRefusedError):
            changed += 1
    return Batch(done, changed)


def _answer(
    session: Session, by: Viewer, referral: Referral, step: VerdictStep, said: Said
) -> bool:
    if not take_step(session, by, referral, step, said):
        return False
    attend(session, referral.opportunity)
    tell_person(session, referral.person, "person_news", {})
    tell_caseworkers(session, referral.person, "employer_answered")
    return True
