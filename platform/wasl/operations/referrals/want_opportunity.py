"""Somebody says yes to what nobody proposed to them, or to what they had said no to."""

from sqlalchemy.orm import Session

from models.access_enums import ConsentGiver, ReleaseScope
from models.opportunity import Opportunity
from models.person import Person
from models.referral import Referral
from models.referral_enums import CloseCause, ConsentState, ReferralOrigin, Side
from models.referral_states import closing_cause
from wasl.access.releases import list_offered
from wasl.access.viewer import Viewer
from wasl.operations.referrals.core import Said, open_referral
from wasl.operations.referrals.errors import NotOfferedError
from wasl.operations.referrals.record_answer import answer_proposal


def want_opportunity(
    session: Session,
    by: Viewer,
    person: Person,
    opportunity: Opportunity,
    share: ReleaseScope | None = None,
) -> Referral:
    """Note that a person wants something that fits them, and return the referral.

    Their employer is told as after any yes. share: what the employer sees of who it is once they
    want to meet. Said again, nothing changes. Raises NotOfferedError (it does not fit, is not
    published or is over for them), and what `answer_proposal` raises.
    """
    offered = {one.id for one in list_offered(session, person)}
    if opportunity.id not in offered:
        raise NotOfferedError
    referral = open_referral(session, by, person, opportunity, ReferralOrigin.PERSON)
    if not may_say_yes(referral):
        raise NotOfferedError
    said = Said(side=Side.PERSON, given_by=ConsentGiver.SELF)
    answer_proposal(session, by, referral, True, said, share=share)
    return referral


def may_say_yes(referral: Referral) -> bool:
    """Tell whether something would be open if the person said yes now, or is because they did."""
    if referral.close_cause in {CloseCause.PLACED_ELSEWHERE, CloseCause.OPPORTUNITY_ENDED}:
        return False
    return closing_cause(ConsentState.GIVEN, referral.view, referral.verdict) is None
