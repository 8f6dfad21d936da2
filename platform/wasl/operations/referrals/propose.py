"""A caseworker proposes an opportunity to a person, who then decides."""

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from models.enums import ConsentPurpose
from models.offered import is_offered
from models.opportunity import Opportunity, Organisation
from models.person import Person
from models.referral import Referral
from models.referral_enums import ConsentState, EmployerVerdict, ReferralOrigin
from wasl.access.viewer import Viewer
from wasl.operations.referrals.core import Said, open_referral
from wasl.operations.referrals.errors import (
    AlreadyProposedError,
    MatchingNotAllowedError,
    NoRoomError,
    NotOfferedError,
)
from wasl.operations.referrals.questions import USUAL_ASKING, Asking, put_question
from wasl.operations.referrals.responsiveness import responsiveness_of


def propose_opportunity(
    session: Session,
    by: Viewer,
    person: Person,
    opportunity: Opportunity,
    said: Said,
    *,
    asking: Asking = USUAL_ASKING,
) -> Referral:
    """Ask a person about an opportunity and return the referral; the employer knows nothing of it.

    An employer who leaves people waiting is proposed to fewer: those who were asked and have not
    answered count as well, so that nobody hopes for a meeting that there is no room for. Raises
    NotOfferedError, MatchingNotAllowedError, NoRoomError, AlreadyProposedError (somebody asked
    them before: go on from there), and what `put_question` raises.
    """
    if not session.scalar(select(exists().where(Opportunity.id == opportunity.id, is_offered()))):
        raise NotOfferedError
    if not person.allows(ConsentPurpose.MATCHING):
        raise MatchingNotAllowedError
    _hold_room(session, opportunity)
    referral = open_referral(session, by, person, opportunity, ReferralOrigin.OFFICE)
    if referral.closed_at is not None or referral.consent is not ConsentState.NOT_ASKED:
        raise AlreadyProposedError(referral)
    if referral.verdict is EmployerVerdict.NOT_ASKED:
        _check_room(session, opportunity)
    put_question(session, by, referral, said, asking)
    return referral


def _hold_room(session: Session, opportunity: Opportunity) -> None:
    """Let others who propose the same employer's opportunities wait until the commit.

    Two who look at once would both see the last room. It is taken before anything else is locked.
    """
    session.execute(
        select(Organisation.id)
        .where(Organisation.id == opportunity.organisation_id)
        .with_for_update(key_share=True)
    )


def _check_room(session: Session, opportunity: Opportunity) -> None:
    employer = opportunity.organisation_id
    now = responsiveness_of(session, [employer])[employer]
    if not now.free_to_propose:
        raise NoRoomError(now)
