"""The one place that moves an offer: its state and the places that it holds."""

from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.base import utc_now
from models.offer import Offer
from models.placement_states import OFFER_TRANSITIONS, OfferStep
from wasl.access.viewer import Viewer
from wasl.operations.placements.errors import OfferOverError
from wasl.operations.referrals.log import note
from wasl.operations.referrals.seats import free_seats


def move_offer(session: Session, by: Viewer, offer: Offer, step: OfferStep) -> None:
    """Take a step of an offer; any but its acceptance frees the places that it held.

    The caller holds the referral. Raises OfferOverError.
    """
    transition, referral, before = OFFER_TRANSITIONS[step], offer.referral, offer.state
    if before not in transition.sources:
        raise OfferOverError(before)
    offer.state, offer.answered_at = transition.target, utc_now()
    session.flush()
    note(session, by, referral, AuditAction.OFFER_CHANGED, state=offer.state.value)
    if step is not OfferStep.ACCEPT:
        free_seats(session, by, referral.opportunity, offer.quantity)
