"""A posting is full or over: what is still open between people and it ends, and they hear of it."""

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from models.enums import OpportunityStatus
from models.opportunity import Opportunity
from models.referral import Referral
from models.referral_enums import CloseCause, ConsentState, EmployerVerdict, ReferralStage
from wasl.access.viewer import Viewer
from wasl.operations.referrals.core import close_referral
from wasl.operations.tell_person import tell_person
from wasl.operations.tell_staff import tell_caseworkers

_ASKED = frozenset({ConsentState.ASKED, ConsentState.GIVEN})
# The last day to apply ends what has not begun. Whoever the employer knows of by then goes on:
# a meeting or an offer does not fall with the day after which nobody else can come.
_NOT_BEGUN = (ReferralStage.WITH_OFFICE, ReferralStage.WITH_PERSON)
ENDING: frozenset[OpportunityStatus] = frozenset(
    {OpportunityStatus.FILLED, OpportunityStatus.CLOSED, OpportunityStatus.EXPIRED}
)


def ended_with(status: OpportunityStatus) -> ColumnElement[bool]:
    """Return which open referrals come to their end with a state of their posting.

    Filled: no place can become free by an answer, so nobody is left waiting for one. Closed: all.
    Expired: those that their employer knows nothing of yet.
    """
    if status is OpportunityStatus.EXPIRED:
        unknown = Referral.verdict == EmployerVerdict.NOT_ASKED
        return Referral.closed_at.is_(None) & Referral.stage.in_(_NOT_BEGUN) & unknown
    return Referral.closed_at.is_(None)


def end_referrals(
    session: Session, by: Viewer, opportunity: Opportunity, status: OpportunityStatus
) -> int:
    """End what is open with a posting that comes to a state, and return how many referrals.

    The person who was asked or said yes is told, and whoever is in charge of the case. What
    somebody else has in hand this moment is passed over, so that nobody waits in a circle; the
    timetable comes by for it (`clock.postings`).
    """
    open_ = (
        select(Referral)
        .where(Referral.opportunity_id == opportunity.id, ended_with(status))
        .order_by(Referral.id)
        .with_for_update(of=Referral, skip_locked=True)
        .execution_options(populate_existing=True)
    )
    referrals = session.scalars(open_).all()
    for referral in referrals:
        asked = referral.consent in _ASKED
        close_referral(session, by, referral, CloseCause.OPPORTUNITY_ENDED)
        if asked:
            tell_person(session, referral.person, "person_news", {})
        tell_caseworkers(session, referral.person, "opportunity_over")
    return len(referrals)
