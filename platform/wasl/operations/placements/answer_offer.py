"""A person answers an offer: it becomes a placement or an allocation, or its places are free."""

from datetime import date

from sqlalchemy.orm import Session

from models.offer import Offer
from models.placement import Allocation, Placement
from models.placement_states import OfferStep
from models.referral import Referral
from models.referral_enums import OfferState
from models.referral_states import REASONS, ConsentStep, VerdictStep
from wasl.access.viewer import Viewer
from wasl.operations.placements.errors import OfferOverError
from wasl.operations.placements.holding import hold_opportunities, hold_referrals_of
from wasl.operations.placements.made import made_of
from wasl.operations.placements.move_offer import move_offer
from wasl.operations.placements.placing import place
from wasl.operations.referrals.core import BY_CALENDAR, Said, take_step
from wasl.operations.referrals.errors import ReasonNotGivenError, ReferralChangedError
from wasl.operations.tell_staff import tell_caseworkers, tell_employer


def answer_offer(
    session: Session,
    by: Viewer,
    offer: Offer,
    accept: bool,
    said: Said,
    *,
    today: date,
    seen: int | None = None,
) -> Placement | Allocation | None:
    """Accept an offer and return the placement (for stock: the allocation), or decline it.

    Takes all locks itself; call it before anything of the referral is locked. seen: the version
    that was answered. The same answer a second time changes nothing. Declining needs a person's
    reason and ends the referral. Employer and office are told. Raises OfferOverError,
    ReferralChangedError, ReferralStepRefusedError, ReasonNotGivenError.
    """
    referrals = hold_referrals_of(session, offer.referral.person)
    session.refresh(offer)
    before = _answered_before(session, offer, accept)
    if before is not None:
        return before.made
    referral = offer.referral
    if seen not in {None, referral.version}:
        raise ReferralChangedError(referral)
    if not accept and said.reason not in REASONS.get(said.side, frozenset()):
        raise ReasonNotGivenError(said.side)
    hold_opportunities(session, (one.opportunity_id for one in referrals))
    made = None
    if accept:
        # A consent that was withdrawn meanwhile has ended the offer as well: it is not open then.
        move_offer(session, by, offer, OfferStep.ACCEPT)
        take_step(session, by, referral, VerdictStep.PLACE, said)
        made = place(session, by, offer, [one for one in referrals if one is not referral], today)
    else:
        move_offer(session, by, offer, OfferStep.DECLINE)
        take_step(session, by, referral, VerdictStep.TAKE_BACK, BY_CALENDAR)
        take_step(session, by, referral, ConsentStep.WITHDRAW, said)
    _tell(session, by, referral, made)
    return made


class _Before:
    """An answer that was given before: what was made of it then."""

    def __init__(self, made: Placement | Allocation | None) -> None:
        self.made = made


def _answered_before(session: Session, offer: Offer, accept: bool) -> _Before | None:
    if offer.state is OfferState.OPEN:
        return None
    if offer.state is OfferState.ACCEPTED and accept:
        return _Before(made_of(session, offer.referral))
    if offer.state is OfferState.DECLINED and not accept:
        return _Before(None)
    raise OfferOverError(offer.state)


def _tell(
    session: Session, by: Viewer, referral: Referral, made: Placement | Allocation | None
) -> None:
    tell_employer(session, referral.opportunity.organisation, "offer_answered")
    if by.office_id is None:
        answered = "placed" if isinstance(made, Placement) else "person_answered"
        tell_caseworkers(session, referral.person, answered)
