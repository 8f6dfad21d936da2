"""What was answered on a page, handed to the operation that it is for."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from models.access_enums import ConsentGiver
from models.placement_states import AllocationStep
from models.referral_enums import CheckAnswer, EndCause, Side
from wasl.access.viewer import Viewer
from wasl.operations.placements.answer_offer import answer_offer
from wasl.operations.placements.checks import answer_check
from wasl.operations.placements.errors import (
    AllocationStepRefusedError,
    CheckNotOpenError,
    OfferOverError,
    PlacementEndedError,
)
from wasl.operations.placements.stock import move_allocation
from wasl.operations.referrals.core import Said
from wasl.operations.referrals.errors import (
    MatchingNotAllowedError,
    ReferralChangedError,
    ReferralStepRefusedError,
)
from wasl.operations.referrals.interview_rules import MeetingOverError, SlotGoneError
from wasl.operations.referrals.interviews import choose_slot, refuse_slots
from wasl.operations.referrals.open_questions import OpenQuestion
from wasl.operations.referrals.record_answer import answer_proposal
from wasl.operations.releases import ReleaseRefusedError
from wasl.operations.spoken import RecordClosedError
from wasl.operations.tell_staff import tell_caseworkers
from wasl.questions.forms import (
    NONE_FITS,
    YES,
    CheckForm,
    ConsentForm,
    OfferForm,
    QuestionForm,
    ReceiptForm,
    SlotsForm,
)


class QuestionOverError(Exception):
    """What was answered is not asked any more, or not as it was on the page."""


_OVER = (
    *(ReferralChangedError, ReferralStepRefusedError, MeetingOverError, SlotGoneError),
    *(OfferOverError, CheckNotOpenError, PlacementEndedError, AllocationStepRefusedError),
    *(ReleaseRefusedError, RecordClosedError, MatchingNotAllowedError),
)


def pick_question(questions: Sequence[OpenQuestion], form_key: str) -> OpenQuestion | None:
    """Return the question that a form was made for, if it is open still."""
    return next((one for one in questions if one.key == form_key), None)


def answer_question(
    session: Session, by: Viewer, question: OpenQuestion, form: QuestionForm, today: date
) -> None:
    """Do what a valid form of `form_of` says; the person speaks for themselves.

    Raises QuestionOverError; the caller then keeps nothing of the request.
    """
    try:
        _answer(session, by, question, form, today)
    except _OVER as error:
        raise QuestionOverError from error


def _answer(
    session: Session, by: Viewer, question: OpenQuestion, form: QuestionForm, today: date
) -> None:
    match form:
        case ConsentForm():
            _consent(session, by, question, form)
        case SlotsForm():
            _slots(session, by, question, form)
        case OfferForm() if question.offer is not None:
            yes = form.answer.data == YES
            said = Said(side=Side.PERSON, given_by=ConsentGiver.SELF, reason=form.refusal())
            answer_offer(session, by, question.offer, yes, said, today=today, seen=form.seen())
        case CheckForm():
            _check(session, by, question, form, today)
        case ReceiptForm():
            _receipt(session, by, question, form, today)


def _consent(session: Session, by: Viewer, question: OpenQuestion, form: ConsentForm) -> None:
    yes = form.answer.data == YES
    reason = None if yes else form.refusal()
    said = Said(side=Side.PERSON, given_by=ConsentGiver.SELF, reason=reason)
    share = form.scope() if yes else None
    answer_proposal(session, by, question.referral, yes, said, share=share, seen=form.seen())


def _slots(session: Session, by: Viewer, question: OpenQuestion, form: SlotsForm) -> None:
    if question.interview is None:
        return
    said = Said(side=Side.PERSON, given_by=ConsentGiver.SELF)
    if form.slot.data == NONE_FITS:
        refuse_slots(session, by, question.interview, said)
    else:
        choose_slot(session, by, question.interview, form.slot.data, said)


def _check(
    session: Session, by: Viewer, question: OpenQuestion, form: CheckForm, today: date
) -> None:
    if question.check is None:
        return
    answer_check(
        session,
        by,
        question.check,
        CheckAnswer(form.answer.data),
        side=Side.PERSON,
        end_cause=EndCause(form.cause.data) if form.cause.data else None,
        given_by=ConsentGiver.SELF,
        today=today,
    )


def _receipt(
    session: Session, by: Viewer, question: OpenQuestion, form: ReceiptForm, today: date
) -> None:
    if question.allocation is None:
        return
    if form.answer.data != YES:
        # Nothing happened to it; whoever works with the person finds out what went wrong.
        tell_caseworkers(session, question.referral.person, "receipt_to_ask")
        return
    step = AllocationStep.RECEIPT
    move_allocation(session, by, question.allocation, step, side=Side.PERSON, today=today)
