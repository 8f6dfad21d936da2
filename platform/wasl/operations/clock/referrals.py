"""Referrals in which somebody did not answer: reminded once half-way, then over and counted."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, exists, select, update
from sqlalchemy.orm import Session

from models.account import Membership
from models.message import Message
from models.offer import Interview, InterviewSlot
from models.opportunity import Opportunity, Organisation
from models.referral import Referral
from models.referral_enums import ConsentState, EmployerVerdict, InterviewState, ReferralStage
from models.referral_states import ConsentStep, VerdictStep
from wasl.operations.clock.periods import begin_of, half_over
from wasl.operations.clock.rounds import Round
from wasl.operations.referrals.ask_person import ask_person
from wasl.operations.referrals.core import BY_CALENDAR, hold_referral, take_step
from wasl.operations.tell_person import tell_person
from wasl.operations.tell_staff import tell_caseworkers, tell_employer

EMPLOYERS_TURN = (ReferralStage.WITH_EMPLOYER, ReferralStage.MEETING)
_REMINDER = "employer_reminder"


def expire_referrals(round_: Round) -> None:
    """End what nobody answered in time, and remind those whose time is half over."""
    ids, open_ = select(Referral.id).order_by(Referral.id), Referral.closed_at.is_(None)
    asked = open_ & (Referral.consent == ConsentState.ASKED)
    employers = open_ & Referral.stage.in_(EMPLOYERS_TURN)
    silent = asked & (Referral.consent_by < round_.now)
    round_.each("people_silent", ids.where(silent), _person_silent)
    late = employers & (Referral.answer_by < round_.now)
    round_.each("employers_silent", ids.where(late), _employer_silent)
    fresh = asked & Referral.reminded_at.is_(None)
    round_.each("people_reminded", ids.where(fresh), _remind_person)
    waiting = (
        select(Opportunity.organisation_id)
        .join(Referral, Referral.opportunity_id == Opportunity.id)
        .where(employers, Referral.reminded_at.is_(None), ~_meeting_ahead(round_.now))
        .distinct()
        .order_by(Opportunity.organisation_id)
    )
    round_.each("employers_reminded", waiting, _remind_employer)


def _person_silent(session: Session, round_: Round, key: int) -> bool:
    referral = session.get_one(Referral, key)
    hold_referral(session, referral)
    over = referral.consent_by is not None and referral.consent_by < round_.now
    if referral.consent is not ConsentState.ASKED or referral.closed_at is not None or not over:
        return False
    known = referral.verdict is not EmployerVerdict.NOT_ASKED
    take_step(session, round_.by, referral, ConsentStep.EXPIRE, BY_CALENDAR)
    tell_caseworkers(session, referral.person, "silence")
    if known:
        tell_employer(session, referral.opportunity.organisation, "person_not_available")
    return True


def _employer_silent(session: Session, round_: Round, key: int) -> bool:
    referral = session.get_one(Referral, key)
    hold_referral(session, referral)
    over = referral.answer_by is not None and referral.answer_by < round_.now
    if referral.stage not in EMPLOYERS_TURN or not over:
        return False
    take_step(session, round_.by, referral, VerdictStep.EXPIRE, BY_CALENDAR)
    tell_employer(session, referral.opportunity.organisation, "answer_time_over")
    tell_person(session, referral.person, "person_news", {})
    tell_caseworkers(session, referral.person, "silence")
    return True


def _remind_person(session: Session, round_: Round, key: int) -> bool:
    referral = session.get_one(Referral, key)
    hold_referral(session, referral)
    until = referral.consent_by
    waits = referral.consent is ConsentState.ASKED and referral.reminded_at is None
    if until is None or not (waits and half_over(referral.stage_since, until, round_.now)):
        return False
    _mark(session, [referral.id], round_.now)
    if not ask_person(session, round_.by, referral, "question_reminder", until):
        tell_caseworkers(session, referral.person, "question_to_ask")
    return True


def _remind_employer(session: Session, round_: Round, key: int) -> bool:
    """Remind an employer of everybody whose time is half over, with one message a day at most."""
    organisation = session.get_one(Organisation, key)
    waiting = session.scalars(
        select(Referral)
        .join(Opportunity, Opportunity.id == Referral.opportunity_id)
        .where(
            Opportunity.organisation_id == key,
            Referral.stage.in_(EMPLOYERS_TURN),
            Referral.reminded_at.is_(None),
            ~_meeting_ahead(round_.now),
        )
        .order_by(Referral.id)
        .with_for_update(of=Referral, skip_locked=True)
    )
    half = [one.id for one in waiting if half_over(one.stage_since, one.answer_by, round_.now)]
    if not half or _reminded_today(session, round_, organisation):
        return False
    _mark(session, half, round_.now)
    tell_employer(session, organisation, _REMINDER)
    return True


def _reminded_today(session: Session, round_: Round, organisation: Organisation) -> bool:
    accounts = select(Membership.account_id).where(Membership.organisation_id == organisation.id)
    sent = select(Message.id).where(
        Message.template == _REMINDER,
        Message.account_id.in_(accounts),
        Message.created_at >= begin_of(round_.today),
    )
    return session.scalar(sent.limit(1)) is not None


def _meeting_ahead(now: datetime) -> ColumnElement[bool]:
    """Tell whether a meeting is proposed or agreed for later: it is not the employer's turn."""
    live = (InterviewState.PROPOSED, InterviewState.AGREED)
    return (
        exists()
        .where(
            Interview.referral_id == Referral.id,
            Interview.state.in_(live),
            InterviewSlot.interview_id == Interview.id,
            InterviewSlot.starts_at > now,
        )
        .correlate(Referral)
    )


def _mark(session: Session, ids: Sequence[int], now: datetime) -> None:
    """Note that somebody was reminded; the version stays, so that open forms still hold."""
    session.execute(
        update(Referral)
        .where(Referral.id.in_(ids))
        .values(reminded_at=now, updated_at=Referral.updated_at)
    )
