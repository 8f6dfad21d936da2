"""What hangs on a referral goes when it ends: meetings, offers with their places, the name."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.access_enums import AuditAction
from models.base import utc_now
from models.offer import Interview, Offer
from models.referral import AnswerCode, Referral
from models.referral_enums import InterviewState, OfferState
from wasl.access.viewer import Viewer
from wasl.audit.record import record
from wasl.operations.end_releases import ReleaseEnd, end_releases_of_opportunity
from wasl.operations.referrals.seats import free_seats

_LIVE = (InterviewState.PROPOSED, InterviewState.AGREED)


def let_go(session: Session, by: Viewer, referral: Referral) -> None:
    """Cancel the meeting, withdraw the open offer and free its places, end release and codes."""
    person, now = referral.person.public_id, utc_now()
    subject = ("referral", referral.public_id)
    meetings = select(Interview).where(
        Interview.referral_id == referral.id, Interview.state.in_(_LIVE)
    )
    for meeting in session.scalars(meetings):
        meeting.state, meeting.answered_at = InterviewState.CANCELLED, now
        state = meeting.state.value
        record(
            session, by, AuditAction.INTERVIEW_CHANGED, person=person, subject=subject, state=state
        )
    offers = select(Offer).where(Offer.referral_id == referral.id, Offer.state == OfferState.OPEN)
    for offer in session.scalars(offers):
        offer.state, offer.answered_at = OfferState.WITHDRAWN, now
        state = offer.state.value
        record(session, by, AuditAction.OFFER_CHANGED, person=person, subject=subject, state=state)
        free_seats(session, by, referral.opportunity, offer.quantity)
    codes = select(AnswerCode).where(
        AnswerCode.referral_id == referral.id, AnswerCode.ended_at.is_(None)
    )
    for code in session.scalars(codes):
        code.ended_at = now
    end_releases_of_opportunity(
        session, by, referral.person, referral.opportunity, ReleaseEnd.REFERRAL_ENDED
    )
