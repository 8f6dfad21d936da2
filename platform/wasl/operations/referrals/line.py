"""The line of people who said yes and wait until an employer has answered others."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from models.consent_query import allows
from models.enums import ConsentPurpose
from models.offered import is_offered
from models.opportunity import Opportunity, Organisation
from models.referral import Referral
from models.referral_enums import ReferralStage
from wasl.operations.referrals.responsiveness import responsiveness_of


def take_from_line(session: Session, organisation_id: int) -> Sequence[Referral]:
    """Return those whom an employer has room for now, the longest waiting first, locked.

    Nobody is returned while somebody else moves the same line; the timetable comes by every line
    (`lines.move_lines`).
    """
    if not _hold_line(session, organisation_id):
        return []
    now = responsiveness_of(session, [organisation_id])[organisation_id]
    return session.scalars(
        select(Referral)
        .join(Opportunity, Opportunity.id == Referral.opportunity_id)
        .where(
            Opportunity.organisation_id == organisation_id,
            Referral.stage == ReferralStage.IN_LINE,
            is_offered(),
            allows(ConsentPurpose.MATCHING, Referral.person_id),
        )
        .order_by(Referral.stage_since, Referral.id)
        .limit(max(0, now.room - now.waiting))
        .with_for_update(of=Referral, skip_locked=True)
        .execution_options(populate_existing=True)
    ).all()


def _hold_line(session: Session, organisation_id: int) -> bool:
    """Lock the line of an employer until the commit; return whether it was free.

    Two who count at once would both see the last room. Whoever finds it taken does not wait: who
    closes referrals of several employers would wait for another who does so in another order.
    """
    mine = select(Organisation.id).where(Organisation.id == organisation_id)
    held = session.scalar(mine.with_for_update(key_share=True, skip_locked=True))
    return held is not None


def place_in_line(session: Session, referral: Referral) -> int:
    """Return how many were in the line of the same employer before this one, itself included."""
    ahead = (
        select(func.count())
        .select_from(Referral)
        .join(Opportunity, Opportunity.id == Referral.opportunity_id)
        .where(
            Opportunity.organisation_id == referral.opportunity.organisation_id,
            Referral.stage == ReferralStage.IN_LINE,
            (Referral.stage_since < referral.stage_since)
            | ((Referral.stage_since == referral.stage_since) & (Referral.id <= referral.id)),
        )
    )
    return session.scalar(ahead) or 0
