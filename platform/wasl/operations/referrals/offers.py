"""An employer offers somebody a place, units of support or an amount, and may take it back."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.enums import OpportunityKind
from models.offer import Offer
from models.opportunity_kinds import Finance
from models.placement_states import OfferStep
from models.referral import Referral
from models.referral_enums import Axis, OfferState, ReferralStage, Side
from models.referral_states import VerdictStep
from wasl.access.viewer import Viewer
from wasl.clock import BAGHDAD
from wasl.operations.placements.move_offer import move_offer
from wasl.operations.referrals.ask_person import ask_person
from wasl.operations.referrals.core import Said, hold_for, take_step
from wasl.operations.referrals.employer_rules import attend, check_vouched_for
from wasl.operations.referrals.log import note
from wasl.operations.referrals.note_rules import check_notes
from wasl.operations.referrals.seats import take_seats
from wasl.operations.tell_person import tell_person
from wasl.operations.tell_staff import tell_caseworkers

LONGEST_WAIT = timedelta(days=60)
"""So long at most an offer holds its places without an answer."""

# What an offer of a kind says besides its terms and its last day; the rest is left empty.
OFFER_FIELDS: Mapping[OpportunityKind, frozenset[str]] = {
    OpportunityKind.JOB: frozenset({"starts_on", "wage"}),
    OpportunityKind.INTERNSHIP: frozenset({"starts_on", "wage"}),
    OpportunityKind.TRAINING: frozenset({"starts_on"}),
    OpportunityKind.MENTORING: frozenset({"starts_on"}),
    OpportunityKind.IN_KIND: frozenset({"quantity"}),
    OpportunityKind.FINANCE: frozenset({"amount"}),
}
_OPEN_FOR_OFFERS = (ReferralStage.WITH_EMPLOYER, ReferralStage.MEETING)


@dataclass(frozen=True, kw_only=True)
class Offering:
    """What is offered, until which day. amount, wage: IQD; quantity: units of in-kind support."""

    answer_by: date
    quantity: int = 1
    amount: int | None = None
    starts_on: date | None = None
    wage: int | None = None
    terms: str = ""


class OfferRefusal(StrEnum):
    """What is wrong with an offer."""

    NO_AMOUNT = "no_amount"
    TOO_MUCH = "too_much"
    BELOW_POSTED_WAGE = "below_posted_wage"
    BEGINS_BEFORE_TODAY = "begins_before_today"
    ANSWER_DAY = "answer_day"


class OfferRefusedError(ValueError):
    """This cannot be offered; `why` says what is wrong."""

    def __init__(self, why: OfferRefusal) -> None:
        super().__init__(why.value)
        self.why = why


class OfferNotPossibleError(Exception):
    """The two do not stand where an offer is made: one side has not agreed, or it is over."""

    def __init__(self, stage: ReferralStage) -> None:
        super().__init__(f"no offer can be made: {stage.value}")
        self.stage = stage


def open_offer(session: Session, referral: Referral) -> Offer | None:
    """Return the offer that waits for the person's answer, read anew; or none."""
    return session.scalar(
        select(Offer)
        .where(Offer.referral_id == referral.id, Offer.state == OfferState.OPEN)
        .execution_options(populate_existing=True)
    )


def make_offer(
    session: Session,
    by: Viewer,
    referral: Referral,
    offering: Offering,
    seen: int | None = None,
    *,
    today: date,
) -> Offer:
    """Offer somebody a place and hold it until they answer; a second click makes no second one.

    The person is told, with a code to answer, and so is whoever works with them. Raises
    ReferralChangedError, NotVouchedForError, OfferNotPossibleError, OfferRefusedError,
    NoteRefusedError and NoSeatLeftError, and then nothing was changed.
    """
    check_notes({"terms": offering.terms}, referral.opportunity.kind)
    fresh = hold_for(session, by, referral, Axis.VERDICT, VerdictStep.OFFER, seen=seen)
    before = open_offer(session, referral)
    if not fresh and before is not None:
        return before
    given = _only_of_kind(offering, referral.opportunity.kind)
    _check(given, referral, today)
    take_seats(session, by, referral.opportunity, given.quantity)
    offer = _add(session, by, referral, given)
    take_step(session, by, referral, VerdictStep.OFFER, Said(side=Side.EMPLOYER))
    note(session, by, referral, AuditAction.OFFER_CHANGED, state=offer.state.value)
    attend(session, referral.opportunity)
    ask_person(session, by, referral, "offer_made", offer.answer_by)
    tell_caseworkers(session, referral.person, "employer_answered")
    return offer


def withdraw_offer(
    session: Session, by: Viewer, referral: Referral, said: Said, seen: int | None = None
) -> bool:
    """Take an offer back; its place is free and both may still meet. False: was taken back before.

    `said.shared_note` may say why. Raises ReferralChangedError.
    """
    if not hold_for(session, by, referral, Axis.VERDICT, VerdictStep.TAKE_BACK, seen=seen):
        return False
    offer = open_offer(session, referral)
    if offer is None:
        return False
    move_offer(session, by, offer, OfferStep.WITHDRAW)
    take_step(session, by, referral, VerdictStep.TAKE_BACK, said)
    attend(session, referral.opportunity)
    tell_person(session, referral.person, "person_news", {})
    tell_caseworkers(session, referral.person, "employer_answered")
    return True


def end_of_day(day: date) -> datetime:
    """Return the moment at which a day in Iraq is over."""
    return datetime.combine(day + timedelta(days=1), time(), BAGHDAD) - timedelta(seconds=1)


def _only_of_kind(offering: Offering, kind: OpportunityKind) -> Offering:
    fields = OFFER_FIELDS[kind]
    return replace(
        offering,
        quantity=offering.quantity if "quantity" in fields else 1,
        amount=offering.amount if "amount" in fields else None,
        starts_on=offering.starts_on if "starts_on" in fields else None,
        wage=offering.wage if "wage" in fields else None,
    )


def _check(given: Offering, referral: Referral, today: date) -> None:
    opportunity = referral.opportunity
    check_vouched_for(opportunity)
    if referral.stage not in _OPEN_FOR_OFFERS:
        raise OfferNotPossibleError(referral.stage)
    most = opportunity.amount_max if isinstance(opportunity, Finance) else None
    least = opportunity.wage_min
    wrong = (
        (opportunity.kind is OpportunityKind.FINANCE and not given.amount, OfferRefusal.NO_AMOUNT),
        (bool(most and given.amount and given.amount > most), OfferRefusal.TOO_MUCH),
        (bool(least and given.wage and given.wage < least), OfferRefusal.BELOW_POSTED_WAGE),
        (bool(given.starts_on and given.starts_on < today), OfferRefusal.BEGINS_BEFORE_TODAY),
        (not today < given.answer_by <= today + LONGEST_WAIT, OfferRefusal.ANSWER_DAY),
    )
    why = next((refusal for holds, refusal in wrong if holds), None)
    if why is not None:
        raise OfferRefusedError(why)


def _add(session: Session, by: Viewer, referral: Referral, given: Offering) -> Offer:
    offer = Offer(
        referral=referral,
        state=OfferState.OPEN,
        quantity=given.quantity,
        amount=given.amount,
        starts_on=given.starts_on,
        wage=given.wage,
        terms=given.terms.strip() or None,
        answer_by=end_of_day(given.answer_by),
        made_by_id=by.account_id,
    )
    session.add(offer)
    session.flush()
    return offer
