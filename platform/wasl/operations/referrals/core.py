"""The one place that moves a referral: every step of every axis, its log, what follows from it.

Use cases say what somebody wants; this says whether it is possible, writes who said it and why,
works out whose turn it is, and lets go of what hangs on a referral that came to its end.
"""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.base import utc_now
from models.opportunity import Opportunity
from models.person import Person
from models.referral import Referral, ReferralStep
from models.referral_enums import (
    Axis,
    CloseCause,
    ReferralOrigin,
    ReferralStage,
)
from models.referral_states import (
    REASONS,
    TRANSITIONS,
    ConsentStep,
    State,
    Step,
    VerdictStep,
    ViewStep,
    closing_cause,
    stage_of,
    steps_from,
)
from wasl.access.viewer import SCHEDULER, Viewer
from wasl.access.work_card import card_number
from wasl.clock import BAGHDAD
from wasl.operations.hold_row import hold_row
from wasl.operations.referrals.errors import (
    ReasonNotGivenError,
    ReferralChangedError,
    ReferralStepRefusedError,
)
from wasl.operations.referrals.letting_go import let_go
from wasl.operations.referrals.line import take_from_line
from wasl.operations.referrals.log import BY_CALENDAR, Happened, Said, note, write_log
from wasl.operations.spoken import check_record_open, hold_person
from wasl.operations.tell_staff import tell_employer

__all__ = [
    "BY_CALENDAR",
    "EMPLOYER_ANSWERS_WITHIN",
    "MEETING_WITHIN",
    "PERSON_ANSWERS_WITHIN",
    "Said",
    "close_referral",
    "give_time",
    "hold_for",
    "hold_referral",
    "introduce_next",
    "open_referral",
    "possible_steps",
    "take_step",
]
PERSON_ANSWERS_WITHIN = timedelta(days=7)
EMPLOYER_ANSWERS_WITHIN = timedelta(days=7)
MEETING_WITHIN = timedelta(days=14)
"""So long an employer who wants to meet somebody has to propose a time, offer or say no."""

_EMPLOYERS_TURN = {
    ReferralStage.WITH_EMPLOYER: EMPLOYER_ANSWERS_WITHIN,
    ReferralStage.MEETING: MEETING_WITHIN,
}
_AXIS: dict[type, Axis] = {
    ConsentStep: Axis.CONSENT,
    ViewStep: Axis.VIEW,
    VerdictStep: Axis.VERDICT,
}
# What came to its end because of something else is not opened again by a step of an axis.
_OVER = frozenset({CloseCause.PLACED, CloseCause.PLACED_ELSEWHERE, CloseCause.OPPORTUNITY_ENDED})


def open_referral(
    session: Session, by: Viewer, person: Person, opportunity: Opportunity, origin: ReferralOrigin
) -> Referral:
    """Return the referral of a person to an opportunity, locked; it is made where there is none.

    Raises RecordClosedError for somebody who is anonymised or about to be erased.
    """
    check_record_open(session, person)
    hold_person(session, person)  # two who begin at once make one referral
    found = session.scalar(
        select(Referral)
        .where(Referral.person_id == person.id, Referral.opportunity_id == opportunity.id)
        .with_for_update()
        .execution_options(populate_existing=True)  # what was read before the lock may be old
    )
    if found is not None:
        return found
    referral = Referral(
        person=person,
        opportunity=opportunity,
        origin=origin,
        card=card_number(opportunity.public_id, person.public_id),
        opened_by_id=by.account_id,
    )
    session.add(referral)
    session.flush()
    note(session, by, referral, AuditAction.REFERRAL_OPENED, origin=origin, card=referral.card)
    return referral


def hold_referral(session: Session, referral: Referral, seen: int | None = None) -> None:
    """Lock a referral and read it anew.

    seen: the version that somebody had before their eyes. Raises ReferralChangedError when
    another one is there now.
    """
    hold_row(session, referral)
    if seen is not None and referral.version != seen:
        raise ReferralChangedError(referral)


def hold_for(
    session: Session, by: Viewer, referral: Referral, axis: Axis, step: str, *, seen: int | None
) -> bool:
    """Lock a referral for a step; return False when the same account took it just now.

    So the second click of a double click, and a form that is sent again, are no error. Raises
    ReferralChangedError when anything else happened since `seen`.
    """
    hold_referral(session, referral)
    if seen is None or referral.version == seen:
        return True
    last = session.execute(
        select(ReferralStep.step, ReferralStep.account_id)
        .where(ReferralStep.referral_id == referral.id, ReferralStep.axis == axis)
        .order_by(ReferralStep.id.desc())
        .limit(1)
    ).first()
    if by.account_id is not None and last == (step, by.account_id):
        return False
    raise ReferralChangedError(referral)


def take_step(
    session: Session,
    by: Viewer,
    referral: Referral,
    step: Step,
    said: Said,
    *,
    until: datetime | None = None,
) -> bool:
    """Take a step of its axis; return False when it was taken before (a double click).

    The caller holds the referral. until: by when the person is to answer, for `ask`. Raises
    ReferralStepRefusedError and ReasonNotGivenError.
    """
    axis, before = _AXIS[type(step)], referral.stage
    transition, state = TRANSITIONS[axis][step], _state(referral, axis)
    if state not in transition.sources and state == transition.target:
        return False
    if state not in transition.sources or referral.close_cause in _OVER:
        raise ReferralStepRefusedError(step, state)
    if transition.needs_reason and said.reason not in REASONS.get(said.side, frozenset()):
        raise ReasonNotGivenError(said.side)
    setattr(referral, axis.value, transition.target)
    if step is ConsentStep.ASK:
        referral.consent_by = until or utc_now() + PERSON_ANSWERS_WITHIN
    moved = Happened(axis, step.value, state.value, transition.target.value)
    write_log(session, by, referral, moved, said)
    _settle(session, by, referral)
    session.flush()
    _move_line(session, referral, before)
    return True


def introduce_next(session: Session, organisation_id: int) -> int:
    """Introduce those who said yes, the longest waiting first, as far as there is room for them.

    Everybody who says yes joins the line and is introduced from it, so that an employer who leaves
    people waiting gets no more than `responsiveness.room_for_introductions`. Return how many were
    introduced.
    """
    introduced = take_from_line(session, organisation_id)
    for referral in introduced:
        take_step(session, SCHEDULER, referral, VerdictStep.INTRODUCE, BY_CALENDAR)
        day = (utc_now() + EMPLOYER_ANSWERS_WITHIN).astimezone(BAGHDAD).date()
        tell_employer(session, referral.opportunity.organisation, "introduction", {"day": day})
    return len(introduced)


def possible_steps(referral: Referral, axis: Axis) -> list[Step]:
    """Return the steps of an axis that can be taken now, in the order of the table."""
    if referral.close_cause in _OVER:
        return []
    return steps_from(axis, _state(referral, axis))


def close_referral(session: Session, by: Viewer, referral: Referral, cause: CloseCause) -> bool:
    """End a referral because of something outside it; return whether it was open."""
    if referral.closed_at is not None:
        return False
    before = referral.stage
    _close(session, by, referral, cause)
    moved = Happened(Axis.CLOSING, cause.value, before.value, referral.stage.value)
    write_log(session, by, referral, moved, BY_CALENDAR)
    session.flush()
    _move_line(session, referral, before)
    return True


def give_time(referral: Referral, until: datetime) -> None:
    """Let an employer whose turn it is answer until then, where that is later."""
    if referral.answer_by is not None and referral.answer_by < until:
        referral.answer_by, referral.reminded_at = until, None


def _state(referral: Referral, axis: Axis) -> State:
    state: State = getattr(referral, axis.value)
    return state


def _move_line(session: Session, referral: Referral, before: ReferralStage) -> None:
    """Introduce who is next, when somebody has joined the line or the employer has room again."""
    if referral.stage is before:
        return
    if referral.stage is ReferralStage.IN_LINE or before is ReferralStage.WITH_EMPLOYER:
        introduce_next(session, referral.opportunity.organisation_id)


def _settle(session: Session, by: Viewer, referral: Referral) -> None:
    """Work out anew whether it is over, and whose turn it is."""
    cause = closing_cause(referral.consent, referral.view, referral.verdict)
    if cause is not None and cause is not referral.close_cause:
        _close(session, by, referral, cause)
    elif cause is None:
        referral.closed_at = referral.close_cause = None
        _turn(referral)


def _close(session: Session, by: Viewer, referral: Referral, cause: CloseCause) -> None:
    referral.closed_at, referral.close_cause = utc_now(), cause
    _turn(referral)
    note(session, by, referral, AuditAction.REFERRAL_CLOSED, cause=cause)
    if cause is not CloseCause.PLACED:
        let_go(session, by, referral)


def _turn(referral: Referral) -> None:
    stage = stage_of(referral.consent, referral.verdict, referral.close_cause)
    if stage is referral.stage:
        return
    now = utc_now()
    referral.stage, referral.stage_since, referral.reminded_at = stage, now, None
    within = _EMPLOYERS_TURN.get(stage)
    referral.answer_by = now + within if within else None
