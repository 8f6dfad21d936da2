"""The timetable's round of the lines: nobody who said yes is left behind."""

from sqlalchemy import Engine, select

from models.opportunity import Opportunity
from models.referral import Referral
from models.referral_enums import ReferralStage
from wasl.database import write_session
from wasl.operations.referrals.core import introduce_next


def move_lines(engine: Engine) -> int:
    """Introduce whoever waits in a line and has room now; return how many.

    It finds those whom nothing else moved on: two said yes at the same moment, a silence became too
    old to count, a posting was published again. One transaction for each employer.
    """
    with write_session(engine) as session:
        employers = session.scalars(
            select(Opportunity.organisation_id)
            .join(Referral, Referral.opportunity_id == Opportunity.id)
            .where(Referral.stage == ReferralStage.IN_LINE)
            .distinct()
            .order_by(Opportunity.organisation_id)
        ).all()
    moved = 0
    for employer in employers:
        with write_session(engine) as session:
            moved += introduce_next(session, employer)
    return moved
