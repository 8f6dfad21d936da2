"""Offers that nobody answered: reminded once half-way, then their places are free again."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.offer import Offer
from models.placement_states import OfferStep
from models.referral_enums import OfferState
from models.referral_states import VerdictStep
from wasl.operations.clock.periods import half_over
from wasl.operations.clock.rounds import Round
from wasl.operations.placements.move_offer import move_offer
from wasl.operations.referrals.ask_person import ask_person
from wasl.operations.referrals.core import BY_CALENDAR, hold_referral, take_step
from wasl.operations.tell_staff import tell_caseworkers, tell_employer


def expire_offers(round_: Round) -> None:
    """Let offers run out whose time is over, and remind people of those that are half over."""
    ids = select(Offer.id).where(Offer.state == OfferState.OPEN).order_by(Offer.id)
    over = ids.where(Offer.answer_by < round_.now)
    round_.each("expired", over, _expire)
    fresh = ids.where(Offer.answer_by >= round_.now, Offer.reminded_at.is_(None))
    round_.each("reminded", fresh, _remind)


def _hold(session: Session, key: int) -> Offer:
    offer = session.get_one(Offer, key)
    hold_referral(session, offer.referral)
    session.refresh(offer)
    return offer


def _expire(session: Session, round_: Round, key: int) -> bool:
    offer = _hold(session, key)
    if offer.state is not OfferState.OPEN or offer.answer_by >= round_.now:
        return False
    referral = offer.referral
    move_offer(session, round_.by, offer, OfferStep.EXPIRE)
    take_step(session, round_.by, referral, VerdictStep.TAKE_BACK, BY_CALENDAR)
    tell_employer(session, referral.opportunity.organisation, "offer_ran_out")
    tell_caseworkers(session, referral.person, "silence")
    return True


def _remind(session: Session, round_: Round, key: int) -> bool:
    offer = _hold(session, key)
    waits = offer.state is OfferState.OPEN and offer.reminded_at is None
    if not waits or not half_over(offer.made_at, offer.answer_by, round_.now):
        return False
    offer.reminded_at = round_.now
    if not ask_person(session, round_.by, offer.referral, "question_reminder", offer.answer_by):
        tell_caseworkers(session, offer.referral.person, "question_to_ask")
    return True
